package io.tributary.dialects.staticmode;

import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.SecretUrls;
import io.tributary.dialects.instance.Instance;
import io.tributary.dialects.instance.InstanceLog;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.PrintedSections;
import io.tributary.dialects.scrapingservice.ScrapingServiceYaml;
import io.tributary.dialects.staticmode.IntegrationsSettings.Integration;
import io.tributary.dialects.staticmode.MetricsSettings.Cleaning;
import io.tributary.dialects.staticmode.MetricsSettings.ScrapingService;
import io.tributary.dialects.staticmode.ServerSettings.ServerTls;
import io.tributary.dialects.yaml.YamlWriter;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prints a configuration as the file that would yield it: defaults filled in, secrets hidden, what
/// is empty left out.
///
/// Source: grafana/agent `static/config/config.go` and what it refers to, the fields of the structs
/// and their tags.
final class StaticYaml {
  private StaticYaml() {}

  static String print(StaticConfig config) {
    var top = new LinkedHashMap<String, Object>();
    top.put("server", server(config.server()));
    top.put("metrics", metrics(config.metrics()));
    top.put("integrations", integrations(config.integrations()));
    return YamlWriter.write(top);
  }

  private static Map<String, Object> server(ServerSettings server) {
    var out = new LinkedHashMap<String, Object>();
    out.put("log_level", server.logLevel());
    out.put("log_format", server.logFormat());
    server.tls().ifPresent(tls -> out.put("http_tls_config", tls(tls)));
    server.grpcTls().ifPresent(tls -> out.put("grpc_tls_config", tls(tls)));
    return out;
  }

  private static Map<String, Object> tls(ServerTls tls) {
    var out = new LinkedHashMap<String, Object>();
    put(out, "cert_file", tls.certFile());
    put(out, "key_file", tls.keyFile());
    put(out, "client_auth_type", tls.clientAuthType());
    put(out, "client_ca_file", tls.clientCaFile());
    put(out, "cipher_suites", tls.cipherSuites());
    put(out, "curve_preferences", tls.curvePreferences());
    put(out, "min_version", tls.minVersion());
    put(out, "max_version", tls.maxVersion());
    return out;
  }

  private static Map<String, Object> metrics(MetricsSettings metrics) {
    var out = new LinkedHashMap<String, Object>();
    Map<String, Object> global = new LinkedHashMap<>(PrintedSections.global(metrics.global()));
    put(global, "remote_write", remoteWrites(metrics.remoteWrites()));
    out.put("global", global);
    out.put("wal_directory", metrics.walDirectory());
    Cleaning cleaning = metrics.cleaning();
    out.put("wal_cleanup_age", GoDurations.format(cleaning.age()));
    if (!cleaning.period().isZero()) {
      out.put("wal_cleanup_period", GoDurations.format(cleaning.period()));
    }
    put(out, "configs", metrics.instances().stream().map(StaticYaml::instance).toList());
    metrics
        .scrapingService()
        .map(ScrapingService::settings)
        .ifPresent(settings -> {
          out.put("scraping_service", ScrapingServiceYaml.service(settings));
          out.put("scraping_service_client", ScrapingServiceYaml.client(settings.client()));
        });
    out.put("instance_mode", metrics.sharesInstances() ? "shared" : "distinct");
    return out;
  }

  private static Map<String, Object> instance(Instance instance) {
    var out = new LinkedHashMap<String, Object>();
    out.put("name", instance.name());
    if (instance.filtersHost()) {
      out.put("host_filter", true);
    }
    put(out, "host_filter_relabel_configs", PrintedSections.rules(instance.hostFilterRules()));
    put(
        out,
        "scrape_configs",
        instance.jobs().stream().map(job -> PrintedSections.scrapeConfig(job.settings())).toList());
    put(out, "remote_write", remoteWrites(instance.remoteWrites()));
    InstanceLog log = instance.log();
    out.put("wal_truncate_frequency", GoDurations.format(log.truncateFrequency()));
    out.put("min_wal_time", GoDurations.format(log.minTime()));
    out.put("max_wal_time", GoDurations.format(log.maxTime()));
    out.put("remote_flush_deadline", GoDurations.format(log.flushDeadline()));
    if (log.writesStaleOnShutdown()) {
      out.put("write_stale_on_shutdown", true);
    }
    return out;
  }

  private static List<Map<String, Object>> remoteWrites(
      List<Located<RemoteWriteSettings>> destinations) {
    return destinations.stream()
        .map(destination -> PrintedSections.remoteWrite(destination.settings()))
        .toList();
  }

  private static Map<String, Object> integrations(IntegrationsSettings integrations) {
    var out = new LinkedHashMap<String, Object>();
    put(out, "labels", integrations.labels());
    put(out, "prometheus_remote_write", remoteWrites(integrations.remoteWrites()));
    for (Integration integration : integrations.enabled()) {
      var written = new LinkedHashMap<>(integration.written());
      written.replaceAll((_, value) -> value instanceof String text ? shown(text) : value);
      out.put(integration.name(), written);
    }
    return out;
  }

  /// An address may have a password in it.
  private static String shown(String text) {
    return text.contains("://") ? SecretUrls.shown(text) : text;
  }

  private static void put(Map<String, Object> out, String key, String value) {
    if (!value.isEmpty()) {
      out.put(key, value);
    }
  }

  private static void put(Map<String, Object> out, String key, List<?> values) {
    if (!values.isEmpty()) {
      out.put(key, values);
    }
  }

  private static void put(Map<String, Object> out, String key, Map<String, ?> values) {
    if (!values.isEmpty()) {
      out.put(key, values);
    }
  }
}
