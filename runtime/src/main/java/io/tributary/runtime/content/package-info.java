/// Where modules and imports come from: files, texts, repositories, servers; read once and watched.
///
/// Start at [io.tributary.runtime.content.ContentKind].
@NullMarked
package io.tributary.runtime.content;

import org.jspecify.annotations.NullMarked;
