package io.tributary.metrics.component;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.SecretNames;
import io.tributary.component.Body;
import io.tributary.component.block.RuleBlock;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.model.labels.NameValidation;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// The arguments of `prometheus.scrape` as they are shown.
final class ScrapeDescription {
  private ScrapeDescription() {}

  static Body of(ScrapeArguments arguments) {
    ScrapeArguments.Job job = arguments.job();
    Body.Builder body =
        Body.builder()
            .attr("targets", TargetCapsule.listOf(arguments.targets()))
            .attr("forward_to", Receivers.describe(arguments.forwardTo()))
            .attr("job_name", job.name())
            .attr("scrape_interval", GoDurations.format(job.interval()))
            .attr("scrape_timeout", GoDurations.format(job.timeout()));
    describe(job.samples(), body);
    describe(job.request(), body);
    describe(job.limits(), body);
    Path failureLog = job.failureLog();
    if (failureLog != null) {
      body.attr("scrape_failure_log_file", failureLog.toString());
    }
    body.attr("honor_metadata", Value.of(arguments.honorMetadata()));
    HttpClientBlock.describe(job.client(), body);
    if (arguments.isClustered()) {
      var clustering = Body.builder().attr("enabled", Value.of(true));
      if (!arguments.keyLabels().isEmpty()) {
        clustering.attr(ScrapeDecoder.KEY_LABELS, texts(arguments.keyLabels()));
      }
      body.block("clustering", clustering.build());
    }
    RuleBlock.describe(job.relabelRules(), ScrapeDecoder.RELABEL, body);
    RuleBlock.describe(job.metricRelabelRules(), ScrapeDecoder.METRIC_RELABEL, body);
    return body.build();
  }

  private static void describe(SampleSettings samples, Body.Builder body) {
    boolean isLegacy = samples.nameValidation() == NameValidation.LEGACY;
    body.attr("honor_labels", Value.of(samples.honorLabels()))
        .attr("honor_timestamps", Value.of(samples.honorTimestamps()))
        .attr("track_timestamps_staleness", Value.of(samples.trackTimestampsStaleness()))
        .attr("scrape_native_histograms", Value.of(samples.scrapeNativeHistograms()))
        .attr("scrape_classic_histograms", Value.of(samples.alwaysScrapeClassicHistograms()))
        .attr(
            "convert_classic_histograms_to_nhcb",
            Value.of(samples.convertClassicHistogramsToNhcb()))
        .attr("extra_metrics", Value.of(samples.extraScrapeMetrics()))
        .attr("metric_name_validation_scheme", isLegacy ? "legacy" : "utf8");
  }

  private static void describe(RequestSettings request, Body.Builder body) {
    ScrapeProtocol fallback = request.fallbackProtocol();
    var params = new LinkedHashMap<String, Value>();
    request
        .params()
        .forEach((name, values) ->
            params.put(name, SecretNames.isSecret(name) ? secrets(values) : texts(values)));
    body.attr("metric_name_escaping_scheme", request.escaping().configName())
        .attr("scheme", request.scheme())
        .attr("metrics_path", request.metricsPath())
        .attr("params", Value.of(params))
        .attr("enable_compression", Value.of(request.enableCompression()))
        .attr(
            "scrape_protocols",
            texts(request.protocols().stream().map(ScrapeProtocol::configName).toList()))
        .attr("scrape_fallback_protocol", fallback == null ? "" : fallback.configName());
  }

  private static Value secrets(List<String> values) {
    return Value.of(values.stream().map(value -> Value.of(SecretCapsule.of(value))).toList());
  }

  private static void describe(ScrapeLimits limits, Body.Builder body) {
    body.attr("body_size_limit", ByteSizes.format(limits.bodyBytes()))
        .attr("sample_limit", Value.of(limits.samples()))
        .attr("target_limit", Value.of(limits.targets()))
        .attr("label_limit", Value.of(limits.labels()))
        .attr("label_name_length_limit", Value.of(limits.labelNameLength()))
        .attr("label_value_length_limit", Value.of(limits.labelValueLength()))
        .attr("native_histogram_bucket_limit", Value.of(limits.nativeHistogramBuckets()))
        .attr(
            "native_histogram_min_bucket_factor", Value.of(limits.nativeHistogramMinBucketFactor()))
        .attr("keep_dropped_targets", Value.of(limits.keepDroppedTargets()));
  }

  static Value texts(List<String> texts) {
    return Value.of(texts.stream().map(Value::of).toList());
  }
}
