package io.tributary.metrics.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A metric that is made when it is used for the first time. It is registered nowhere; whoever has
/// it collects it. Thread-safe.
public final class Deferred<M extends Collector> {
  private final Supplier<M> maker;
  private volatile @Nullable M made;

  public Deferred(Supplier<M> maker) {
    this.maker = maker;
  }

  public M get() {
    M there = made;
    return there == null ? make() : there;
  }

  private synchronized M make() {
    M there = made;
    if (there == null) {
      there = maker.get();
      made = there;
    }
    return there;
  }

  /// Empty while nobody has used it.
  public Optional<MetricSnapshot> collect() {
    return Optional.ofNullable(made).map(Collector::collect);
  }
}
