package io.tributary.bench.graph;

import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Targets that remember when they were scraped, and a receiver that takes everything, on one port.
final class Targets implements AutoCloseable {
  private final Clock clock;
  private final HttpServer server;
  private final byte[] page;

  /// When each target was scraped, in nanoseconds; guarded by this.
  private final Map<String, List<Long>> scrapes = new TreeMap<>();

  Targets(int series, Clock clock) throws IOException {
    this.clock = clock;
    page = page(series);
    server =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"),
            new Routes()
                .get(
                    "/target/:name",
                    request -> {
                      scraped(request.segments().getOrDefault("name", ""));
                      return Response.of(200, Response.TEXT, page);
                    })
                .post(
                    "/receive",
                    request -> {
                      var _ = request.body(16 << 20);
                      return Response.empty(204);
                    }),
            RequestObserver.NONE,
            clock);
  }

  private static byte[] page(int series) {
    var text = new StringBuilder("# TYPE bench_value gauge\n");
    for (int i = 0; i < series; i++) {
      text.append("bench_value{row=\"").append(i).append("\"} ").append(i * 7).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  int port() {
    return server.port();
  }

  private synchronized void scraped(String name) {
    scrapes.computeIfAbsent(name, _ -> new ArrayList<>()).add(clock.nanos());
  }

  /// Forgets what was before.
  synchronized void forget() {
    scrapes.clear();
  }

  /// How regularly all targets were scraped.
  ///
  /// @param missed scrapes that should have been
  /// @param shiftMs how far a scrape was from its usual place in the interval, the farthest of all
  /// @param typicalMs the same of the 99th of a hundred
  record Regularity(int targets, int scrapes, int missed, double typicalMs, double shiftMs) {}

  synchronized Regularity regularity(long intervalNanos) {
    int missed = 0;
    int count = 0;
    var shifts = new ArrayList<Double>();
    for (List<Long> times : scrapes.values()) {
      count += times.size();
      if (times.size() > 1) {
        missed += missed(times, intervalNanos);
        shifts.addAll(shifts(times, intervalNanos));
      }
    }
    shifts.sort(null);
    return new Regularity(
        scrapes.size(),
        count,
        missed,
        shifts.isEmpty() ? 0 : shifts.get(shifts.size() * 99 / 100),
        shifts.isEmpty() ? 0 : shifts.getLast());
  }

  /// Intervals from the first to the last without a scrape.
  private static int missed(List<Long> times, long intervalNanos) {
    long intervals = Math.round((times.getLast() - times.getFirst()) / (double) intervalNanos);
    return (int) Math.max(0, intervals - (times.size() - 1));
  }

  /// How far each is from where most of them are in their interval.
  private static List<Double> shifts(List<Long> times, long intervalNanos) {
    long origin = times.getFirst();
    List<Long> phases =
        times.stream()
            .map(time -> Math.floorMod(time - origin + intervalNanos / 2, intervalNanos))
            .sorted()
            .toList();
    long usual = phases.get(phases.size() / 2);
    return phases.stream().map(phase -> Math.abs(phase - usual) / 1e6).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
