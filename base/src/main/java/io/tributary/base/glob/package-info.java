/// Patterns for files in whole trees, with `**` and alternatives:
/// [io.tributary.base.glob.PathPattern]. Where Go's `filepath.Glob` is what counts, as in
/// `file_sd_configs`, there is [io.tributary.base.config.FileGlob].
@NullMarked
package io.tributary.base.glob;

import org.jspecify.annotations.NullMarked;
