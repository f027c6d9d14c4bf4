/// Remote write, received: requests become columns.
///
/// [io.tributary.metrics.receive.WriteRequestIntake] is the entry point. It knows nothing of HTTP.
@NullMarked
package io.tributary.metrics.receive;

import org.jspecify.annotations.NullMarked;
