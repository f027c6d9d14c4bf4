package io.tributary.dialects.instance;

import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
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
  /// The label of a target that names the socket file where it listens.
  static final String SOCKET = "__unix_socket__";

  private static final RelabelRule NO_SOCKETS =
      RelabelRule.builder()
          .sourceLabels(SOCKET)
          .regex(".+")
          .action(RelabelAction.DROP)
          .build(NameValidation.UTF8);

  public Instance {
    hostFilterRules = List.copyOf(hostFilterRules);
    jobs = List.copyOf(jobs);
    remoteWrites = List.copyOf(remoteWrites);
  }

  /// The same, and no target is scraped that came out of relabelling with a socket file of the
  /// host, wherever that label came from.
  Instance withoutSockets() {
    return new Instance(
        name,
        filtersHost,
        hostFilterRules,
        jobs.stream().map(Instance::withoutSockets).toList(),
        remoteWrites,
        log,
        place);
  }

  private static Located<ScrapeSettings> withoutSockets(Located<ScrapeSettings> job) {
    ScrapeSettings settings = job.settings();
    var rules = new ArrayList<>(settings.relabelRules());
    rules.add(NO_SOCKETS);
    return new Located<>(
        settings.withRelabelRules(rules, settings.metricRelabelRules()), job.place());
  }
}
