/// Consul as a store, by the client of the Kiwi project: entered at
/// [io.tributary.plugins.consul.Plugin], and known to the rest of the agent as a
/// [io.tributary.cluster.store.KeyValueStore] alone.
@NullMarked
package io.tributary.plugins.consul;

import org.jspecify.annotations.NullMarked;
