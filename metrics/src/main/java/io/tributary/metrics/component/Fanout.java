package io.tributary.metrics.component;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.base.time.Clock;
import io.tributary.component.ComponentContext;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.component.tap.DataKind;
import io.tributary.component.tap.Tap;
import io.tributary.metrics.telemetry.Count;
import io.tributary.metrics.telemetry.Deferred;
import io.tributary.metrics.telemetry.Families;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.ScrapeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Hands columns to the receivers of a component, one after the other: one that fails does not keep
/// the others from getting theirs.
///
/// Any thread may append; [#forwardTo] swaps all receivers at once, between two columns.
///
/// Source: grafana/alloy `internal/component/prometheus/fanout.go`, for the metrics.
final class Fanout implements ColumnSink {
  private static final int MOST_SHOWN = 500;

  private static final Families<Fanout> FAMILIES =
      new Families<Fanout>(fanout -> fanout.createdMs)
          .counter(
              "prometheus_forwarded_samples_total",
              "Total number of samples sent to downstream components.",
              fanout -> fanout.forwarded.sum());

  private final Logger log;
  private final Clock clock;
  private final Deferred<Histogram> latency = new Deferred<>(Fanout::latency);
  private final Count forwarded = new Count();
  private final long createdMs;
  private final Tap tap;
  private volatile Outlet[] outlets = {};
  private volatile boolean hasEnded;

  private static final class Outlet {
    final MetricsReceiver receiver;

    /// So that a failure is logged when it begins. No harm comes of two threads that race for it.
    volatile boolean hasFailed;

    Outlet(MetricsReceiver receiver) {
      this.receiver = receiver;
    }
  }

  Fanout(ComponentContext context) {
    log = context.logger();
    clock = context.clock();
    tap = context.tap();
    createdMs = clock.wallMs();
    MultiCollector all = this::collect;
    context.registry().register(all);
  }

  private MetricSnapshots collect() {
    var all = new ArrayList<MetricSnapshot>(FAMILIES.of(this));
    all.add(latency.get().collect());
    return new MetricSnapshots(all);
  }

  private static Histogram latency() {
    return Histogram.builder()
        .name("prometheus_fanout_latency")
        .help("Write latency for sending to direct and indirect components")
        .classicOnly()
        .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60)
        .build();
  }

  /// Makes these the receivers. With none of them, samples are dropped.
  void forwardTo(List<MetricsReceiver> receivers) {
    outlets = receivers.stream().map(Outlet::new).toArray(Outlet[]::new);
  }

  /// The component is gone. What it still has to say goes to its receivers for as long as they are
  /// there, which nobody minds any more.
  void end() {
    hasEnded = true;
  }

  @Override
  public Set<Object> ends() {
    return Arrays.stream(outlets).map(outlet -> outlet.receiver).collect(Collectors.toSet());
  }

  @Override
  public void append(ScrapeColumn column) {
    hand(column);
  }

  /// As [#append], but throws the first failure when all receivers have had the column: for those
  /// who can have their data again.
  void appendOrThrow(ScrapeColumn column) {
    RuntimeException failure = hand(column);
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable RuntimeException hand(ScrapeColumn column) {
    Outlet[] now = outlets;
    if (now.length == 0) {
      return null;
    }
    long started = clock.nanos();
    RuntimeException first = null;
    int failed = 0;
    for (Outlet outlet : now) {
      RuntimeException failure = append(outlet, column);
      first = first == null ? failure : first;
      failed += failure == null ? 0 : 1;
    }
    if (failed < now.length) {
      forwarded.inc(column.sampleCount());
    }
    latency.get().observe((clock.nanos() - started) / 1e9);
    if (tap.isOpen()) {
      var ids = Arrays.stream(now).map(outlet -> outlet.receiver.componentId()).toList();
      tap.pass(DataKind.PROMETHEUS_METRIC, column.sampleCount(), ids, () -> text(column));
    }
    return first;
  }

  /// A column for people who look, as far as anybody reads.
  static String text(ScrapeColumn column) {
    return new ColumnText(false, MOST_SHOWN).of(column);
  }

  private @Nullable RuntimeException append(Outlet outlet, ScrapeColumn column) {
    try {
      outlet.receiver.sink().append(column);
      outlet.hasFailed = false;
      return null;
    } catch (RuntimeException e) {
      if (!outlet.hasFailed && !hasEnded) {
        outlet.hasFailed = true;
        log.error("cannot forward samples to {}", outlet.receiver.componentId(), e);
      }
      return e;
    }
  }

  @Override
  public void sync() throws InterruptedException {
    for (Outlet outlet : outlets) {
      outlet.receiver.sink().sync();
    }
  }
}
