/// Compression as the wire formats need it, native where the library loads, pure Java elsewhere.
///
/// Entry points: [io.tributary.wire.compress.Snappy] for request bodies. Depends on the codecs of
/// aircompressor and on nothing of ours.
@org.jspecify.annotations.NullMarked
package io.tributary.wire.compress;
