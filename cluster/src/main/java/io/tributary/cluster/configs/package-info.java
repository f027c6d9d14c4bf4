/// The configurations of the scraping service as they lie in the store: what is there, what
/// changes, and whether what is missing was deleted.
///
/// Start at [io.tributary.cluster.configs.ConfigurationMirror] for those who run configurations, at
/// [io.tributary.cluster.configs.ConfigurationStore] for those who manage them.
@NullMarked
package io.tributary.cluster.configs;

import org.jspecify.annotations.NullMarked;
