package io.tributary.metrics.scrape;

import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.cluster.placement.MemberShare;
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
/// @param heap says when pages must be refused for want of memory
/// @param timestampToleranceMs how late a scrape may start and still carry its due time; 0 never
///   aligns
/// @param offsetSeed tells replicas with the same targets apart, so that they scrape at different
///   phases
/// @param outOfOrderWindowMs how much older than the last sample of its series one with a timestamp
///   of its own may be; 0 takes newer ones only
/// @param share which targets are this agent's
public record ScrapeEnvironment(
    EventLoop loop,
    Function<HttpClientSettings, ScrapeTransport> transports,
    ColumnSink sink,
    Layouts layouts,
    Clock clock,
    HeapRoom heap,
    ScrapeMetrics metrics,
    String userAgent,
    long timestampToleranceMs,
    long offsetSeed,
    long outOfOrderWindowMs,
    MemberShare share) {

  /// Bodies above this many bytes are parsed outside the loop, where there is memory for it: 4 MiB,
  /// or the 64th part of a small heap. A page of a million series must not delay the scrapes of
  /// others.
  static final int OFF_LOOP_BYTES = (int) Math.min(4 << 20, Runtime.getRuntime().maxMemory() / 64);

  /// Bodies above this many bytes get a reader of their own: 1 MiB.
  static final int SHARED_READER_BYTES = 1 << 20;

  /// Bytes of heap that reading a page takes for each byte of it, about, until it is stored.
  static final int READING_FACTOR = 8;
}
