package io.tributary.net.grpc;

import io.tributary.base.time.Clock;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.server.HttpHandler;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One method of a gRPC server, as a route of the HTTP server. Whatever happens, the caller gets a
/// status in trailers.
///
/// Source: gRPC `doc/PROTOCOL-HTTP2.md`.
public final class GrpcHandler implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(GrpcHandler.class);

  /// Of a request, as servers of gRPC have it by default.
  public static final int MAX_MESSAGE_BYTES = 4 << 20;

  private static final String CONTENT_TYPE = "application/grpc";

  private final GrpcCall.Method method;
  private final int maxMessageBytes;
  private final Clock clock;

  private GrpcHandler(GrpcCall.Method method, int maxMessageBytes, Clock clock) {
    this.method = method;
    this.maxMessageBytes = maxMessageBytes;
    this.clock = clock;
  }

  /// Adds `/SERVICE/METHOD`; the service has its package before it.
  public static void add(
      Routes routes,
      String service,
      String method,
      int maxMessageBytes,
      Clock clock,
      GrpcCall.Method answers) {
    var handler = new GrpcHandler(answers, maxMessageBytes, clock);
    routes.post("/" + service + "/" + method, handler);
  }

  /// Answers all that is not there as gRPC does. For a listener that has nothing else.
  public static void addRest(Routes routes, Clock clock) {
    GrpcCall.Method missing =
        _ -> {
          throw new GrpcException(GrpcStatus.UNIMPLEMENTED, "there is no such method");
        };
    routes.post("/*", new GrpcHandler(missing, MAX_MESSAGE_BYTES, clock));
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    String type = request.headers().first("Content-Type");
    if (type == null || !type.startsWith(CONTENT_TYPE)) {
      return Response.text(415, "this is a method of gRPC\n");
    }
    try {
      return answered(answer(request), GrpcStatus.OK, "");
    } catch (GrpcException e) {
      return answered(new byte[0], e.status(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return answered(new byte[0], GrpcStatus.INTERNAL, "cannot read the call: " + e.getMessage());
    } catch (RuntimeException e) {
      log.error("cannot answer {}", request.path(), e);
      return answered(new byte[0], GrpcStatus.INTERNAL, "cannot answer");
    }
  }

  private byte[] answer(Request request) throws IOException, InterruptedException {
    long from = clock.nanos();
    HttpHeaders headers = request.headers();
    Optional<Duration> timeout =
        Optional.ofNullable(headers.first("grpc-timeout")).flatMap(GrpcTexts::timeout);
    byte[] message = Frames.read(request.body(), headers.first("grpc-encoding"), maxMessageBytes);
    byte[] answer = method.answer(new GrpcCall(message, headers, timeout));
    if (timeout.isPresent() && clock.nanos() - from > timeout.get().toNanos()) {
      throw new GrpcException(GrpcStatus.DEADLINE_EXCEEDED, "the answer comes too late");
    }
    return Frames.frame(answer);
  }

  private static Response answered(byte[] body, GrpcStatus status, String message) {
    var trailers = HttpHeaders.builder().add("grpc-status", String.valueOf(status.number()));
    if (!message.isEmpty()) {
      trailers.add("grpc-message", GrpcTexts.encode(message));
    }
    return new Response(
        200,
        HttpHeaders.of(
            "Content-Type", CONTENT_TYPE, "grpc-accept-encoding", "identity,gzip,snappy"),
        new Response.Trailed(body, trailers.build()));
  }
}
