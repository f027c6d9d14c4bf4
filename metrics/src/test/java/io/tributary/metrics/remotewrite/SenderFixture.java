package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.disk.Disk;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.ManualClock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalMetrics;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A log, its senders, a clock that is turned by hand, and scrapes to send.
final class SenderFixture implements AutoCloseable {
  static final long START_MS = 1_763_000_000_000L;

  final ManualClock clock = new ManualClock(START_MS);
  final Layouts layouts = new Layouts();
  private final Path directory;
  Wal wal;
  final HttpClients clients = new HttpClients(clock);
  PrometheusRegistry registry = new PrometheusRegistry();
  SenderOptions options = SenderOptions.defaults("Tributary/test");
  RemoteWriteSenders senders;
  private long appended;

  SenderFixture(Path directory) {
    this.directory = directory;
    wal = openLog();
    senders = newSenders();
  }

  private Wal openLog() {
    return Wal.open(
        WalSettings.of(directory.resolve("wal")),
        Disk.real(),
        clock,
        layouts,
        new WalMetrics(registry));
  }

  private RemoteWriteSenders newSenders() {
    return new RemoteWriteSenders(wal, layouts, clients, clock, options, registry);
  }

  void options(SenderOptions newOptions) {
    options = newOptions;
    wal.close();
    registry = new PrometheusRegistry();
    wal = openLog();
    senders = newSenders();
  }

  /// As a process that ends and starts again: only the log and what is on the disk remain.
  void restart() throws InterruptedException {
    restart(Duration.ofMillis(1));
  }

  void restart(Duration flushDeadline) throws InterruptedException {
    senders.stop(flushDeadline);
    wal.close();
    registry = new PrometheusRegistry();
    wal = openLog();
    senders = newSenders();
  }

  /// As [#restart], and meanwhile all segments of the log were emptied.
  void restartWithoutSegments() throws InterruptedException, IOException {
    senders.stop(Duration.ofMillis(1));
    wal.close();
    try (var segments = Files.list(directory.resolve("wal/segments"))) {
      for (Path segment : segments.toList()) {
        Files.write(segment, new byte[0]);
      }
    }
    registry = new PrometheusRegistry();
    wal = openLog();
    senders = newSenders();
  }

  void apply(RemoteWriteSettings... destinations) {
    apply(Labels.EMPTY, destinations);
  }

  void apply(Labels externalLabels, RemoteWriteSettings... destinations) {
    apply(ConsumerBudget.UNLIMITED, externalLabels, destinations);
  }

  void apply(ConsumerBudget budget, Labels externalLabels, RemoteWriteSettings... destinations) {
    senders.apply(List.of(destinations), externalLabels, budget);
  }

  static RemoteWriteSettings to(RemoteWriteReceiver receiver) {
    return RemoteWriteSettings.defaults("main", receiver.url().toString())
        .withMessage(ProtobufMessage.V2)
        .withMetadata(new MetadataSettings(false, Duration.ofMinutes(1), 2000));
  }

  static RemoteWriteSettings batchesOf(RemoteWriteSettings settings, int samples) {
    return withQueue(settings, samples, 1, 1);
  }

  static RemoteWriteSettings withQueue(
      RemoteWriteSettings settings, int samples, int minShards, int maxShards) {
    var queue = settings.queue();
    return settings.withQueue(
        new QueueSettings(
            queue.capacity(),
            maxShards,
            minShards,
            samples,
            queue.batchSendDeadline(),
            queue.minBackoff(),
            queue.maxBackoff(),
            queue.retryOnHttp429(),
            queue.sampleAgeLimit()));
  }

  static RemoteWriteSettings withToken(RemoteWriteSettings settings, SecretSource token) {
    return withClient(
        settings, settings.client().withAuthorization(new Authorization("Bearer", token)));
  }

  static RemoteWriteSettings withClient(RemoteWriteSettings settings, HttpClientSettings client) {
    return new RemoteWriteSettings(
        settings.name(),
        settings.configHash(),
        settings.url(),
        settings.message(),
        settings.remoteTimeout(),
        settings.headers(),
        client,
        settings.writeRelabelRules(),
        settings.sendExemplars(),
        settings.sendNativeHistograms(),
        settings.roundRobinDns(),
        settings.failedRequestLogging(),
        settings.queue(),
        settings.metadata());
  }

  Layout layout(String family, int rows) {
    var block = new BlockBuilder();
    for (int i = 0; i < rows; i++) {
      block.add(
          Labels.of("__name__", family, "instance", "?", "row", "r" + i), List.of("instance"));
    }
    return layouts.layout(
        List.of("instance"),
        List.of(block.build(new FamilyMetadata(family, MetricType.GAUGE, "Help.", ""))));
  }

  static Stream target(int number) {
    return new Stream(number, List.of("host" + number));
  }

  /// One scrape at the clock's time; values count up.
  void scrape(Stream stream, Layout layout) {
    scrape(stream, layout, clock.wallMs());
  }

  void scrape(Stream stream, Layout layout, long timestampMs) {
    scrape(stream, layout, timestampMs, null);
  }

  void scrape(Stream stream, Layout layout, SideColumns side) {
    scrape(stream, layout, clock.wallMs(), side);
  }

  private void scrape(Stream stream, Layout layout, long timestampMs, @Nullable SideColumns side) {
    long[] values = new long[layout.rowCount()];
    for (int row = 0; row < values.length; row++) {
      values[row] = Double.doubleToRawLongBits((double) appended++);
    }
    wal.append(new ScrapeColumn(stream, layout, timestampMs, values, null, side));
  }

  /// The sum over all data points of a counter or gauge of destination "main" that have the label.
  double metric(String name, String... labelAndValue) {
    double sum = 0;
    for (MetricSnapshot family : registry.scrape()) {
      if (!family.getMetadata().getPrometheusName().equals(name)) {
        continue;
      }
      for (DataPointSnapshot point : family.getDataPoints()) {
        boolean wanted =
            "main".equals(point.getLabels().get("remote_name"))
                && (labelAndValue.length == 0
                    || labelAndValue[1].equals(point.getLabels().get(labelAndValue[0])));
        if (wanted && point instanceof CounterSnapshot.CounterDataPointSnapshot counter) {
          sum += counter.getValue();
        } else if (wanted && point instanceof GaugeSnapshot.GaugeDataPointSnapshot gauge) {
          sum += gauge.getValue();
        }
      }
    }
    return sum;
  }

  long appended() {
    return appended;
  }

  /// Turns the clock until `condition` holds; fails after 20 s of real time in which the receiver
  /// heard nothing: how long the whole takes is a matter of the machine.
  void turnUntil(RemoteWriteReceiver receiver, String what, BooleanSupplier condition) {
    turnUntil(receiver, what, condition, Duration.ofMillis(100));
  }

  /// `step` passes every few milliseconds: where what takes real time is to be early, little does.
  void turnUntil(
      RemoteWriteReceiver receiver, String what, BooleanSupplier condition, Duration step) {
    long nanos = Duration.ofSeconds(20).toNanos();
    long patience = System.nanoTime() + nanos;
    int heard = receiver.requests().size();
    while (!condition.getAsBoolean()) {
      if (receiver.requests().size() > heard) {
        heard = receiver.requests().size();
        patience = System.nanoTime() + nanos;
      } else if (System.nanoTime() > patience) {
        throw new AssertionError(
            "waited in vain for %s: %d requests, %d samples, %s"
                .formatted(what, heard, receiver.ledger().samples(), senders.status()));
      }
      clock.advance(step);
      LockSupport.parkNanos(3_000_000);
    }
  }

  void turnUntilDelivered(RemoteWriteReceiver receiver, long samples) {
    turnUntil(receiver, samples + " samples", () -> receiver.ledger().samples() >= samples);
  }

  /// Waits until nothing is queued and compares the books with what was appended.
  void assertBalanced(RemoteWriteReceiver receiver, String name) {
    DestinationLedger ledger = senders.ledger(name);
    turnUntil(receiver, "an empty queue", () -> ledger.balance().queued() == 0);
    assertThat(ledger.balance().difference()).as(ledger.balance().toString()).isZero();
  }

  @Override
  public void close() {
    senders.close();
    wal.close();
    clients.close();
  }
}
