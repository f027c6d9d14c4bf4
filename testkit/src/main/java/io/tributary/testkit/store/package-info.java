/// Stores of keys and values for tests: [io.tributary.testkit.store.Etcd] is the real one.
@NullMarked
package io.tributary.testkit.store;

import org.jspecify.annotations.NullMarked;
