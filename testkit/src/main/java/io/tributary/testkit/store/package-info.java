/// Stores of keys and values for tests: [io.tributary.testkit.store.Etcd] is the real one,
/// [io.tributary.testkit.store.FakeConsul] one that speaks as Consul does.
@NullMarked
package io.tributary.testkit.store;

import org.jspecify.annotations.NullMarked;
