package io.tributary.dialects.instance;

import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.SecretNames;
import io.tributary.base.secret.SecretUrls;
import io.tributary.dialects.prometheus.PrintedSections;
import io.tributary.dialects.yaml.YamlWriter;
import io.tributary.dialects.yaml.YamlWriter.Plain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text of a configuration as it lies in the store, and as it is shown.
///
/// It has what was written, in the order of the original, and with the original's defaults of the
/// log. It does not have the defaults of jobs and destinations, which are the same to every reader,
/// nor those of the agent, which are not: a member of the ring that is older, or the original's,
/// reads it strictly and must find nothing that it does not know and nobody asked for.
///
/// Source: grafana/agent `static/metrics/instance/marshal.go`, `instance.go`, Config.
final class DocumentText {
  private static final String HIDDEN = "<secret>";

  private DocumentText() {}

  static String canonical(Map<String, Object> written, String name, InstanceLog log) {
    var out = new LinkedHashMap<String, Object>();
    out.put("name", name);
    for (String key :
        List.of("host_filter", "host_filter_relabel_configs", "scrape_configs", "remote_write")) {
      Object value = written.get(key);
      if (value != null && !value.equals(List.of()) && !value.equals(new Plain("null"))) {
        out.put(key, value);
      }
    }
    out.put("wal_truncate_frequency", GoDurations.format(log.truncateFrequency()));
    out.put("min_wal_time", GoDurations.format(log.minTime()));
    out.put("max_wal_time", GoDurations.format(log.maxTime()));
    out.put("remote_flush_deadline", GoDurations.format(log.flushDeadline()));
    if (log.writesStaleOnShutdown()) {
      out.put("write_stale_on_shutdown", true);
    }
    return YamlWriter.write(out);
  }

  /// The same with its secrets hidden.
  static Map<String, Object> masked(Map<?, ?> written) {
    var out = new LinkedHashMap<String, Object>();
    written.forEach(
        (key, value) -> out.put(String.valueOf(key), shown(String.valueOf(key), value)));
    return out;
  }

  private static Object shown(String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      if (key.equals("headers")) {
        return PrintedSections.headers(texts(map));
      }
      // An authorization block has parts that are none.
      boolean isSecret = SecretNames.isSecret(key) && !key.equals("authorization");
      return isSecret ? hidden(map) : masked(map);
    }
    return SecretNames.isSecret(key) ? hidden(value) : shown(value);
  }

  private static Object shown(Object value) {
    return switch (value) {
      case Map<?, ?> map -> masked(map);
      case List<?> list -> list.stream().map(DocumentText::shown).toList();
      case String text when text.contains("://") -> SecretUrls.shown(text);
      default -> value;
    };
  }

  private static Object hidden(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, Object>();
        map.forEach((key, inner) -> out.put(String.valueOf(key), hidden(inner)));
        yield out;
      }
      case List<?> list -> list.stream().map(DocumentText::hidden).toList();
      default -> HIDDEN;
    };
  }

  private static Map<String, String> texts(Map<?, ?> map) {
    var out = new LinkedHashMap<String, String>();
    map.forEach((key, value) ->
        out.put(
            String.valueOf(key),
            value instanceof Plain(String text) ? text : String.valueOf(value)));
    return out;
  }
}
