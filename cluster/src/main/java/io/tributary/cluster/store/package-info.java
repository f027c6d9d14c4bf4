/// Keys and values that several agents share: in etcd, in Consul, or in this process alone.
@NullMarked
package io.tributary.cluster.store;

import org.jspecify.annotations.NullMarked;
