/// Networks that tests can break: [io.tributary.testkit.network.NetworkLab], and with less
/// [io.tributary.testkit.network.Relay].
@NullMarked
package io.tributary.testkit.network;

import org.jspecify.annotations.NullMarked;
