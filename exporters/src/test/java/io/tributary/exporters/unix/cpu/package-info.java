/// Tests of the collectors of processors.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.cpu;
