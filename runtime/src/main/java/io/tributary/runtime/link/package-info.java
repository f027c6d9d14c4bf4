/// From blocks to a plan: which node each block becomes, what it refers to, in which order all are
/// evaluated. Nothing here has an effect; a configuration that cannot be linked leaves no trace.
///
/// Start at [io.tributary.runtime.link.Linker].
@NullMarked
package io.tributary.runtime.link;

import org.jspecify.annotations.NullMarked;
