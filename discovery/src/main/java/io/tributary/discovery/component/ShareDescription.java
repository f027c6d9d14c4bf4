package io.tributary.discovery.component;

import io.tributary.cluster.discovery.DiscoveryStatus;
import io.tributary.component.Body;
import io.tributary.river.value.Value;
import java.time.Instant;
import java.util.Locale;

/// Who discovers for the cluster, as the debug info of a component shows it.
final class ShareDescription {
  private ShareDescription() {}

  static Body of(DiscoveryStatus status) {
    Body cluster =
        Body.builder()
            .attr("role", status.role().name().toLowerCase(Locale.ROOT))
            .attr("runs_on", status.runsOn())
            .attr("since", Instant.ofEpochMilli(status.sinceMs()).toString())
            .attr("found_by", status.foundBy())
            .attr("targets", Value.of(status.targets()))
            .attr("problem", status.problem())
            .build();
    return Body.builder().block("cluster", cluster).build();
  }
}
