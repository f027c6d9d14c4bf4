/// The HTTP side of received remote write: [io.tributary.metrics.receive.server.ReceiveServer]
/// listens, [io.tributary.metrics.receive.server.WriteEndpoint] answers.
@NullMarked
package io.tributary.metrics.receive.server;

import org.jspecify.annotations.NullMarked;
