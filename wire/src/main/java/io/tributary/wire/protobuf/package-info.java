/// Protobuf without messages: [ProtoReader] walks the fields of a byte range. Decoders are written
/// on top of it by field number; no classes are generated.
@NullMarked
package io.tributary.wire.protobuf;

import org.jspecify.annotations.NullMarked;
