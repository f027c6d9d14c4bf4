/// Configuration files as they are read from the disk, and what stands in them.
///
/// Start at [io.tributary.runtime.source.SourceReader].
@NullMarked
package io.tributary.runtime.source;

import org.jspecify.annotations.NullMarked;
