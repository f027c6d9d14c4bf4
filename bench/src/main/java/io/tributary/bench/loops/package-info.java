/// JMH benchmarks of the inner loops, each beside the plain way of doing the same. Figures are
/// nanoseconds a sample. Run them with `bench/loops [NAME] [-prof gc]`; the build compiles them and
/// runs none.
///
/// Micro-benchmarks flatter: caches are hot and branches learnt. A claim needs the race as well.
@NullMarked
package io.tributary.bench.loops;

import org.jspecify.annotations.NullMarked;
