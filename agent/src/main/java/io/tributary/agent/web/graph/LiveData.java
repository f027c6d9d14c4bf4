package io.tributary.agent.web.graph;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.base.time.Clock;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.tap.Taps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// `/api/v0/web/debug/ID` and `/api/v0/web/graph`: what passes a component as a text, and how much
/// passes between components, each as a stream of chunks.
///
/// A chunk that the reader is too slow for is left out. There are at most [#MOST_STREAMS] streams
/// at a time.
///
/// Source: grafana/alloy `internal/web/api/api.go`, liveDebugging and graph.
final class LiveData {
  static final int MOST_STREAMS = 32;

  /// What follows every chunk.
  private static final String END = "|;|";

  private static final long FLUSH_MS = 1000;

  /// Intervals without data after which an empty chunk finds out whether the reader is still there.
  private static final int KEEP_ALIVE = 15;

  private static final int DEFAULT_WINDOW = 5;
  private static final int MOST_WINDOW = 60;

  private final GraphRuntime graph;
  private final Clock clock;
  private final BooleanSupplier isEnabled;
  private final AtomicInteger streams = new AtomicInteger();
  private volatile boolean isClosed;

  /// `isEnabled` tells whether the texts may be read; counts always may.
  LiveData(GraphRuntime graph, Clock clock, BooleanSupplier isEnabled) {
    this.graph = graph;
    this.clock = clock;
    this.isEnabled = isEnabled;
  }

  /// Ends all streams.
  void close() {
    isClosed = true;
  }

  Response debug(Request request) throws IOException {
    double probability = probability(request.parameter("sampleProb"));
    if (Double.isNaN(probability)) {
      return Response.text(400, "Invalid sample probability\n");
    }
    String id = request.rest();
    if (!isEnabled.getAsBoolean()) {
      return Response.text(
          500,
          "the live debugging service is disabled. Check the documentation to find out how to"
              + " enable it\n");
    }
    ComponentJson component = graph.component(id).orElse(null);
    if (component == null) {
      return Response.text(500, "component not found\n");
    }
    if (!component.liveDebuggingEnabled()) {
      return Response.text(
          500,
          "the component \"%s\" does not support live debugging\n"
              .formatted(component.identity().name()));
    }
    return stream(out -> debug(id, probability, out));
  }

  private void debug(String id, double probability, OutputStream out)
      throws IOException, InterruptedException {
    var waiting = new WaitingTexts();
    var random = new SplittableRandom(clock.nanos());
    try (var _ =
        graph
            .taps()
            .read(
                id,
                text -> {
                  if (probability >= 1 || random(random) < probability) {
                    waiting.offer(text);
                  }
                })) {
      out.flush();
      int quiet = 0;
      while (!isClosed && isEnabled.getAsBoolean()) {
        String text = waiting.poll(FLUSH_MS);
        quiet = text == null ? quiet + 1 : 0;
        if (quiet == KEEP_ALIVE) {
          text = "";
          quiet = 0;
        }
        while (text != null) {
          out.write((text + END).getBytes(StandardCharsets.UTF_8));
          text = waiting.poll(0);
        }
        out.flush();
      }
    }
  }

  private static double random(SplittableRandom random) {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  /// NaN where it is none.
  private static double probability(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 1;
    }
    try {
      double probability = Double.parseDouble(text);
      return probability >= 0 && probability <= 1 ? probability : Double.NaN;
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /// The rates in one module and, where the path names none, in the root.
  Response rates(Request request) throws IOException {
    int window = window(request.parameter("window"));
    if (window == 0) {
      return Response.text(400, "Invalid window: must be an integer between 1 and 60\n");
    }
    String moduleId = request.rest();
    return stream(out -> rates(moduleId, Duration.ofSeconds(window), out));
  }

  private void rates(String moduleId, Duration window, OutputStream out)
      throws IOException, InterruptedException {
    var flows = new Flows(moduleId);
    try (Taps.Subscription _ = graph.taps().count(flows)) {
      out.flush();
      long dueNanos = clock.nanos();
      while (!isClosed) {
        dueNanos += window.toNanos();
        while (!isClosed && clock.nanos() - dueNanos < 0) {
          clock.sleepUntil(
              Math.min(dueNanos, clock.nanos() + Duration.ofMillis(FLUSH_MS).toNanos()));
        }
        out.write(chunks(flows.take(window)).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private static String chunks(Iterable<Flows.Rate> rates) {
    var text = new StringBuilder();
    for (Flows.Rate rate : rates) {
      try {
        text.append(new String(Json.document(rate::writeTo), StandardCharsets.UTF_8)).append(END);
      } catch (ApiError e) {
        throw new IllegalStateException("BUG: writing a rate cannot fail", e);
      }
    }
    // One without anything says that there was nothing.
    return text.isEmpty() ? END : text.toString();
  }

  /// Zero where it is none.
  private static int window(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return DEFAULT_WINDOW;
    }
    try {
      int window = Integer.parseInt(text);
      return window >= 1 && window <= MOST_WINDOW ? window : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private Response stream(Response.Writer writer) {
    if (streams.get() >= MOST_STREAMS) {
      return Response.text(503, "too many live streams are open\n");
    }
    return Response.streamed(
            200,
            Response.TEXT,
            out -> {
              try {
                if (streams.incrementAndGet() <= MOST_STREAMS) {
                  writer.writeTo(out);
                }
              } finally {
                streams.decrementAndGet();
              }
            })
        .withHeader("Cache-Control", "no-cache");
  }
}
