package io.tributary.dialects.staticmode;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.instance.Instance;
import io.tributary.dialects.instance.InstanceGroups;
import io.tributary.dialects.instance.InstanceLog;
import io.tributary.dialects.instance.RemoteWriteNames;
import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.tree.Blocks;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.RemoteWriteTree;
import io.tributary.dialects.prometheus.tree.RuleTree;
import io.tributary.dialects.prometheus.tree.ScrapeTree;
import io.tributary.dialects.prometheus.tree.Unconverted;
import io.tributary.dialects.staticmode.IntegrationsSettings.Integration;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.EscapingScheme;
import io.tributary.model.labels.NameValidation;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.ProxySettings;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.BinaryOperator;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Statement;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Integrations: an exporter, the labels that static mode gives to its target, and a job.
///
/// The labels are what the original's agent has, not what its converter prints: `instance` is the
/// host with the agent's port, and `agent_hostname` and the labels of the section are there.
///
/// Source: grafana/agent `static/integrations/manager.go`, instanceConfigForIntegration;
/// grafana/alloy
/// `internal/converter/internal/staticconvert/internal/build/builder_integrations.go`.
final class IntegrationsTree {
  private static final String LABEL = "integrations";

  private final Form form;
  private final StaticConfig config;
  private final StaticOptions.Listener listener;
  private final ConvertDiagnostics diagnostics;
  private final List<Statement> body;
  private final StaticIndex index;

  IntegrationsTree(
      Form form,
      StaticConfig config,
      StaticOptions.Listener listener,
      ConvertDiagnostics diagnostics,
      List<Statement> body,
      StaticIndex index) {
    this.form = form;
    this.config = config;
    this.listener = listener;
    this.diagnostics = diagnostics;
    this.body = body;
    this.index = index;
  }

  void build() {
    config.integrations().enabled().forEach(this::integration);
  }

  private void integration(Integration integration) {
    if (!integration.isScraped() && !form.isExact()) {
      diagnostics.add(
          Level.CRITICAL,
          integration.place().place(),
          "The converter does not support handling integrations which are not being scraped: "
              + integration.name()
              + ".");
      return;
    }
    String label = StaticTree.label(LABEL + "_" + integration.name());
    BlockBuilder exporter = exporter(integration, label);
    body.add(exporter.build());
    index.exporter(integration.name(), exporter.id());
    if (!integration.isScraped()) {
      return;
    }
    var blocks = new Blocks();
    String instance = "integration/" + integration.name();
    String receiver = receiver(blocks, instance, integration);
    Expression targets = labelled(integration, blocks, label, exporter.id() + ".targets");
    var job = new Located<>(job(integration), integration.place());
    new ScrapeTree(form, blocks, config.metrics().place().at("global"))
        .add(job, label, receiver, List.of(targets));
    if (config.integrations().remoteWrites().isEmpty()) {
      diagnostics.add(
          Level.ERROR,
          integration.place().place(),
          "The converter does not support handling integrations which are not connected to a"
              + " remote_write.");
    }
    Unconverted.tell(
        form,
        config.metrics().place().at("global"),
        config.metrics().global(),
        List.of(job),
        config.integrations().remoteWrites(),
        diagnostics);
    blocks.tell(diagnostics);
    body.addAll(blocks.build());
    index.instance(instance, group(instance, integration));
    index.job("prometheus.scrape." + label, instance, "integrations/" + integration.name());
  }

  /// As if it were one of `metrics.configs`, which it is for the original.
  private String group(String name, Integration integration) {
    Duration frequency = integration.truncateFrequency();
    InstanceLog usual = InstanceLog.DEFAULT;
    var log =
        new InstanceLog(
            frequency.isPositive() ? frequency : usual.truncateFrequency(),
            usual.minTime(),
            usual.maxTime(),
            usual.flushDeadline(),
            usual.writesStaleOnShutdown());
    var instance =
        new Instance(
            name,
            false,
            List.of(),
            List.of(),
            config.integrations().remoteWrites(),
            log,
            integration.place());
    return InstanceGroups.of(List.of(instance), config.metrics().sharesInstances())
        .getFirst()
        .name();
  }

  private static BlockBuilder exporter(Integration integration, String label) {
    boolean isUnix = integration.name().equals(IntegrationsBinder.NODE_EXPORTER);
    var block =
        new BlockBuilder(
            isUnix ? "prometheus.exporter.unix" : "prometheus.exporter.self",
            label,
            integration.place().place());
    Map<String, BlockBuilder> inner = new LinkedHashMap<>();
    for (UnixAttribute attribute : integration.unix()) {
      BlockBuilder owner =
          attribute.block().isEmpty()
              ? block
              : inner.computeIfAbsent(
                  attribute.block(), name -> block.add(name, attribute.value().span()));
      owner.set(attribute.name(), attribute.value());
    }
    return block;
  }

  /// All integrations have one `prometheus.remote_write`; empty where there are no destinations.
  private String receiver(Blocks blocks, String instance, Integration integration) {
    IntegrationsSettings integrations = config.integrations();
    if (integrations.remoteWrites().isEmpty() && !form.isExact()) {
      return "";
    }
    String id = "prometheus.remote_write." + LABEL;
    if (!index.hasLog(id)) {
      Locator own = integrations.place().at("prometheus_remote_write");
      new RemoteWriteTree(form, config.metrics().global().nameValidation(), true)
          .add(
              blocks,
              LABEL,
              config.metrics().global().externalLabels(),
              config.metrics().place().at("global"),
              destinations(),
              own.isThere() ? own : integrations.place());
      index.log(id, group(instance, integration));
    }
    return id + ".receiver";
  }

  /// Destinations that are those of `metrics.global` have the names that the first instance has
  /// given them.
  private List<Located<RemoteWriteSettings>> destinations() {
    List<Located<RemoteWriteSettings>> own = config.integrations().remoteWrites();
    if (own.equals(config.metrics().remoteWrites())) {
      for (Instance instance : config.metrics().instances()) {
        if (!instance.place().at("remote_write").isThere()) {
          return instance.remoteWrites();
        }
      }
    }
    return form.isExact() ? new RemoteWriteNames(LABEL).name(own) : own;
  }

  private Expression labelled(
      Integration integration, Blocks blocks, String label, String targets) {
    Locator place = integration.place();
    BlockBuilder block = blocks.add("discovery.relabel", label, place.place());
    block.set("targets", Expressions.reference(targets, place.place()));
    rule(block, "instance", instance(integration), place.at("instance").place());
    rule(block, "job", text("integrations/" + integration.name(), place), place.place());
    rule(block, "agent_hostname", hostName(place.place()), place.place());
    Locator labels = config.integrations().place().at("labels");
    config
        .integrations()
        .labels()
        .forEach((name, value) -> {
          Locator at = labels.at(name);
          // A dollar in a label is a dollar, in a replacement it is not.
          rule(block, name, text(value.replace("$", "$$"), at), at.place());
        });
    RuleTree.write(
        Lines.of(block, place), "rule", integration.relabelRules(), place.at("relabel_configs"));
    return Expressions.reference(block.id() + ".output", place.place());
  }

  private static void rule(BlockBuilder block, String name, Expression value, Span place) {
    BlockBuilder rule = block.add("rule", place);
    rule.set("target_label", Expressions.text(name, place));
    rule.set("replacement", value);
  }

  private static Expression text(String text, Locator at) {
    return Expressions.text(text, at.place());
  }

  private Expression instance(Integration integration) {
    Locator at = integration.place().at("instance");
    if (integration.instance().isPresent()) {
      return text(integration.instance().get(), at);
    }
    Span place = integration.place().place();
    return new Expression.Binary(
        hostName(place),
        BinaryOperator.PLUS,
        place,
        Expressions.text(":" + listener.port(), place),
        place);
  }

  /// In a container the environment knows better on which host it runs.
  private static Expression hostName(Span place) {
    Expression variable =
        Expressions.call("sys.env", List.of(Expressions.text("HOSTNAME", place)), place);
    return Expressions.call(
        "coalesce", List.of(variable, Expressions.reference("constants.hostname", place)), place);
  }

  private ScrapeSettings job(Integration integration) {
    GlobalSettings global = config.metrics().global();
    Duration interval =
        integration.scrapeInterval().isPositive()
            ? integration.scrapeInterval()
            : global.scrapeInterval();
    Duration usual =
        global.scrapeTimeout().compareTo(interval) < 0 ? global.scrapeTimeout() : interval;
    return new ScrapeSettings(
        "integrations/" + integration.name(),
        interval,
        integration.scrapeTimeout().isPositive() ? integration.scrapeTimeout() : usual,
        request(),
        client(),
        samples(global),
        ScrapeLimits.NONE,
        List.of(),
        List.of(),
        integration.metricRelabelRules(),
        null);
  }

  private static RequestSettings request() {
    RequestSettings usual = RequestSettings.DEFAULT;
    return new RequestSettings(
        usual.scheme(),
        usual.metricsPath(),
        usual.params(),
        usual.enableCompression(),
        usual.protocols(),
        ScrapeProtocol.PROMETHEUS_TEXT_0_0_4,
        EscapingScheme.UNDERSCORES);
  }

  private HttpClientSettings client() {
    HttpClientSettings usual = HttpClientSettings.DEFAULTS;
    return new HttpClientSettings(
        null,
        null,
        null,
        usual.bearerToken(),
        form.isExact() ? usual.tls() : config.integrations().tls(),
        usual.followRedirects(),
        usual.enableHttp2(),
        ProxySettings.DEFAULTS,
        List.of());
  }

  private static SampleSettings samples(GlobalSettings global) {
    return new SampleSettings(
        false,
        true,
        false,
        false,
        false,
        false,
        global.extraScrapeMetrics(),
        NameValidation.LEGACY);
  }
}
