/// Who looks at the data that passes components.
///
/// [io.tributary.runtime.tap.Taps] gives a [io.tributary.component.tap.Tap] to each component that
/// wants one, and lets people read or count what passes there.
@NullMarked
package io.tributary.runtime.tap;

import org.jspecify.annotations.NullMarked;
