package io.tributary.discovery;

import io.tributary.model.labels.Labels;
import java.util.List;

/// Targets that come from one source. A newer group of the same source replaces the older one; a
/// group without targets removes it.
///
/// Each target holds at least `__address__`; its own labels win over those of the group.
public record TargetGroup(String source, List<Labels> targets, Labels labels) {
  public TargetGroup {
    targets = List.copyOf(targets);
  }

  /// The targets, each with the labels of the group that it has not itself.
  public List<Labels> complete() {
    return targets.stream().map(this::complete).toList();
  }

  private Labels complete(Labels target) {
    var all = new Labels.Builder(labels);
    target.forEach(all::set);
    return all.build();
  }
}
