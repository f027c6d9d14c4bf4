/// Our encoders against the reference runtime of protobuf.
@org.jspecify.annotations.NullMarked
package io.tributary.wire.remotewrite;
