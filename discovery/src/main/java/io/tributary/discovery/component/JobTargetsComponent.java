package io.tributary.discovery.component;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Health;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One of the mechanisms of a [JobDiscovery], which runs it.
final class JobTargetsComponent<S extends DiscoverySettings> implements Component<S> {
  private final ComponentContext context;
  private final JobDiscovery discovery;
  private final TargetTap tap;
  private volatile S settings;

  /// Those that were brought into force last; null before that.
  private volatile @Nullable DiscoverySettings committed;

  static <S extends DiscoverySettings> ComponentDefinition<S> definition(
      String name, ArgumentsCodec<S> arguments, JobDiscovery discovery) {
    return ComponentDefinition.of(
            name,
            arguments,
            (context, first) -> {
              var component = new JobTargetsComponent<>(context, discovery, first);
              discovery.add(context.id().global(), component);
              return component;
            })
        .exporting(TargetsComponent.targets(List.of()));
  }

  private JobTargetsComponent(ComponentContext context, JobDiscovery discovery, S first) {
    this.context = context;
    this.discovery = discovery;
    this.tap = new TargetTap(context);
    settings = first;
  }

  @Override
  public void update(S arguments) {
    settings = arguments;
  }

  /// What is to be in force from now on.
  DiscoverySettings commit() {
    DiscoverySettings now = settings;
    committed = now;
    return now;
  }

  /// Shows what was found, by settings; nothing with those that cannot be brought into force.
  void show(Map<DiscoverySettings, List<TargetGroup>> groups) {
    DiscoverySettings own = committed;
    List<TargetGroup> found = own == null ? List.of() : groups.getOrDefault(own, List.of());
    List<Labels> targets = TargetsComponent.flat(found);
    context.publish(TargetsComponent.targets(targets));
    tap.show(targets);
  }

  @Override
  public Optional<Health> health() {
    return Optional.ofNullable(committed).flatMap(discovery::health);
  }

  @Override
  public void close() {
    discovery.remove(context.id().global(), this);
  }
}
