/// Discovery as components: `discovery.*`, each a settings record and a few lines that read and
/// show it, and [io.tributary.discovery.component.TargetsComponent], which runs the mechanism.
///
/// [io.tributary.discovery.component.DiscoveryComponents] lists all components of this module.
@NullMarked
package io.tributary.discovery.component;

import org.jspecify.annotations.NullMarked;
