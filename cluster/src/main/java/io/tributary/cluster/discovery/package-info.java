/// Discovery that one agent of a cluster runs for all that are configured alike. Start at
/// [io.tributary.cluster.discovery.DiscoveryShare].
@NullMarked
package io.tributary.cluster.discovery;

import org.jspecify.annotations.NullMarked;
