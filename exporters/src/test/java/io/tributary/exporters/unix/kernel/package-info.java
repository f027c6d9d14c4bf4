/// Tests of the collectors of the kernel.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.kernel;
