/// The machine itself: sensors, power, memory errors, firmware, watchdogs.
@NullMarked
package io.tributary.exporters.unix.hardware;

import org.jspecify.annotations.NullMarked;
