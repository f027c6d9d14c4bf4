/// Looking at the data that passes a component while it runs.
///
/// A component that can be looked at takes its [io.tributary.component.tap.Tap] from its context.
@NullMarked
package io.tributary.component.tap;

import org.jspecify.annotations.NullMarked;
