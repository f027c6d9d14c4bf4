package io.tributary.metrics.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.metrics.telemetry.Families;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.KeptRows;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.relabel.LayoutMapper;
import java.util.BitSet;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Applies rules to columns: layout by layout, remembered for as long as a layout is in use.
///
/// Guarded by `this`, what follows included: columns come from the scrape loop as a rule, and from
/// receivers beside it.
final class RelabelSink implements ColumnSink {
  /// Under the names of the original, and of Agent Flow.
  private static final Families<RelabelSink> FAMILIES = families();

  private final Layouts layouts;
  private final ColumnSink next;
  private final Clock clock;
  private final ForwardedStreams forwarded = new ForwardedStreams();

  private RelabelArguments arguments;
  private LayoutMapper mapper;
  private boolean hasEnded;

  /// Counts changes of the rules.
  private int generation;

  private long sweptNanos;
  private long[] values = new long[0];

  // Counters. Those of the mappers before the present one are added when it is replaced.
  private long processed;
  private long written;
  private long hits;
  private long misses;
  private long evictions;
  private long expired;

  RelabelSink(Layouts layouts, ColumnSink next, Clock clock, RelabelArguments arguments) {
    this.layouts = layouts;
    this.next = next;
    this.clock = clock;
    this.arguments = arguments;
    this.mapper = newMapper(arguments);
    this.sweptNanos = clock.nanos();
  }

  private LayoutMapper newMapper(RelabelArguments of) {
    return new LayoutMapper(layouts, Labels.EMPTY, of.rules(), of.cacheBytes());
  }

  synchronized void update(RelabelArguments other) {
    boolean isSame =
        other.rules().equals(arguments.rules()) && other.maxCacheSize() == arguments.maxCacheSize();
    arguments = other;
    if (!isSame) {
      evictions += mapper.evictions();
      mapper = newMapper(other);
      generation++;
    }
  }

  /// Refuses what comes from now on.
  synchronized void end() {
    hasEnded = true;
  }

  @Override
  public synchronized void append(ScrapeColumn column) {
    if (hasEnded) {
      throw new IllegalStateException("the component has exited");
    }
    sweep();
    LayoutMapper.Mapped image = map(column);
    ScrapeColumn ended = forwarded.follow(column, image, generation);
    if (ended != null) {
      next.append(ended);
    }
    ScrapeColumn kept = kept(column, image);
    int samples = kept.sampleCount();
    if (samples > 0) {
      written += samples;
      next.append(kept);
    }
  }

  @Override
  public void sync() throws InterruptedException {
    next.sync();
  }

  private LayoutMapper.Mapped map(ScrapeColumn column) {
    long before = mapper.computations();
    LayoutMapper.Mapped image = mapper.map(column.layout(), column.stream());
    int samples = column.sampleCount();
    processed += samples;
    if (mapper.computations() == before) {
      hits += samples;
    } else {
      misses += samples;
    }
    return image;
  }

  private ScrapeColumn kept(ScrapeColumn column, LayoutMapper.Mapped image) {
    int[] rowMap = image.rowMap();
    if (rowMap == null) {
      return new ScrapeColumn(
          image.stream(),
          image.layout(),
          column.timestampMs(),
          column.values(),
          column.selected(),
          column.side());
    }
    BitSet selected = column.selected();
    SideColumns side = column.side();
    return new ScrapeColumn(
        image.stream(),
        image.layout(),
        column.timestampMs(),
        values(column.values(), rowMap),
        selected == null ? null : KeptRows.selected(selected, rowMap),
        side == null ? null : KeptRows.side(side, rowMap));
  }

  /// In an array that is used again by the next column.
  private long[] values(long[] all, int[] rowMap) {
    if (values.length < rowMap.length) {
      values = new long[rowMap.length + rowMap.length / 4];
    }
    for (int row = 0; row < rowMap.length; row++) {
      values[row] = all[rowMap[row]];
    }
    return values;
  }

  /// Forgets what was not asked for during a whole `cache_ttl`.
  private void sweep() {
    long ttlNanos = arguments.cacheTtl().toNanos();
    long now = clock.nanos();
    if (ttlNanos > 0 && now - sweptNanos >= ttlNanos) {
      sweptNanos = now;
      expired += mapper.forgetUnused();
    }
  }

  /// Layouts that are remembered.
  synchronized int cached() {
    return mapper.size();
  }

  void register(PrometheusRegistry registry) {
    registry.register(FAMILIES.collector(this));
  }

  /// As gauges, since a counter of this library is shown with `_total` behind its name.
  private static Families<RelabelSink> families() {
    var families = new Families<RelabelSink>(_ -> 0);
    for (String prefix : List.of("alloy_prometheus_relabel_", "agent_prometheus_relabel_")) {
      families
          .gauge(
              prefix + "metrics_processed",
              "Total number of metrics processed",
              sink -> sink.read(() -> sink.processed))
          .gauge(
              prefix + "metrics_written",
              "Total number of metrics written",
              sink -> sink.read(() -> sink.written))
          .gauge(
              prefix + "cache_misses",
              "Total number of cache misses",
              sink -> sink.read(() -> sink.misses))
          .gauge(
              prefix + "cache_hits",
              "Total number of cache hits",
              sink -> sink.read(() -> sink.hits))
          .gauge(
              prefix + "cache_deletes",
              "Total number of cache deletes",
              sink -> sink.read(() -> sink.evictions + sink.mapper.evictions()))
          .gauge(
              prefix + "cache_ttl_evictions",
              "Total number of evictions by age",
              sink -> sink.read(() -> sink.expired))
          .gauge(prefix + "cache_size", "Total size of relabel cache", RelabelSink::cached);
    }
    return families;
  }

  private synchronized double read(DoubleSupplier value) {
    return value.getAsDouble();
  }
}
