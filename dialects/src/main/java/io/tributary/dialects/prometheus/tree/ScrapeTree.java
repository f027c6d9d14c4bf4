package io.tributary.dialects.prometheus.tree;

import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.EscapingScheme;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// Scrape jobs: `prometheus.scrape`, with what finds the targets and what changes labels.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/component/scrape.go`.
public final class ScrapeTree {
  private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  private final Form form;
  private final Blocks blocks;
  private final Locator global;

  /// `global` is the section that jobs inherit from.
  public ScrapeTree(Form form, Blocks blocks, Locator global) {
    this.form = form;
    this.blocks = blocks;
    this.global = global;
  }

  /// Adds the components of a job. `label` is an identifier; `receiver` is what samples are
  /// forwarded to, empty for nothing; `moreTargets` are lists that the job scrapes, too.
  public void add(
      Located<ScrapeSettings> located,
      String label,
      String receiver,
      List<? extends Expression> moreTargets) {
    add(located, label, receiver, moreTargets, targets -> targets);
  }

  /// The same with something between the discovery of targets and the rules of the job.
  public void add(
      Located<ScrapeSettings> located,
      String label,
      String receiver,
      List<? extends Expression> moreTargets,
      UnaryOperator<Expression> between) {
    ScrapeSettings job = located.settings();
    Locator section = located.place();
    List<Expression> sources =
        new DiscoveryTree(form, blocks, section, label, job.jobName()).sources(job.discovery());
    sources.addAll(moreTargets);
    Span place = sources.isEmpty() ? section.place() : sources.getFirst().span();
    Expression targets = between.apply(Expressions.concat(sources, place));
    String next = receiver;
    if (!form.isExact()) {
      targets = relabelled(job.relabelRules(), targets, section, label);
      next = relabelled(job.metricRelabelRules(), receiver, section, label);
    }
    String summary =
        "Converted scrape_configs job_name " + Quoting.quote(job.jobName()) + " into...";
    BlockBuilder block = blocks.add("prometheus.scrape", label, section.place(), summary);
    block.set("targets", targets);
    block.set("forward_to", receivers(next, section.place()));
    lines(job, Lines.of(block, section, global));
  }

  private Expression relabelled(
      List<RelabelRule> rules, Expression targets, Locator section, String label) {
    if (rules.isEmpty()) {
      return targets;
    }
    Locator list = section.at("relabel_configs");
    BlockBuilder block = blocks.add("discovery.relabel", label, list.place());
    block.set("targets", targets);
    RuleTree.write(Lines.of(block, section), "rule", rules, list);
    return Expressions.reference(block.id() + ".output", list.place());
  }

  private String relabelled(
      List<RelabelRule> rules, String receiver, Locator section, String label) {
    if (rules.isEmpty()) {
      return receiver;
    }
    Locator list = section.at("metric_relabel_configs");
    BlockBuilder block = blocks.add("prometheus.relabel", label, list.place());
    block.set("forward_to", receivers(receiver, list.place()));
    RuleTree.write(Lines.of(block, section), "rule", rules, list);
    return block.id() + ".receiver";
  }

  private static Expression receivers(String receiver, Span place) {
    return Expressions.list(
        receiver.isEmpty() ? List.of() : List.of(Expressions.reference(receiver, place)), place);
  }

  private void lines(ScrapeSettings job, Lines lines) {
    SampleSettings samples = job.samples();
    RequestSettings request = job.request();
    lines
        .text("job_name", job.jobName())
        .bool("honor_labels", samples.honorLabels(), false)
        .bool("honor_timestamps", samples.honorTimestamps(), true)
        .bool("track_timestamps_staleness", samples.trackTimestampsStaleness(), false)
        .listMap("params", request.params())
        .called("always_scrape_classic_histograms")
        .bool("scrape_classic_histograms", samples.alwaysScrapeClassicHistograms(), false);
    if (form.isExact()) {
      lines.bool("scrape_native_histograms", samples.scrapeNativeHistograms(), false);
    }
    lines
        .path("scrape_failure_log_file", job.failureLogFile())
        .duration("scrape_interval", job.scrapeInterval(), USUAL_INTERVAL)
        .duration("scrape_timeout", job.scrapeTimeout(), USUAL_TIMEOUT);
    protocols(request.protocols(), samples.scrapeNativeHistograms(), lines);
    lines
        .text("metrics_path", request.metricsPath(), "/metrics")
        .text("scheme", request.scheme(), "http");
    limits(job.limits(), lines);
    HttpClientTree.write(lines, job.client(), HttpClientSettings.DEFAULTS, form);
    names(samples.nameValidation(), request.escaping(), lines);
    fallback(request, lines);
    lines
        .bool("convert_classic_histograms_to_nhcb", samples.convertClassicHistogramsToNhcb(), false)
        .bool("enable_compression", request.enableCompression(), true)
        .number("native_histogram_bucket_limit", job.limits().nativeHistogramBuckets(), 0)
        .decimal(
            "native_histogram_min_bucket_factor", job.limits().nativeHistogramMinBucketFactor());
    if (form.isExact()) {
      own(job, lines);
    }
  }

  /// Where native histograms are scraped, the component puts protobuf before the usual list, and
  /// refuses another one that is without it. Prometheus takes what is written.
  private void protocols(List<ScrapeProtocol> protocols, boolean scrapesNative, Lines lines) {
    boolean isNative = scrapesNative && form.isExact();
    List<ScrapeProtocol> usual =
        isNative ? ScrapeProtocol.PROTOBUF_FIRST : ScrapeProtocol.TEXT_FIRST;
    lines.texts("scrape_protocols", names(protocols), names(usual));
    boolean isWritten = isNative && !protocols.contains(ScrapeProtocol.PROMETHEUS_PROTO);
    lines.called("scrape_protocols").bool("strict_scrape_protocols", isWritten, false);
  }

  private static List<String> names(List<ScrapeProtocol> protocols) {
    return protocols.stream().map(ScrapeProtocol::configName).toList();
  }

  private static void limits(ScrapeLimits limits, Lines lines) {
    lines
        .size("body_size_limit", limits.bodyBytes())
        .number("sample_limit", limits.samples(), 0)
        .number("target_limit", limits.targets(), 0)
        .number("label_limit", limits.labels(), 0)
        .number("label_name_length_limit", limits.labelNameLength(), 0)
        .number("label_value_length_limit", limits.labelValueLength(), 0);
  }

  /// Alloy's converter leaves both at the defaults of the component.
  private void names(NameValidation validation, EscapingScheme escaping, Lines lines) {
    if (form.isExact()) {
      boolean isLegacy = validation == NameValidation.LEGACY;
      EscapingScheme usual = isLegacy ? EscapingScheme.UNDERSCORES : EscapingScheme.ALLOW_UTF8;
      lines
          .text("metric_name_validation_scheme", isLegacy ? "legacy" : "utf8", "legacy")
          .text("metric_name_escaping_scheme", escaping.configName(), usual.configName());
    }
  }

  private void fallback(RequestSettings request, Lines lines) {
    ScrapeProtocol fallback = request.fallbackProtocol();
    String usual = ScrapeProtocol.PROMETHEUS_TEXT_0_0_4.configName();
    String none = form.isExact() ? "" : usual;
    String name = fallback == null ? none : fallback.configName();
    lines.called("fallback_scrape_protocol").text("scrape_fallback_protocol", name, usual);
  }

  /// What only Tributary's component has.
  private static void own(ScrapeSettings job, Lines lines) {
    lines
        .called("extra_scrape_metrics")
        .bool("extra_metrics", job.samples().extraScrapeMetrics(), false)
        .number("keep_dropped_targets", job.limits().keepDroppedTargets(), 0);
    Locator section = lines.section();
    RuleTree.write(lines, "relabel_config", job.relabelRules(), section.at("relabel_configs"));
    RuleTree.write(
        lines,
        "metric_relabel_config",
        job.metricRelabelRules(),
        section.at("metric_relabel_configs"));
  }
}
