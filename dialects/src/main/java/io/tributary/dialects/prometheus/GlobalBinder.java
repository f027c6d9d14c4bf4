package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.LoadOptions.Version;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Fields.Text;
import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.model.labels.EscapingScheme;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds the `global` section.
///
/// Source: prometheus `config/config.go`, GlobalConfig.
final class GlobalBinder {
  private final FileContext files;
  private final LoadOptions options;

  GlobalBinder(FileContext files, LoadOptions options) {
    this.files = files;
    this.options = options;
  }

  GlobalSettings bind(@Nullable Fields fields) {
    if (fields == null) {
      return GlobalSettings.defaults(options);
    }
    NameValidation written = nameValidation(fields);
    NameValidation validation = written == null ? options.version().validation() : written;
    Duration interval =
        positiveOr(
            fields.duration("scrape_interval", Duration.ZERO),
            GlobalSettings.DEFAULT_SCRAPE_INTERVAL);
    var settings =
        new GlobalSettings(
            externalLabels(fields, validation),
            interval,
            timeout(fields, interval),
            ScrapeProtocols.list(fields, " for global config"),
            positiveOr(
                fields.duration("evaluation_interval", Duration.ZERO),
                GlobalSettings.DEFAULT_EVALUATION_INTERVAL),
            fields.duration("rule_query_offset", Duration.ZERO),
            files.path(fields, "query_log_file"),
            files.path(fields, "scrape_failure_log_file"),
            limits(fields),
            validation,
            escaping(fields, "global"),
            fields.bool("scrape_native_histograms", false),
            fields.bool("convert_classic_histograms_to_nhcb", false),
            fields.bool("always_scrape_classic_histograms", false),
            ScrapeBinder.inherited(fields, "extra_scrape_metrics", options.extraScrapeMetrics()));
    if (settings.queryLogFile() != null) {
      fields.warning("query_log_file", "query_log_file has no effect in agent mode");
    }
    fields.finish();
    return settings;
  }

  private static Duration timeout(Fields fields, Duration interval) {
    Duration timeout = fields.duration("scrape_timeout", Duration.ZERO);
    if (timeout.compareTo(interval) > 0
        && !fields.failed("scrape_timeout")
        && !fields.failed("scrape_interval")) {
      fields.error("scrape_timeout", "global scrape timeout greater than scrape interval");
    }
    Duration usual =
        interval.compareTo(GlobalSettings.DEFAULT_SCRAPE_TIMEOUT) < 0
            ? interval
            : GlobalSettings.DEFAULT_SCRAPE_TIMEOUT;
    return positiveOr(timeout, usual);
  }

  static Duration positiveOr(Duration duration, Duration other) {
    return duration.isPositive() ? duration : other;
  }

  /// The limits that `global` and jobs share; 0 where nothing is set.
  static ScrapeLimits limits(Fields fields) {
    return new ScrapeLimits(
        size(fields, "body_size_limit"),
        fields.unsigned("sample_limit", 0),
        fields.unsigned("target_limit", 0),
        fields.unsigned("label_limit", 0),
        fields.unsigned("label_name_length_limit", 0),
        fields.unsigned("label_value_length_limit", 0),
        0,
        0,
        fields.unsigned("keep_dropped_targets", 0));
  }

  private static long size(Fields fields, String key) {
    long bytes = fields.size(key, 0);
    if (bytes < 0) {
      fields.error(key, key + " must not be negative");
      return 0;
    }
    return bytes;
  }

  /// Null when nothing is configured.
  static @Nullable NameValidation nameValidation(Fields fields) {
    return fields.parsedOrNull(
        "metric_name_validation_scheme",
        text ->
            switch (text) {
              case "" -> Optional.<NameValidation>empty();
              case "utf8" -> Optional.of(NameValidation.UTF8);
              case "legacy" -> Optional.of(NameValidation.LEGACY);
              default ->
                  throw new ConfigException(
                      "unrecognized ValidationScheme: " + Quoting.excerpt(text));
            },
        "utf8 or legacy");
  }

  /// Null when nothing is configured. `where` is `global` or `scrape config`.
  static @Nullable EscapingScheme escaping(Fields fields, String where) {
    return fields.parsedOrNull(
        "metric_name_escaping_scheme",
        text -> {
          Optional<EscapingScheme> scheme = EscapingScheme.byConfigName(text);
          if (scheme.isEmpty() && !text.isEmpty()) {
            throw new ConfigException(
                "unknown "
                    + where
                    + " name escaping method specified, must be one of 'allow-utf-8',"
                    + " 'underscores', 'dots', or 'values', got "
                    + Quoting.excerpt(text));
          }
          return scheme;
        },
        "allow-utf-8, underscores, dots or values");
  }

  private Labels externalLabels(Fields fields, NameValidation validation) {
    var labels = new Labels.Builder();
    for (Text label : fields.texts("external_labels")) {
      if (!validation.isValidLabelName(label.name())) {
        fields
            .document()
            .error(label.key(), Quoting.excerpt(label.name()) + " is not a valid label name");
      }
      if (!label.text().isEmpty() && !NameValidation.UTF8.isValidLabelName(label.text())) {
        fields
            .document()
            .error(label.value(), Quoting.excerpt(label.text()) + " is not a valid label value");
      }
      labels.set(
          label.name(),
          options.version() == Version.THREE
              ? EnvironmentExpansion.expand(label.text(), name -> variable(fields, label, name))
              : label.text());
    }
    return labels.build();
  }

  private String variable(Fields fields, Text label, String name) {
    String value = options.environment().get(name);
    if (value == null || value.isEmpty()) {
      fields
          .document()
          .warning(
              label.value(),
              "empty environment variable \""
                  + name
                  + "\" in external label \""
                  + label.name()
                  + '"',
              null);
      return "";
    }
    return value;
  }
}
