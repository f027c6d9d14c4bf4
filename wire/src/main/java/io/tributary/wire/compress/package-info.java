/// Compression as the wire formats need it, native where the library loads, pure Java elsewhere.
///
/// Entry points: [io.tributary.wire.compress.Snappy] for request bodies, and
/// [io.tributary.wire.compress.SnappyBlock] for those who know their message well enough to do
/// better, [io.tributary.wire.compress.Gunzip] for pages. Depends on the codecs of aircompressor
/// and on nothing of ours but buffers.
@org.jspecify.annotations.NullMarked
package io.tributary.wire.compress;
