package io.tributary.dialects.prometheus;

import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.SampleSettings;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.EscapingScheme;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Binds `scrape_configs`, of the main file and of the files that it includes.
///
/// Source: prometheus `config/config.go`, ScrapeConfig.
final class ScrapeBinder {
  private final GlobalSettings global;
  private final LoadOptions options;
  private final Refusals refusals;

  /// Job name to the position of its first definition, over all files.
  private final Map<String, String> positions = new HashMap<>();

  ScrapeBinder(GlobalSettings global, LoadOptions options, Refusals refusals) {
    this.global = global;
    this.options = options;
    this.refusals = refusals;
  }

  /// The sound jobs under `scrape_configs` of one file; the findings tell of the others.
  List<Located<ScrapeSettings>> bindAll(Fields parent, FileContext files) {
    var jobs = new ArrayList<Located<ScrapeSettings>>();
    for (YamlNode item : parent.items("scrape_configs")) {
      if (Fields.isNull(item)) {
        parent.document().error(item, "empty or null scrape config section");
        continue;
      }
      Fields fields = Fields.of(parent.document(), item, "scrape_config");
      if (fields != null) {
        ScrapeSettings job = bind(fields, files);
        if (job != null) {
          jobs.add(Located.of(job, fields));
        }
      }
    }
    return jobs;
  }

  private @Nullable ScrapeSettings bind(Fields fields, FileContext files) {
    int errorsBefore = fields.document().findings().errorCount();
    String job = jobName(fields);
    Timing timing = timing(fields, job);
    SampleSettings samples = samples(fields);
    RequestSettings request = request(fields, job, samples);
    HttpClientSettings client =
        new HttpClientBinder(files).bind(fields, HttpClientSettings.DEFAULTS);
    List<DiscoverySettings> discovery =
        new DiscoveryBinder(files, refusals)
            .bind(fields, fields.items("relabel_configs").isEmpty());
    List<RelabelRule> relabelRules =
        RelabelBinder.bind(
            fields,
            "relabel_configs",
            samples.nameValidation(),
            "empty or null target relabeling rule in scrape config");
    List<RelabelRule> metricRelabelRules =
        RelabelBinder.bind(
            fields,
            "metric_relabel_configs",
            samples.nameValidation(),
            "empty or null metric relabeling rule in scrape config");
    ScrapeLimits limits = limits(fields);
    Path failureLog = files.path(fields, "scrape_failure_log_file");
    fields.finish();
    if (fields.document().findings().errorCount() > errorsBefore) {
      return null;
    }
    return new ScrapeSettings(
        job,
        timing.interval(),
        timing.timeout(),
        request,
        client,
        samples,
        limits,
        discovery,
        relabelRules,
        metricRelabelRules,
        failureLog == null ? global.scrapeFailureLogFile() : failureLog);
  }

  private String jobName(Fields fields) {
    String job = fields.string("job_name", "");
    if (job.isEmpty()) {
      if (!fields.failed("job_name")) {
        fields.error("job_name", "job_name is empty");
      }
      return job;
    }
    YamlNode name = fields.value("job_name");
    String position = fields.document().position(name == null ? fields.mapping() : name);
    String first = positions.putIfAbsent(job, position);
    if (first != null) {
      fields.error(
          "job_name",
          "found multiple scrape configs with job name \"" + job + "\", first found in " + first);
    }
    return job;
  }

  private record Timing(Duration interval, Duration timeout) {}

  private Timing timing(Fields fields, String job) {
    Duration interval =
        GlobalBinder.positiveOr(
            fields.duration("scrape_interval", Duration.ZERO), global.scrapeInterval());
    Duration timeout = fields.duration("scrape_timeout", Duration.ZERO);
    if (timeout.compareTo(interval) > 0 && !fields.failed("scrape_interval")) {
      fields.error(
          "scrape_timeout",
          "scrape timeout greater than scrape interval for scrape config with job name \""
              + job
              + '"');
    }
    Duration usual =
        global.scrapeTimeout().compareTo(interval) < 0 ? global.scrapeTimeout() : interval;
    return new Timing(interval, GlobalBinder.positiveOr(timeout, usual));
  }

  private SampleSettings samples(Fields fields) {
    NameValidation validation = GlobalBinder.nameValidation(fields);
    return new SampleSettings(
        fields.bool("honor_labels", false),
        fields.bool("honor_timestamps", true),
        fields.bool("track_timestamps_staleness", false),
        inherited(fields, "scrape_native_histograms", global.scrapeNativeHistograms()),
        inherited(
            fields, "always_scrape_classic_histograms", global.alwaysScrapeClassicHistograms()),
        inherited(
            fields, "convert_classic_histograms_to_nhcb", global.convertClassicHistogramsToNhcb()),
        inherited(fields, "extra_scrape_metrics", global.extraScrapeMetrics()),
        validation == null ? global.nameValidation() : validation);
  }

  /// A key without a value inherits like an absent one.
  static boolean inherited(Fields fields, String key, boolean globalValue) {
    return fields.isSet(key) ? fields.bool(key, globalValue) : globalValue;
  }

  private RequestSettings request(Fields fields, String job, SampleSettings samples) {
    return new RequestSettings(
        scheme(fields),
        fields.string("metrics_path", "/metrics"),
        params(fields),
        fields.bool("enable_compression", true),
        protocols(fields, job, samples),
        ScrapeProtocols.fallback(fields, job, options.version().fallback()),
        escaping(fields, samples.nameValidation()));
  }

  private static String scheme(Fields fields) {
    String written = fields.string("scheme", "http");
    String scheme = written.toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https") && !fields.failed("scheme")) {
      fields.error("scheme", "unsupported scheme \"" + written + '"', "expected http or https");
    }
    return scheme;
  }

  private static SortedMap<String, List<String>> params(Fields fields) {
    var params = new TreeMap<String, List<String>>();
    Fields section = fields.section("params", "params");
    if (section != null) {
      for (String name : section.keys()) {
        params.put(name, section.strings(name));
      }
    }
    return params;
  }

  private List<ScrapeProtocol> protocols(Fields fields, String job, SampleSettings samples) {
    List<ScrapeProtocol> written =
        ScrapeProtocols.list(fields, " for scrape config with job name \"" + job + '"');
    if (written != null) {
      return written;
    }
    if (global.protocols() != null) {
      return global.protocols();
    }
    return samples.scrapeNativeHistograms() || options.preferProtobuf()
        ? ScrapeProtocol.PROTOBUF_FIRST
        : ScrapeProtocol.TEXT_FIRST;
  }

  /// A job that sets its own validation does not inherit the global escaping, which might
  /// contradict it.
  private EscapingScheme escaping(Fields fields, NameValidation validation) {
    EscapingScheme written = GlobalBinder.escaping(fields, "scrape config");
    boolean ownValidation =
        fields.isSet("metric_name_validation_scheme")
            && !fields.string("metric_name_validation_scheme", "").isEmpty();
    EscapingScheme escaping = written;
    if (escaping == null && !ownValidation) {
      escaping = global.escaping();
    }
    if (escaping == null) {
      escaping =
          validation == NameValidation.LEGACY
              ? EscapingScheme.UNDERSCORES
              : EscapingScheme.ALLOW_UTF8;
    }
    if (escaping == EscapingScheme.ALLOW_UTF8 && validation != NameValidation.UTF8) {
      fields.error(
          "metric_name_escaping_scheme",
          "utf8 metric names requested but validation scheme is not set to UTF8");
    }
    return escaping;
  }

  /// A local 0 inherits too, so a job cannot switch a global limit off.
  private ScrapeLimits limits(Fields fields) {
    ScrapeLimits local = GlobalBinder.limits(fields);
    ScrapeLimits inherited = global.limits();
    return new ScrapeLimits(
        either(local.bodyBytes(), inherited.bodyBytes()),
        either(local.samples(), inherited.samples()),
        either(local.targets(), inherited.targets()),
        either(local.labels(), inherited.labels()),
        either(local.labelNameLength(), inherited.labelNameLength()),
        either(local.labelValueLength(), inherited.labelValueLength()),
        fields.unsigned("native_histogram_bucket_limit", 0),
        fields.decimal("native_histogram_min_bucket_factor", 0),
        either(local.keepDroppedTargets(), inherited.keepDroppedTargets()));
  }

  private static long either(long local, long inherited) {
    return local == 0 ? inherited : local;
  }
}
