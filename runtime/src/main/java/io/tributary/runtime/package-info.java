/// The graph of components: loads River, evaluates it in the order of its references, runs what is
/// in it, and reloads as a diff.
///
/// [io.tributary.runtime.Runtime] is the door. No sample passes through here: the graph decides who
/// is connected to whom. One thread at a time evaluates, and whoever holds the lock of the graph is
/// that thread; components run on virtual threads of their own.
@NullMarked
package io.tributary.runtime;

import org.jspecify.annotations.NullMarked;
