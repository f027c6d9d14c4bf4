package io.tributary.metrics.receive.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.memory.MemoryBudget;
import io.tributary.base.time.Clock;
import io.tributary.metrics.receive.Outcome;
import io.tributary.metrics.receive.WriteRequestIntake;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.Layouts;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Unsnappy;
import io.tributary.wire.writerequest.WriteRequest;
import io.tributary.wire.writerequest.WriteRequestReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;

/// Answers requests of remote write. What was taken is acknowledged when everybody behind has it
/// safe; what was refused is a 400 that says why, beside which the rest of the request is taken.
///
/// Thread-safe; each request has a desk of its own, of which a few are kept.
///
/// Source: prometheus/client_golang `exp/api/remote/remote_api.go`, the handler; for the status
/// codes, and the words where senders might look at them.
public final class WriteEndpoint {
  static final String PATH = "/api/v1/metrics/write";
  static final String ROUTE = "api_v1_metrics_write";

  /// Of a body, compressed as well as not.
  static final int MAX_BYTES = 32 << 20;

  /// Memory that a request takes for each byte of it, about, when it is decoded.
  private static final int DECODED_FACTOR = 6;

  private static final int MAX_KEPT_DESKS = 4;
  private static final int MAX_KEPT_BYTES = 8 << 20;

  private static final String WRITTEN = "X-Prometheus-Remote-Write-";

  private final WriteRequestIntake intake;
  private final ColumnSink sink;
  private final ServerMetrics metrics;
  private final Logger log;
  private final MemoryBudget memory = MemoryBudget.ofHeap(8);
  private volatile Rules rules;

  /// What is accepted, and how it is read. The desks go with it.
  private record Rules(
      List<ProtobufMessage> accepted,
      WriteRequestReader.Options options,
      ConcurrentLinkedDeque<Desk> desks) {}

  private static final class Desk {
    final Unsnappy unsnappy = new Unsnappy();
    final WriteRequest request = new WriteRequest();
    final WriteRequestReader reader;

    Desk(WriteRequestReader.Options options) {
      reader = new WriteRequestReader(options);
    }
  }

  WriteEndpoint(
      WriteRequestIntake intake,
      ColumnSink sink,
      ServerMetrics metrics,
      Accepted what,
      Logger log) {
    this.intake = intake;
    this.sink = sink;
    this.metrics = metrics;
    this.log = log;
    this.rules = rules(what);
  }

  /// Takes version 1 into `sink`; for a route of somebody else.
  public static WriteEndpoint into(
      ColumnSink sink, Layouts layouts, Clock clock, PrometheusRegistry registry, Logger log) {
    var intake = new WriteRequestIntake(layouts, sink, clock);
    return new WriteEndpoint(
        intake, sink, new ServerMetrics(intake, () -> 0, registry), Accepted.VERSION_1, log);
  }

  private static Rules rules(Accepted what) {
    return new Rules(what.messages(), what.options(), new ConcurrentLinkedDeque<>());
  }

  void accept(Accepted what) {
    rules = rules(what);
  }

  public Response handle(Request request) throws IOException, InterruptedException {
    metrics.inFlight.labelValues("POST", ROUTE).inc();
    try {
      return answer(request);
    } finally {
      metrics.inFlight.labelValues("POST", ROUTE).dec();
    }
  }

  private Response answer(Request request) throws IOException, InterruptedException {
    Rules now = rules;
    String encoding = request.headers().first("Content-Encoding");
    if (encoding != null && !encoding.isEmpty() && !encoding.equals("snappy")) {
      return error(
          415,
          encoding
              + " encoding (compression) is not accepted by this server; only snappy is"
              + " acceptable");
    }
    ProtobufMessage type;
    try {
      type = ContentType.of(request.headers().first("Content-Type"));
    } catch (IllegalArgumentException e) {
      return error(415, String.valueOf(e.getMessage()));
    }
    if (!now.accepted.contains(type)) {
      return error(
          415,
          "%s protobuf message is not accepted by this server; only accepts %s"
              .formatted(type.fullName(), ContentType.names(now.accepted)));
    }
    byte[] body = request.body(MAX_BYTES);
    metrics.received(body.length);
    try {
      return take(body, type, now);
    } catch (WireException e) {
      log.error("cannot decode a remote write request: {}", e.getMessage());
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Response take(byte[] body, ProtobufMessage type, Rules now) throws InterruptedException {
    long decodedBytes = Unsnappy.decodedLength(body, body.length);
    if (decodedBytes > MAX_BYTES) {
      return error(400, "decoded size exceeds the " + MAX_BYTES + " bytes limit");
    }
    long bytes = body.length + DECODED_FACTOR * decodedBytes;
    if (!memory.take(bytes)) {
      return error(503, "not enough memory for another request now").withHeader("Retry-After", "1");
    }
    try {
      Desk desk = now.desks.poll();
      desk = desk == null ? new Desk(now.options) : desk;
      Response answer = take(body, type, desk);
      if (decodedBytes <= MAX_KEPT_BYTES && now.desks.size() < MAX_KEPT_DESKS) {
        now.desks.push(desk);
      }
      return answer;
    } finally {
      memory.give(bytes);
    }
  }

  private Response take(byte[] body, ProtobufMessage type, Desk desk) throws InterruptedException {
    int length = desk.unsnappy.decode(body, body.length);
    boolean isSecond = type == ProtobufMessage.V2;
    if (isSecond) {
      desk.reader.readV2(desk.unsnappy.output(), 0, length, desk.request);
    } else {
      desk.reader.readV1(desk.unsnappy.output(), 0, length, desk.request);
    }
    Outcome outcome;
    try {
      outcome = intake.accept(desk.request, isSecond);
      sink.sync();
    } catch (RuntimeException e) {
      // What is not safe may come again.
      intake.forgetTimes();
      log.error("cannot store a remote write request: {}", e.getMessage());
      Response answer = error(500, String.valueOf(e.getMessage()));
      return isSecond ? counted(answer, 0, 0, 0) : answer;
    }
    metrics.invalidSamples.inc(outcome.invalidSamples());
    Response answer = outcome.isComplete() ? Response.empty(204) : error(400, outcome.message());
    return isSecond
        ? counted(answer, outcome.samples(), outcome.histograms(), outcome.exemplars())
        : answer;
  }

  private static Response counted(Response answer, int samples, int histograms, int exemplars) {
    return answer
        .withHeader(WRITTEN + "Samples-Written", Integer.toString(samples))
        .withHeader(WRITTEN + "Histograms-Written", Integer.toString(histograms))
        .withHeader(WRITTEN + "Exemplars-Written", Integer.toString(exemplars));
  }

  private static Response error(int status, String text) {
    return Response.text(status, text + "\n");
  }
}
