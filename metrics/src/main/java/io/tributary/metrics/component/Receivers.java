package io.tributary.metrics.component;

import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Optional;

/// The argument `forward_to`.
final class Receivers {
  private Receivers() {}

  /// Without those of components that could not be built.
  static List<MetricsReceiver> read(BlockReader block) {
    List<Optional<MetricsReceiver>> written =
        block
            .required("forward_to")
            .list(value -> Convert.toCapsule(value, MetricsReceiver.class, MetricsReceiver.NAME))
            .orElse(List.of());
    return written.stream().flatMap(Optional::stream).toList();
  }

  static Value describe(List<MetricsReceiver> receivers) {
    return Value.of(receivers.stream().map(receiver -> Value.of(receiver)).toList());
  }
}
