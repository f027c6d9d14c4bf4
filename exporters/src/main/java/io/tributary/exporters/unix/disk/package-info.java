/// Disks, tapes, arrays, caches, and the file systems on them.
@NullMarked
package io.tributary.exporters.unix.disk;

import org.jspecify.annotations.NullMarked;
