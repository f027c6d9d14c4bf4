/// Processors: time, frequencies, load, pressure, scheduling.
@NullMarked
package io.tributary.exporters.unix.cpu;

import org.jspecify.annotations.NullMarked;
