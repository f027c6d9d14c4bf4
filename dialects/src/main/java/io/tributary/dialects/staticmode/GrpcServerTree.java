package io.tributary.dialects.staticmode;

import io.tributary.dialects.staticmode.StaticOptions.GrpcListener;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Lines;
import java.time.Duration;

/// The flags `-server.grpc.*` and `server.grpc_tls_config` as the block `grpc_server` of
/// `prometheus.scraping_service`: where other agents tell this one that something changed.
///
/// ```river
/// grpc_server {
///   address                = "127.0.0.1:12346"
///   max_connections        = 0                 // 0: no limit
///   max_message_bytes      = 4194304
///   max_concurrent_streams = 100
///   idle_timeout           = "0s"              // 0s: never
///   tls { }                                    // as in the block http
/// }
/// ```
final class GrpcServerTree {
  private GrpcServerTree() {}

  static BlockBuilder build(GrpcListener listener, ServerSettings server) {
    GrpcListener usual = GrpcListener.DEFAULT;
    var block = new BlockBuilder("grpc_server", "", server.place().place());
    Lines.of(block, server.place())
        .text("address", listener.address(), usual.address())
        .number("max_connections", listener.maxConnections(), usual.maxConnections())
        .number("max_message_bytes", listener.maxMessageBytes(), usual.maxMessageBytes())
        .number("max_concurrent_streams", listener.maxStreams(), usual.maxStreams())
        .duration("idle_timeout", listener.idleTimeout(), Duration.ZERO);
    if (listener.usesTls()) {
      server.grpcTls().ifPresent(tls -> ServerTree.tls(block.add("tls", tls.place().place()), tls));
    }
    return block;
  }
}
