package io.tributary.metrics.component;

import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.Disk;
import io.tributary.base.memory.HeapRoom;
import io.tributary.metrics.scrape.ScrapeWorker;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.scrape.EventLoop;
import io.tributary.net.scrape.LoopTransport;
import io.tributary.net.scrape.ScrapeTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// What the metrics components of one agent share. Whoever makes it owns the loop and the clients,
/// and closes them behind the graph.
///
/// @param loop scrapes the targets of all components
/// @param worker of the loop's thread
/// @param layouts one pool, so that what is scraped and what is sent are the same objects
public record DataPlane(
    EventLoop loop,
    ScrapeWorker worker,
    HttpClients clients,
    Layouts layouts,
    Disk disk,
    HeapRoom heap,
    Tuning tuning) {

  public DataPlane(
      EventLoop loop,
      HttpClients clients,
      Layouts layouts,
      Disk disk,
      HeapRoom heap,
      Tuning tuning) {
    this(loop, new ScrapeWorker(), clients, layouts, disk, heap, tuning);
  }

  /// What no argument of a component says.
  ///
  /// @param timestampTolerance how late a scrape may start and still carry its due time
  /// @param offsetSeed tells agents with the same targets apart
  /// @param outOfOrderWindow how much older than the last sample of its series one with a timestamp
  ///   of its own may be
  /// @param backlogBytes most log that is kept for one endpoint
  /// @param flushDeadline how long an endpoint may go on sending when its component stops
  public record Tuning(
      String userAgent,
      Duration timestampTolerance,
      long offsetSeed,
      Duration outOfOrderWindow,
      long backlogBytes,
      Duration flushDeadline) {

    public static Tuning defaults(String userAgent, long offsetSeed) {
      return new Tuning(
          userAgent,
          Duration.ofMillis(2),
          offsetSeed,
          Duration.ZERO,
          Long.MAX_VALUE,
          Duration.ofMinutes(1));
    }
  }

  /// The transport of one job. Throws [UncheckedIOException] where its settings cannot work.
  ScrapeTransport scrapeTransport(HttpClientSettings settings) {
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
