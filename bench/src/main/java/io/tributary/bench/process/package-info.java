/// Processes: children that obey one line at a time, and what `/proc` says about them.
@NullMarked
package io.tributary.bench.process;

import org.jspecify.annotations.NullMarked;
