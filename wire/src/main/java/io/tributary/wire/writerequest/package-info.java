/// Remote write, received: from the bytes of a request, 1.0 or 2.0, to series with their samples.
///
/// [io.tributary.wire.writerequest.WriteRequestReader] fills a
/// [io.tributary.wire.writerequest.WriteRequest], both of which are used again and again.
@NullMarked
package io.tributary.wire.writerequest;

import org.jspecify.annotations.NullMarked;
