package io.tributary.metrics.component;

import io.tributary.base.config.GoDurations;
import io.tributary.component.block.RuleBlock;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.model.labels.EscapingScheme;
import io.tributary.model.labels.NameValidation;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the block of `prometheus.scrape`. Belongs to one decoding.
///
/// Source: grafana/alloy `internal/component/prometheus/scrape/scrape.go`, Arguments.
final class ScrapeDecoder {
  /// Blocks for the rules of a job, which the originals do not have.
  static final String RELABEL = "relabel_config";

  static final String METRIC_RELABEL = "metric_relabel_config";

  /// What of a target makes up its key in a cluster, which the originals do not have either.
  static final String KEY_LABELS = "key_labels";

  private final BlockReader block;

  private ScrapeDecoder(BlockReader block) {
    this.block = block;
  }

  static ScrapeArguments decode(BlockReader block) {
    return new ScrapeDecoder(block).decode();
  }

  private ScrapeArguments decode() {
    Optional<BlockReader> clustering = block.block("clustering");
    ScrapeArguments.Job job = job();
    var arguments =
        new ScrapeArguments(
            block.required("targets").list(TargetCapsule.READER).orElse(List.of()),
            Receivers.read(block),
            job,
            block.attribute("honor_metadata").bool(false),
            clustering.map(inner -> inner.required("enabled").bool(false)).orElse(false),
            clustering
                .map(inner -> keyLabels(inner, job.samples().nameValidation()))
                .orElse(List.of()));
    refuseWhatIsMissing();
    return arguments;
  }

  private static List<String> keyLabels(BlockReader clustering, NameValidation validation) {
    AttributeReader written = clustering.attribute(KEY_LABELS);
    List<String> names = written.texts(List.of());
    if (written.isThere() && names.isEmpty()) {
      written.error("key_labels names no label: leave it out for all of them");
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!validation.isValidLabelName(name)) {
        written.error("\"%s\" in key_labels is not a valid label name".formatted(name));
      } else if (names.indexOf(name) < i) {
        written.error("duplicate label name \"%s\" in key_labels".formatted(name));
      }
    }
    return names;
  }

  private ScrapeArguments.Job job() {
    String name = block.attribute("job_name").text("");
    Duration interval = block.attribute("scrape_interval").duration(Duration.ofMinutes(1));
    Duration timeout = block.attribute("scrape_timeout").duration(Duration.ofSeconds(10));
    checkTiming(name, interval, timeout);
    boolean negotiatesProtobuf = block.attribute("enable_protobuf_negotiation").bool(false);
    SampleSettings samples = samples(negotiatesProtobuf);
    String failureLog = block.attribute("scrape_failure_log_file").text("");
    return new ScrapeArguments.Job(
        name,
        interval,
        timeout,
        request(samples, negotiatesProtobuf),
        HttpClientBlock.read(block, HttpClientSettings.DEFAULTS),
        samples,
        limits(),
        RuleBlock.read(block, RELABEL, samples.nameValidation()),
        RuleBlock.read(block, METRIC_RELABEL, samples.nameValidation()),
        failureLog.isEmpty() ? null : Path.of(failureLog).toAbsolutePath());
  }

  private void checkTiming(String name, Duration interval, Duration timeout) {
    if (!interval.isPositive()) {
      block.attribute("scrape_interval").error("scrape_interval must be greater than 0");
    } else if (!timeout.isPositive()) {
      block.attribute("scrape_timeout").error("scrape_timeout must be greater than 0");
    } else if (timeout.compareTo(interval) > 0) {
      block.error(
          "scrape_timeout (%s) greater than scrape_interval (%s) for scrape config with job name \"%s\""
              .formatted(GoDurations.format(timeout), GoDurations.format(interval), name));
    }
  }

  private SampleSettings samples(boolean negotiatesProtobuf) {
    boolean scrapesNative = block.attribute("scrape_native_histograms").bool(false);
    return new SampleSettings(
        block.attribute("honor_labels").bool(false),
        block.attribute("honor_timestamps").bool(true),
        block.attribute("track_timestamps_staleness").bool(false),
        scrapesNative || negotiatesProtobuf,
        block.attribute("scrape_classic_histograms").bool(false),
        block.attribute("convert_classic_histograms_to_nhcb").bool(false),
        block.attribute("extra_metrics").bool(false),
        NameValidations.read(block));
  }

  private RequestSettings request(SampleSettings samples, boolean negotiatesProtobuf) {
    return new RequestSettings(
        scheme(),
        block.attribute("metrics_path").text("/metrics"),
        new TreeMap<>(block.attribute("params").textListMap()),
        block.attribute("enable_compression").bool(true),
        protocols(samples.scrapeNativeHistograms(), negotiatesProtobuf),
        fallback(),
        escaping(samples.nameValidation()));
  }

  private String scheme() {
    AttributeReader written = block.attribute("scheme");
    String scheme = written.text("http");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      written.error("unsupported scheme \"" + scheme + "\", should be http or https");
    }
    return scheme;
  }

  private List<ScrapeProtocol> protocols(boolean scrapesNative, boolean negotiatesProtobuf) {
    AttributeReader written = block.attribute("scrape_protocols");
    List<String> names = written.texts(names(ScrapeProtocol.TEXT_FIRST));
    boolean isDefault = names.equals(names(ScrapeProtocol.TEXT_FIRST));
    if (negotiatesProtobuf && !isDefault) {
      block.error(
          "both enable_protobuf_negotiation and scrape_protocols are set, only one can be set at a"
              + " time");
    }
    boolean isStrict = block.attribute("strict_scrape_protocols").bool(false);
    if (isDefault && !isStrict) {
      return scrapesNative ? ScrapeProtocol.PROTOBUF_FIRST : ScrapeProtocol.TEXT_FIRST;
    }
    List<ScrapeProtocol> protocols =
        names.stream().flatMap(name -> ScrapeProtocol.named(name).stream()).toList();
    if (scrapesNative && !isStrict && !protocols.contains(ScrapeProtocol.PROMETHEUS_PROTO)) {
      block.error(
          "scrape_native_histograms is set to true, but PrometheusProto is not in"
              + " scrape_protocols");
    }
    check(written, names);
    return protocols;
  }

  private static void check(AttributeReader written, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (names.indexOf(name) < i) {
        written.error(
            "duplicate scrape protocol \"%s\": make sure the scrape protocols provided are unique"
                .formatted(name));
      } else if (ScrapeProtocol.named(name).isEmpty()) {
        written.error("invalid scrape protocol \"%s\": %s".formatted(name, unknown(name)));
      }
    }
  }

  private static String unknown(String name) {
    List<String> all = names(Arrays.asList(ScrapeProtocol.values())).stream().sorted().toList();
    return "unknown scrape protocol " + name + ", supported: [" + String.join(" ", all) + "]";
  }

  private static List<String> names(List<ScrapeProtocol> protocols) {
    return protocols.stream().map(ScrapeProtocol::configName).toList();
  }

  private @Nullable ScrapeProtocol fallback() {
    AttributeReader written = block.attribute("scrape_fallback_protocol");
    String name = written.text(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4.configName());
    ScrapeProtocol fallback = ScrapeProtocol.named(name).orElse(null);
    if (fallback == null && !name.isEmpty()) {
      written.error("invalid scrape_fallback_protocol \"%s\": %s".formatted(name, unknown(name)));
    }
    return fallback;
  }

  private EscapingScheme escaping(NameValidation validation) {
    AttributeReader written = block.attribute("metric_name_escaping_scheme");
    String name = written.text("");
    boolean isLegacy = validation == NameValidation.LEGACY;
    EscapingScheme usual = isLegacy ? EscapingScheme.UNDERSCORES : EscapingScheme.ALLOW_UTF8;
    if (name.isEmpty()) {
      return usual;
    }
    EscapingScheme escaping = EscapingScheme.byConfigName(name).orElse(null);
    if (escaping == null) {
      written.error(
          "invalid metric_name_escaping_scheme: \"%s\", supported values: [allow-utf-8 underscores dots values]"
              .formatted(name));
      return usual;
    }
    if (escaping == EscapingScheme.ALLOW_UTF8 && isLegacy) {
      block.error(
          "metric_name_escaping_scheme cannot be set to 'allow-utf-8' while"
              + " metric_name_validation_scheme is not set to 'utf8'");
    }
    return escaping;
  }

  private ScrapeLimits limits() {
    return new ScrapeLimits(
        Math.max(0, block.attribute("body_size_limit").byteSize(0)),
        block.attribute("sample_limit").unsigned(0),
        block.attribute("target_limit").unsigned(0),
        block.attribute("label_limit").unsigned(0),
        block.attribute("label_name_length_limit").unsigned(0),
        block.attribute("label_value_length_limit").unsigned(0),
        block.attribute("native_histogram_bucket_limit").unsigned(0),
        block.attribute("native_histogram_min_bucket_factor").decimal(0),
        block.attribute("keep_dropped_targets").unsigned(0));
  }

  /// What the originals can do and this cannot.
  private void refuseWhatIsMissing() {
    for (String name : List.of("enable_type_and_unit_labels", "start_timestamp_zero_ingestion")) {
      AttributeReader written = block.attribute(name);
      if (written.bool(false)) {
        written.error(name + " is not supported yet");
      }
    }
  }
}
