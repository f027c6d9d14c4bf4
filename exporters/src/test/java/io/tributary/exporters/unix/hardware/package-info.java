/// Tests of the collectors of hardware.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.hardware;
