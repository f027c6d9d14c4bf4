/// The one place that knows what time it is.
///
/// Everything that reads or waits for time takes a [io.tributary.base.time.Clock], so that tests
/// turn it by hand.
@org.jspecify.annotations.NullMarked
package io.tributary.base.time;
