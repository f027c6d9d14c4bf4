/// Tests of the race's own instruments: a figure is worth what measures it.
@NullMarked
package io.tributary.bench.process;

import org.jspecify.annotations.NullMarked;
