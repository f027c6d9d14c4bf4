/// Tests of the collectors of disks.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.disk;
