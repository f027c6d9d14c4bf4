package io.tributary.discovery.statics;

import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import java.util.List;

/// Targets listed in the configuration itself: all `static_configs` of a job.
public record StaticDiscoverySettings(List<TargetGroup> groups) implements DiscoverySettings {
  public StaticDiscoverySettings {
    groups = List.copyOf(groups);
  }

  @Override
  public String mechanism() {
    return "static";
  }
}
