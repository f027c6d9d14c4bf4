/// Discovery that one agent of a cluster runs for all. Start at
/// [io.tributary.discovery.shared.SharedDiscoverer].
@NullMarked
package io.tributary.discovery.shared;

import org.jspecify.annotations.NullMarked;
