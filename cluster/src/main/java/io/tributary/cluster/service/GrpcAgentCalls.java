package io.tributary.cluster.service;

import io.tributary.base.time.Clock;
import io.tributary.net.grpc.GrpcClient;
import io.tributary.net.grpc.GrpcHandler;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.time.Duration;

/// Tells other agents by the gRPC method of the original, and hears of others by it.
///
/// Source: grafana/agent `static/agentproto/agent.proto`: an empty message each way.
public final class GrpcAgentCalls implements AgentCalls, AutoCloseable {
  private static final String SERVICE = "agentproto.ScrapingService";
  private static final String METHOD = "Reshard";

  /// The original has servers for several tenants in its library, and names the one there is.
  private static final HttpHeaders TENANT = HttpHeaders.of("x-scope-orgid", "fake");

  /// Of an answer, which is empty.
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private final GrpcClient client;

  public GrpcAgentCalls(GrpcClientSettings settings) {
    client =
        new GrpcClient(
            new GrpcClient.Options(settings.tls(), settings.connectTimeout(), MAX_ANSWER_BYTES));
  }

  /// Adds the method to the routes of the gRPC listener; `reshard` must not wait.
  public static void addMethod(Routes routes, int maxMessageBytes, Clock clock, Runnable reshard) {
    GrpcHandler.add(
        routes,
        SERVICE,
        METHOD,
        maxMessageBytes,
        clock,
        _ -> {
          reshard.run();
          return new byte[0];
        });
  }

  @Override
  public void tellReshard(String address, Duration timeout)
      throws IOException, InterruptedException {
    var _ = client.call(address, "/" + SERVICE + "/" + METHOD, new byte[0], TENANT, timeout);
  }

  @Override
  public void close() {
    client.close();
  }
}
