package io.tributary.cluster.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.time.Clock;
import io.tributary.net.grpc.GrpcClient;
import io.tributary.net.grpc.GrpcException;
import io.tributary.net.grpc.GrpcHandler;
import io.tributary.net.grpc.GrpcStatus;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.server.Routes;
import io.tributary.wire.WireException;
import io.tributary.wire.protobuf.Proto;
import io.tributary.wire.protobuf.ProtoReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Calls other agents by gRPC, and answers them: by the method of the original, an empty message
/// each way, and by one of Tributary's own, whose message both ways is `repeated string names = 1`.
///
/// Source: grafana/agent `static/agentproto/agent.proto`.
public final class GrpcAgentCalls implements AgentCalls, AutoCloseable {
  private static final String RESHARD_SERVICE = "agentproto.ScrapingService";
  private static final String RESHARD = "Reshard";
  private static final String BEGUN_SERVICE = "tributary.ScrapingService";
  private static final String BEGUN = "Begun";

  /// The original has servers for several tenants in its library, and names the one there is.
  private static final HttpHeaders TENANT = HttpHeaders.of("x-scope-orgid", "fake");

  /// Of an answer, which has no more than what was asked.
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private final GrpcClient client;

  public GrpcAgentCalls(GrpcClientSettings settings) {
    client =
        new GrpcClient(
            new GrpcClient.Options(settings.tls(), settings.connectTimeout(), MAX_ANSWER_BYTES));
  }

  /// Adds the methods to the routes of the gRPC listener.
  public static void addMethods(Routes routes, int maxMessageBytes, Clock clock, Answers answers) {
    GrpcHandler.add(
        routes,
        RESHARD_SERVICE,
        RESHARD,
        maxMessageBytes,
        clock,
        _ -> {
          answers.reshard();
          return new byte[0];
        });
    GrpcHandler.add(
        routes,
        BEGUN_SERVICE,
        BEGUN,
        maxMessageBytes,
        clock,
        call -> encode(begun(call.message(), answers::hasBegun)));
  }

  private static List<String> begun(byte[] message, Predicate<String> hasBegun)
      throws GrpcException {
    try {
      return decode(message).stream().filter(hasBegun).toList();
    } catch (WireException e) {
      throw new GrpcException(
          GrpcStatus.INVALID_ARGUMENT, "cannot read names: " + e.getMessage(), e);
    }
  }

  @Override
  public void tellReshard(String address, Duration timeout)
      throws IOException, InterruptedException {
    var _ =
        client.call(address, "/" + RESHARD_SERVICE + "/" + RESHARD, new byte[0], TENANT, timeout);
  }

  @Override
  public Optional<Set<String>> begun(String address, List<String> names, Duration timeout)
      throws IOException, InterruptedException {
    try {
      byte[] answer =
          client.call(
              address,
              "/" + BEGUN_SERVICE + "/" + BEGUN,
              encode(names),
              HttpHeaders.EMPTY,
              timeout);
      return Optional.of(decode(answer));
    } catch (GrpcException e) {
      if (e.status() == GrpcStatus.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw e;
    } catch (WireException e) {
      throw new IOException("cannot read what " + address + " answers: " + e.getMessage(), e);
    }
  }

  private static byte[] encode(List<String> names) {
    var message = new ByteSink(64 * names.size() + 16);
    for (String name : names) {
      byte[] bytes = name.getBytes(UTF_8);
      Proto.bytes(message, 1, bytes, 0, bytes.length);
    }
    return message.toByteArray();
  }

  /// Throws [WireException] where the bytes are no such message.
  private static Set<String> decode(byte[] message) {
    var names = new HashSet<String>();
    ProtoReader reader = new ProtoReader().reset(message, 0, message.length);
    while (reader.next()) {
      if (reader.field() == 1) {
        names.add(reader.string());
      } else {
        reader.skip();
      }
    }
    return names;
  }

  @Override
  public void close() {
    client.close();
  }
}
