/// etcd as a store, by jetcd: entered at [io.tributary.plugins.etcd.Plugin], and known to the rest
/// of the agent as a [io.tributary.cluster.store.KeyValueStore] alone.
@NullMarked
package io.tributary.plugins.etcd;

import org.jspecify.annotations.NullMarked;
