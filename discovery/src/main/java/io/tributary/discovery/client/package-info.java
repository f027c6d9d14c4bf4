/// HTTP as components configure and use it: the attributes and blocks that discovery, scrapes,
/// destinations and `remote.http` share, and the clients that are made of them.
///
/// [io.tributary.discovery.client.HttpClientBlock] reads and shows
/// [io.tributary.net.client.HttpClientSettings]; [io.tributary.discovery.client.ComponentClients]
/// is the service that the agent gives to its components. It is here because this is the lowest
/// module that knows both `net`, which knows nothing of the configuration language, and
/// `component`, which knows nothing of the network.
@NullMarked
package io.tributary.discovery.client;

import org.jspecify.annotations.NullMarked;
