package io.tributary.metrics.scrape;

import io.tributary.base.time.Clock;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.scrape.EventLoop;
import io.tributary.net.scrape.ScrapeTransport;
import java.util.function.Function;

/// What the scrape engine is given to work with.
///
/// @param transports makes the transport of a job, or throws [java.io.UncheckedIOException]; the
///   engine closes it
/// @param timestampToleranceMs how late a scrape may start and still carry its due time; 0 never
///   aligns
/// @param offsetSeed tells replicas with the same targets apart, so that they scrape at different
///   phases
public record ScrapeEnvironment(
    EventLoop loop,
    Function<HttpClientSettings, ScrapeTransport> transports,
    ColumnSink sink,
    Layouts layouts,
    Clock clock,
    ScrapeMetrics metrics,
    String userAgent,
    long timestampToleranceMs,
    long offsetSeed) {

  /// Bodies above this many bytes are parsed outside the loop: 4 MiB. A page of a million series
  /// must not delay the scrapes of others.
  static final int OFF_LOOP_BYTES = 4 << 20;
}
