package io.tributary.dialects.instance;

import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;

/// One of `metrics.configs`, or one configuration of the scraping service. `remoteWrites` have
/// names and hashes.
public record Instance(
    String name,
    boolean filtersHost,
    List<RelabelRule> hostFilterRules,
    List<Located<ScrapeSettings>> jobs,
    List<Located<RemoteWriteSettings>> remoteWrites,
    InstanceLog log,
    Locator place) {
  public Instance {
    hostFilterRules = List.copyOf(hostFilterRules);
    jobs = List.copyOf(jobs);
    remoteWrites = List.copyOf(remoteWrites);
  }
}
