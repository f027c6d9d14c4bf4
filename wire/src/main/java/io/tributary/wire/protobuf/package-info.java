/// Protobuf without messages: [ProtoReader] walks the fields of a byte range, [ProtoWriter] appends
/// fields to a buffer. Codecs are written on top by field number; no classes are generated.
@NullMarked
package io.tributary.wire.protobuf;

import org.jspecify.annotations.NullMarked;
