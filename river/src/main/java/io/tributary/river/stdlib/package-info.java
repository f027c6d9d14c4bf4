/// The standard library: constants and functions under the names of Alloy, and under the older ones
/// of Agent Flow.
///
/// Start at [io.tributary.river.stdlib.Stdlib].
@NullMarked
package io.tributary.river.stdlib;

import org.jspecify.annotations.NullMarked;
