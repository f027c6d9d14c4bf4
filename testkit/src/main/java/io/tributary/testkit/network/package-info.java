/// Networks that tests can break: [io.tributary.testkit.network.NetworkLab].
@NullMarked
package io.tributary.testkit.network;

import org.jspecify.annotations.NullMarked;
