package io.tributary.agent.demo;

import io.tributary.metrics.component.ScrapesTargets;
import io.tributary.metrics.component.SendsSamples;
import io.tributary.metrics.remotewrite.DestinationStatus;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.runtime.GraphRuntime;
import java.util.List;

/// What the components of the demo say of themselves.
record DemoBooks(GraphRuntime graph) {
  List<TargetSnapshot> targets() {
    return graph.capable(ScrapesTargets.class).values().stream()
        .flatMap(one -> one.scrapes().targets().values().stream())
        .flatMap(List::stream)
        .toList();
  }

  List<DestinationStatus> destinations() {
    return graph.capable(SendsSamples.class).values().stream()
        .flatMap(one -> one.accounts().stream())
        .map(SendsSamples.Account::status)
        .toList();
  }
}
