/// Metrics that other programs leave in files.
@NullMarked
package io.tributary.exporters.unix.textfile;

import org.jspecify.annotations.NullMarked;
