package io.tributary.bench.loops;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.bench.fleet.SamplePages;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.metrics.wal.ForcePolicy;
import io.tributary.metrics.wal.LossListener;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalMetrics;
import io.tributary.metrics.wal.WalReader;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.layout.ScrapeColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/// One scrape of each of ten targets into the log, written to a real disk but not forced; and the
/// same read back.
@OperationsPerInvocation(LogLoop.TARGETS * SamplePages.ROWS)
public class LogLoop extends Loop {
  static final int TARGETS = 10;
  private static final int SCRAPES = 8;
  private static final String CONSUMER = "benchmark";

  private final List<ScrapeColumn> columns = Scrapes.columns(TARGETS, SCRAPES);
  private final Path folder = temporaryFolder();
  private final Wal wal = open();
  private final WalReader reader = wal.openReader(CONSUMER, wal.oldest());
  private int scrape;
  private long timestampMs = columns.getFirst().timestampMs();

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("loops");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Wal open() {
    var settings =
        WalSettings.of(folder)
            .withForce(new ForcePolicy.Never())
            .withSegments(32L << 20, Duration.ofHours(1))
            .withLimits(64L << 20, 64L << 20);
    var metrics = new WalMetrics(new PrometheusRegistry());
    var opened = Wal.openStepped(settings, Disk.real(), Clock.system(), Scrapes.LAYOUTS, metrics);
    opened.registerConsumer(CONSUMER, ConsumerBudget.UNLIMITED, opened.oldest(), LossListener.NONE);
    return opened;
  }

  @Benchmark
  public long append() {
    scrapeAll();
    wal.acknowledge(CONSUMER, wal.end());
    return wal.step();
  }

  @Benchmark
  public long appendAndRead() {
    scrapeAll();
    long next = wal.step();
    while (reader.next()) {
      next += reader.values()[0];
    }
    wal.acknowledge(CONSUMER, reader.position());
    return next;
  }

  private void scrapeAll() {
    int first = (scrape++ & (SCRAPES - 1)) * TARGETS;
    timestampMs += 1000;
    for (var column : columns.subList(first, first + TARGETS)) {
      wal.append(
          new ScrapeColumn(
              column.stream(), column.layout(), timestampMs, column.values(), null, null));
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    wal.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
