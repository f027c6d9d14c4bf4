/// The kernel and what it keeps for everybody: memory, entropy, open files, clocks, names.
@NullMarked
package io.tributary.exporters.unix.kernel;

import org.jspecify.annotations.NullMarked;
