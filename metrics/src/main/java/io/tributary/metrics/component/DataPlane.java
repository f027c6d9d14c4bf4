package io.tributary.metrics.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.bytes.Hash64;
import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.Disk;
import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.metrics.remotewrite.RemoteWriteSenders;
import io.tributary.metrics.remotewrite.SenderOptions;
import io.tributary.metrics.scrape.ScrapeEnvironment;
import io.tributary.metrics.scrape.ScrapeManager;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.scrape.ScrapeWorker;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalMetrics;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.EventLoop;
import io.tributary.net.scrape.LoopTransport;
import io.tributary.net.scrape.ScrapeTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/// What the metrics components of one agent share. Whoever makes it owns the loop and the clients,
/// and closes them behind the graph.
///
/// @param loop scrapes the targets of all components
/// @param worker of the loop's thread
/// @param layouts one pool, so that what is scraped and what is sent are the same objects
/// @param engines what the engines behind components share besides
public record DataPlane(
    EventLoop loop,
    ScrapeWorker worker,
    HttpClients clients,
    Layouts layouts,
    Disk disk,
    HeapRoom heap,
    Tuning tuning,
    Engines engines) {

  /// Of a graph whose components share nothing else.
  public DataPlane(
      EventLoop loop,
      HttpClients clients,
      Layouts layouts,
      Disk disk,
      HeapRoom heap,
      Tuning tuning) {
    this(loop, new ScrapeWorker(), clients, layouts, disk, heap, tuning, Engines.OWN);
  }

  /// What no argument of a component says.
  ///
  /// @param timestampTolerance how late a scrape may start and still carry its due time
  /// @param offsetSeed tells agents with the same targets apart
  /// @param outOfOrderWindow how much older than the last sample of its series one with a timestamp
  ///   of its own may be
  /// @param backlogBytes most log that is kept for one endpoint
  /// @param backlogAge how old a sample may become in it where arguments do not say; zero for any
  ///   age
  /// @param flushDeadline how long an endpoint may go on sending when its component stops
  /// @param share which targets are this agent's, where others have the rest
  public record Tuning(
      String userAgent,
      Duration timestampTolerance,
      long offsetSeed,
      Duration outOfOrderWindow,
      long backlogBytes,
      Duration backlogAge,
      Duration flushDeadline,
      MemberShare share) {

    public static Tuning defaults(String userAgent, long offsetSeed) {
      return new Tuning(
          userAgent,
          Duration.ofMillis(2),
          offsetSeed,
          Duration.ZERO,
          Long.MAX_VALUE,
          Duration.ZERO,
          Duration.ofMinutes(1),
          MemberShare.ALL);
    }

    /// Agents on different hosts, or of different replicas, scrape the same target at different
    /// moments, spread over the whole interval.
    public static long offsetSeed(String host, Labels externalLabels) {
      byte[] text = (host + externalLabels).getBytes(StandardCharsets.UTF_8);
      return Hash64.of(text, 0, text.length, 0);
    }
  }

  /// Opens a log whose layouts are those that are scraped. Throws
  /// [io.tributary.metrics.wal.StorageException] where another process has its directory.
  public Wal openLog(WalSettings settings, Clock clock, PrometheusRegistry registry) {
    return Wal.open(settings, disk, clock, layouts, new WalMetrics(registry));
  }

  /// What sends a log to its destinations.
  public RemoteWriteSenders senders(Wal wal, Clock clock, PrometheusRegistry registry) {
    return new RemoteWriteSenders(
        wal, layouts, clients, clock, SenderOptions.defaults(tuning.userAgent()), registry);
  }

  /// A manager of scrapes on the loop that all share, whose columns go to `sink`.
  public ScrapeManager scrapes(
      Function<HttpClientSettings, ScrapeTransport> transports,
      ColumnSink sink,
      Clock clock,
      ScrapeMetrics metrics) {
    return new ScrapeManager(
        new ScrapeEnvironment(
            loop,
            transports,
            sink,
            layouts,
            clock,
            heap,
            metrics,
            tuning.userAgent(),
            tuning.timestampTolerance().toMillis(),
            tuning.offsetSeed(),
            tuning.outOfOrderWindow().toMillis(),
            tuning.share()),
        worker);
  }

  /// The transport of one job. Throws [UncheckedIOException] where its settings cannot work.
  public ScrapeTransport scrapeTransport(HttpClientSettings settings) {
    try {
      return LoopTransport.open(
          clients, settings, HttpClientOptions.named("scrape", tuning.userAgent()));
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Throws where a job cannot work with these settings: certificates that cannot be read, say.
  void requireUsable(HttpClientSettings settings) {
    try {
      // Opening it reads what there is to read.
      scrapeTransport(settings).close();
    } catch (UncheckedIOException e) {
      throw new ConfigException("cannot set up the HTTP client: " + e.getMessage(), e);
    }
  }
}
