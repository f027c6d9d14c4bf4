/// What expressions evaluate to, and how values become the types of the host.
///
/// [io.tributary.river.value.Value] is the family; [io.tributary.river.value.Convert] holds the
/// conversions. A value that does not fit is a [io.tributary.river.value.ValueException], which
/// knows the value and the way to it, and becomes a diagnostic where the expression is known.
@NullMarked
package io.tributary.river.value;

import org.jspecify.annotations.NullMarked;
