package io.tributary.agent.catalogue;

import io.tributary.agent.scrapingservice.ScrapingServiceComponent;
import io.tributary.component.Catalogue;
import io.tributary.component.ComponentDefinition;
import io.tributary.discovery.component.DiscoveryComponents;
import io.tributary.discovery.component.JobDiscovery;
import io.tributary.exporters.component.ExporterComponents;
import io.tributary.metrics.component.MetricsComponents;
import java.util.ArrayList;
import java.util.List;

/// Every component of this agent. What is not in one of these lists does not exist: nothing scans
/// the class path.
public final class Components {
  public static final Catalogue ALL = Catalogue.of(all());

  private Components() {}

  private static List<ComponentDefinition<?>> all() {
    var all = new ArrayList<ComponentDefinition<?>>();
    all.addAll(DiscoveryComponents.all());
    all.addAll(MetricsComponents.all());
    all.addAll(ExporterComponents.all());
    all.add(ScrapingServiceComponent.DEFINITION);
    return all;
  }

  /// What the tree of a `prometheus.yml` consists of.
  public static Catalogue ofPrometheus(JobDiscovery discovery) {
    var all = new ArrayList<ComponentDefinition<?>>();
    all.addAll(discovery.components());
    all.addAll(MetricsComponents.ofJobs());
    return Catalogue.of(all);
  }
}
