package io.tributary.dialects.staticmode;

import io.tributary.base.secret.SecretSource;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.instance.Instance;
import io.tributary.dialects.instance.InstanceGroups;
import io.tributary.dialects.instance.InstanceGroups.Group;
import io.tributary.dialects.instance.InstanceTree;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.tree.Blocks;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.Unconverted;
import io.tributary.dialects.scrapingservice.ScrapingServiceTree;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.river.syntax.Identifiers;
import io.tributary.river.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the tree of a configuration: the instances one after the other, then `logging` and `http`,
/// then the integrations, as Alloy's converter orders them.
///
/// Instances that share a log share the `prometheus.remote_write` of the first of them in the file:
/// so its name, and with it its directory, stays when others come and go.
///
/// Source: grafana/alloy `internal/converter/internal/staticconvert/staticconvert.go`.
final class StaticTree {
  private final Form form;
  private final StaticConfig config;
  private final StaticOptions.Listener listener;
  private final StaticOptions.GrpcListener grpc;
  private final boolean extraScrapeMetrics;
  private final ConvertDiagnostics diagnostics;
  private final List<Statement> body = new ArrayList<>();
  private final StaticIndex index = new StaticIndex();

  /// The components of all instances.
  private final Set<String> ids = new HashSet<>();

  /// Labels of `prometheus.remote_write` by instance.
  private final Map<Instance, String> destinations = new HashMap<>();

  /// The groups whose `prometheus.remote_write` is there.
  private final Set<String> written = new HashSet<>();

  StaticTree(
      Form form, StaticConfig config, StaticOptions options, ConvertDiagnostics diagnostics) {
    this.form = form;
    this.config = config;
    listener = options.listener();
    grpc = options.grpc();
    extraScrapeMetrics = options.extraScrapeMetrics();
    this.diagnostics = diagnostics;
  }

  List<Statement> body() {
    return body;
  }

  /// Which component is which part of the file.
  StaticIndex index() {
    return index;
  }

  StaticTree build() {
    MetricsSettings metrics = config.metrics();
    for (Group group : InstanceGroups.of(metrics.instances(), metrics.sharesInstances())) {
      String label = unique("prometheus.remote_write", "metrics_" + group.first().name());
      group.members().forEach(member -> destinations.put(member, label));
      group.members().forEach(member -> index.instance(member.name(), group.name()));
    }
    metrics.instances().forEach(this::instance);
    if (form.isExact()) {
      scrapingService(metrics);
    }
    body.addAll(new ServerTree(config.server()).build(form == Form.ALLOY || listener.usesTls()));
    new IntegrationsTree(form, config, listener, diagnostics, body, index).build();
    if (form.isExact()) {
      body.addAll(CleanerTree.build(metrics));
    }
    return this;
  }

  /// The component that runs what lies in a store, with everything that such a configuration goes
  /// by where it says nothing itself.
  private void scrapingService(MetricsSettings metrics) {
    metrics
        .scrapingService()
        .ifPresent(service -> {
          Locator place = metrics.place();
          BlockBuilder block =
              ScrapingServiceTree.build(
                  service.settings(),
                  place,
                  "default",
                  attributes ->
                      Lines.of(attributes, place)
                          .text(
                              "instance_mode",
                              metrics.sharesInstances() ? "shared" : "distinct",
                              "shared")
                          .bool("extra_scrape_metrics", extraScrapeMetrics, false)
                          .secret("global", SecretSource.ofText(service.global().value())));
          body.add(block.add(GrpcServerTree.build(grpc, config.server())).build());
        });
  }

  private void instance(Instance instance) {
    var blocks = new Blocks(ids);
    Locator global = config.metrics().place().at("global");
    var tree = new InstanceTree(form, instance, blocks, global);
    String receiver = receiver(instance, tree);
    for (Located<ScrapeSettings> job : instance.jobs()) {
      String name = job.settings().jobName();
      String label = unique("prometheus.scrape", "metrics_" + instance.name() + "_" + name);
      tree.job(job, label, receiver);
      index.job("prometheus.scrape." + label, instance.name(), name);
    }
    Unconverted.tell(
        form,
        global,
        config.metrics().global(),
        instance.jobs(),
        instance.remoteWrites(),
        diagnostics);
    if (!form.isExact()) {
      tellLost(instance);
    }
    blocks.tell(diagnostics);
    body.addAll(blocks.build());
  }

  /// What has no counterpart in Alloy, and goes without a word in its own converter.
  private void tellLost(Instance instance) {
    if (instance.filtersHost()) {
      diagnostics.unsupported(
          instance.place().keyPlace("host_filter"),
          "host_filter metrics",
          "Alloy has no component that does it.");
    }
    for (String key : List.of("remote_flush_deadline", "write_stale_on_shutdown")) {
      if (instance.place().at(key).isThere()) {
        diagnostics.unsupported(instance.place().keyPlace(key), key + " metrics");
      }
    }
  }

  /// The receiver of an instance's destinations, empty where there are none. What runs keeps what
  /// it scrapes for a destination that a reload may bring.
  private String receiver(Instance instance, InstanceTree tree) {
    if (instance.remoteWrites().isEmpty() && (!form.isExact() || instance.jobs().isEmpty())) {
      return "";
    }
    String label = destinations.getOrDefault(instance, "");
    String id = "prometheus.remote_write." + label;
    String group = index.group(instance.name());
    if (!written.add(group)) {
      return id + ".receiver";
    }
    index.log(id, group);
    return tree.destinations(label, config.metrics().global());
  }

  /// The nearest label. Two texts can have the same one: Alloy's converter says so, what is exact
  /// counts.
  private String unique(String name, String text) {
    String label = label(text);
    String candidate = label;
    for (int i = 2; !ids.add(name + "." + candidate) && form.isExact(); i++) {
      candidate = label + "_" + i;
    }
    return candidate;
  }

  static String label(String text) {
    return Identifiers.sanitize(text);
  }
}
