package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.OtlpSettings.TranslationStrategy;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Fields.Text;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.model.labels.NameValidation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Binds the sections beside scraping and remote write, and refuses what agent mode does not have.
///
/// Source: prometheus `config/config.go`.
final class OtherSections {
  static final int DEFAULT_GOGC = 75;

  private final Fields top;
  private final FileContext files;
  private final Refusals refusals;

  OtherSections(Fields top, FileContext files, Refusals refusals) {
    this.top = top;
    this.files = files;
    this.refusals = refusals;
  }

  /// Refuses `alerting`, `rule_files` and `remote_read` unless they are empty.
  void refuseServerSections() {
    Fields alerting = top.section("alerting", "alerting");
    if (alerting != null) {
      boolean used =
          !alerting.items("alertmanagers").isEmpty()
              || !alerting.items("alert_relabel_configs").isEmpty();
      if (used) {
        refuse("alerting");
      }
      alerting.finish();
    }
    for (String key : List.of("rule_files", "remote_read")) {
      if (!top.items(key).isEmpty()) {
        refuse(key);
      }
    }
  }

  private void refuse(String key) {
    refusals.refuse(
        top.document(), top.key(key), "field " + key + " is not allowed in agent mode", null);
  }

  /// The percentage only means something to Go's garbage collector; it is read so that it can be
  /// echoed.
  int gogc() {
    Fields fields = top.section("runtime", "runtime");
    if (fields == null) {
      return DEFAULT_GOGC;
    }
    int gogc = fields.integer("gogc", 0);
    fields.finish();
    return gogc == 0 ? DEFAULT_GOGC : gogc;
  }

  StorageSettings storage() {
    Fields fields = top.section("storage", "storage");
    if (fields == null) {
      return StorageSettings.DEFAULT;
    }
    Duration window = Duration.ZERO;
    Fields tsdb = fields.section("tsdb", "storage.tsdb");
    if (tsdb != null) {
      window = tsdb.duration("out_of_order_time_window", Duration.ZERO);
      tsdb(tsdb);
      tsdb.finish();
    }
    Fields exemplars = fields.section("exemplars", "storage.exemplars");
    if (exemplars != null) {
      exemplars.integer("max_exemplars", 100_000);
      if (exemplars.has("max_exemplars")) {
        exemplars.warning("max_exemplars", "max_exemplars has no effect in agent mode");
      }
      exemplars.finish();
    }
    fields.finish();
    return new StorageSettings(window);
  }

  private static void tsdb(Fields tsdb) {
    tsdb.decimal("stale_series_compaction_threshold", 0);
    // Prometheus prints it, in milliseconds, and reads it without effect.
    tsdb.decimal("outofordertimewindow", 0);
    Fields encoding = tsdb.section("chunk_encoding", "storage.tsdb.chunk_encoding");
    if (encoding != null) {
      String floats = encoding.string("floats", "");
      if (!List.of("", "xor", "xor2").contains(floats)) {
        encoding.error(
            "floats",
            "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be"
                + " omitted entirely, got "
                + Quoting.excerpt(floats));
      }
      encoding.finish();
    }
    Fields retention = tsdb.section("retention", "storage.tsdb.retention");
    if (retention != null) {
      retention.duration("time", Duration.ZERO);
      long size = retention.size("size", 0);
      if (size < 0) {
        retention.error(
            "size",
            "'storage.tsdb.retention.size' must be greater than or equal to 0, got " + size);
      }
      double percentage = retention.decimal("percentage", 0);
      if (!(percentage >= 0 && percentage <= 100)) {
        retention.error(
            "percentage",
            "'storage.tsdb.retention.percentage' must be in the range [0, 100], got " + percentage);
      }
      retention.finish();
    }
    for (String key : List.of("stale_series_compaction_threshold", "chunk_encoding", "retention")) {
      if (tsdb.isSet(key)) {
        tsdb.warning(key, key + " has no effect in agent mode");
      }
    }
  }

  /// Tracing is not built: a configured one is refused, after its fields were checked as far as
  /// they go.
  void refuseTracing() {
    Fields fields = top.section("tracing", "tracing");
    if (fields == null) {
      return;
    }
    refusals.refuse(top.document(), top.key("tracing"), "tracing is not supported yet", null);
    String client = fields.string("client_type", "grpc");
    if (!client.equals("http") && !client.equals("grpc")) {
      fields.error(
          "client_type", "expected tracing client type to be http or grpc, but got " + client);
    }
    if (fields.string("endpoint", "").isEmpty() && !fields.failed("endpoint")) {
      fields.error("endpoint", "tracing endpoint must be set");
    }
    fields.decimal("sampling_fraction", 0);
    fields.bool("insecure", false);
    new HttpClientBinder(files).tls(fields);
    for (Text header : fields.texts("headers")) {
      if (header.name().toLowerCase(Locale.ROOT).equals("authorization")) {
        fields
            .document()
            .error(header.key(), "custom authorization header configuration is not yet supported");
      } else {
        RemoteWriteBinder.checkReserved(fields, header);
      }
    }
    String compression = fields.string("compression", "");
    if (!compression.isEmpty() && !compression.equals("gzip")) {
      fields.error(
          "compression",
          "invalid compression type " + compression + " provided, valid options: gzip");
    }
    fields.duration("timeout", Duration.ZERO);
    fields.finish();
  }

  OtlpSettings otlp(NameValidation validation) {
    OtlpSettings usual = OtlpSettings.DEFAULT;
    Fields fields = top.section("otlp", "otlp");
    if (fields == null) {
      return usual;
    }
    boolean promoteAll = fields.bool("promote_all_resource_attributes", false);
    List<String> promoted = attributes(fields, "promote_resource_attributes", "promoted");
    List<String> ignored = attributes(fields, "ignore_resource_attributes", "ignored");
    if (promoteAll && !promoted.isEmpty()) {
      fields.error(
          "promote_resource_attributes",
          "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured"
              + " simultaneously");
    }
    if (!promoteAll && !ignored.isEmpty()) {
      fields.error(
          "ignore_resource_attributes",
          "'ignore_resource_attributes' cannot be configured unless"
              + " 'promote_all_resource_attributes' is true");
    }
    TranslationStrategy strategy = strategy(fields);
    if (strategy.needsUtf8() && validation == NameValidation.LEGACY) {
      fields.error(
          "translation_strategy",
          "OTLP translation strategy "
              + Quoting.excerpt(strategy.configName())
              + " is not allowed when UTF8 is disabled");
    }
    var settings =
        new OtlpSettings(
            promoteAll,
            promoted,
            ignored,
            strategy,
            fields.bool("keep_identifying_resource_attributes", false),
            fields.bool("convert_histograms_to_nhcb", false),
            fields.bool("promote_scope_metadata", false),
            fields.bool(
                "label_name_underscore_sanitization", usual.labelNameUnderscoreSanitization()),
            fields.bool(
                "label_name_preserve_multiple_underscores",
                usual.labelNamePreserveMultipleUnderscores()));
    fields.finish();
    return settings;
  }

  private static TranslationStrategy strategy(Fields fields) {
    TranslationStrategy usual = OtlpSettings.DEFAULT.translationStrategy();
    return fields.parsed(
        "translation_strategy",
        usual,
        usual,
        text -> {
          for (TranslationStrategy strategy : TranslationStrategy.values()) {
            if (strategy.configName().equals(text)) {
              return strategy;
            }
          }
          if (text.isEmpty()) {
            return usual;
          }
          throw new ConfigException(
              "unsupported OTLP translation strategy " + Quoting.excerpt(text));
        },
        "UnderscoreEscapingWithSuffixes, UnderscoreEscapingWithoutSuffixes,"
            + " NoUTF8EscapingWithSuffixes or NoTranslation");
  }

  private static List<String> attributes(Fields fields, String key, String adjective) {
    var attributes = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (YamlNode item : fields.items(key)) {
      String text = fields.itemText(key, item);
      if (text == null) {
        continue;
      }
      String attribute = text.strip();
      String problem = null;
      if (attribute.isEmpty()) {
        problem = "empty " + adjective + " OTel resource attribute";
      } else if (!seen.add(attribute)) {
        problem =
            "duplicated " + adjective + " OTel resource attribute " + Quoting.excerpt(attribute);
      }
      report(fields, key, item, problem);
      attributes.add(attribute);
    }
    return attributes;
  }

  private static void report(Fields fields, String key, YamlNode item, @Nullable String problem) {
    if (problem != null) {
      fields.document().error(item, "invalid '" + key + "': " + problem);
    }
  }
}
