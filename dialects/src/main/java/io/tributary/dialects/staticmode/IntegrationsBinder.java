package io.tributary.dialects.staticmode;

import io.tributary.dialects.instance.InstanceLog;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.SharedSections;
import io.tributary.dialects.staticmode.IntegrationsSettings.Integration;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Fields.Text;
import io.tributary.dialects.yaml.GoFields;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Binds `integrations`, in the form without the feature `integrations-next`.
///
/// Source: grafana/agent `static/integrations/manager.go`, ManagerConfig;
/// `static/integrations/config/config.go`, Common.
final class IntegrationsBinder {
  static final String AGENT = "agent";
  static final String NODE_EXPORTER = "node_exporter";

  /// Those that there are and that are not built, and whether they will be.
  private static final List<String> COMING =
      List.of(
          "apache_http",
          "blackbox",
          "cadvisor",
          "consul_exporter",
          "dnsmasq_exporter",
          "elasticsearch_exporter",
          "github_exporter",
          "kafka_exporter",
          "memcached_exporter",
          "mongodb_exporter",
          "mssql",
          "mysqld_exporter",
          "oracledb",
          "postgres_exporter",
          "process_exporter",
          "redis_exporter",
          "snmp",
          "squid",
          "statsd_exporter");

  private static final List<String> OF_VENDORS =
      List.of("azure_exporter", "cloudwatch_exporter", "gcp_exporter", "snowflake", "vsphere");

  private final SharedSections sections;
  private final MetricsSettings metrics;
  private final Refused refused;

  IntegrationsBinder(SharedSections sections, MetricsSettings metrics, Refused refused) {
    this.sections = sections;
    this.metrics = metrics;
    this.refused = refused;
  }

  /// `fields` are those of a file that has the section, or of an empty mapping.
  IntegrationsSettings bind(Fields fields) {
    boolean scrapes = fields.bool("scrape_integrations", true);
    GoFields.duration(fields, "integration_restart_backoff", Duration.ZERO);
    if (fields.isSet("integration_restart_backoff")) {
      fields.warning(
          "integration_restart_backoff",
          "integration_restart_backoff has no effect: an integration does not end, so that nothing"
              + " is restarted");
    }
    for (String key : List.of("replace_instance_label", "use_hostname_label")) {
      if (fields.bool(key) != null) {
        fields.warning(key, key + " is deprecated and has no effect");
      }
    }
    if (fields.isSet("http_tls_config")) {
      fields.warning(
          "http_tls_config",
          "http_tls_config has no effect: integrations are scraped inside the process");
    }
    var labels = new TreeMap<String, String>();
    for (Text label : fields.texts("labels")) {
      labels.put(label.name(), label.text());
    }
    List<Located<RemoteWriteSettings>> own =
        sections.remoteWrites(fields, "prometheus_remote_write", metrics.global());
    var enabled = new ArrayList<Integration>();
    var disabled = new ArrayList<String>();
    known(fields, AGENT, scrapes, enabled, disabled);
    known(fields, NODE_EXPORTER, scrapes, enabled, disabled);
    COMING.forEach(name -> refuse(fields, name, "is not supported yet", disabled));
    OF_VENDORS.forEach(name ->
        refuse(fields, name, "is not supported: it belongs to a vendor's service", disabled));
    refuse(fields, "windows_exporter", "is for Windows, on which Tributary does not run", disabled);
    var settings =
        new IntegrationsSettings(
            labels,
            fields.items("prometheus_remote_write").isEmpty() ? metrics.remoteWrites() : own,
            sections.tls(fields, "http_tls_config"),
            enabled,
            disabled,
            Locator.of(fields.document(), fields.mapping()));
    fields.finish();
    return settings;
  }

  private void known(
      Fields parent,
      String name,
      boolean scrapesAll,
      List<Integration> enabled,
      List<String> disabled) {
    Fields fields = parent.section(name, name);
    if (fields == null) {
      return;
    }
    boolean isOn = fields.bool("enabled", false);
    Boolean scrapes = fields.bool("scrape_integration");
    var integration =
        new Integration(
            name,
            fields.has("instance")
                ? Optional.of(fields.string("instance", "").strip())
                : Optional.empty(),
            scrapes == null ? scrapesAll : scrapes,
            GoFields.duration(fields, "scrape_interval", Duration.ZERO),
            GoFields.duration(fields, "scrape_timeout", Duration.ZERO),
            sections.relabelRules(
                fields, "relabel_configs", "empty or null target relabeling rule in " + name),
            sections.relabelRules(
                fields,
                "metric_relabel_configs",
                "empty or null metric relabeling rule in " + name),
            GoFields.duration(fields, "wal_truncate_frequency", Duration.ZERO),
            name.equals(NODE_EXPORTER) ? new NodeExporterBinder(fields).bind() : List.of(),
            written(parent, name),
            Locator.of(fields.document(), fields.mapping()));
    fields.finish();
    if (!isOn) {
      disabled.add(name);
      return;
    }
    if (integration.isScraped()) {
      checkTiming(fields, integration);
      if (metrics.walDirectory().isEmpty()) {
        fields.error("no wal_directory configured");
      }
    }
    enabled.add(integration);
  }

  private static Map<String, Object> written(Fields parent, String name) {
    var written = new LinkedHashMap<String, Object>();
    if (parent.freeValue(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (value != null) {
          written.put(String.valueOf(key), value);
        }
      });
    }
    return written;
  }

  private void checkTiming(Fields fields, Integration integration) {
    Duration interval =
        integration.scrapeInterval().isPositive()
            ? integration.scrapeInterval()
            : metrics.global().scrapeInterval();
    if (integration.scrapeTimeout().compareTo(interval) > 0) {
      fields.error(
          "scrape_timeout",
          "scrape timeout greater than scrape interval for scrape config with job name"
              + " \"integrations/"
              + integration.name()
              + '"');
    }
    Duration truncate =
        integration.truncateFrequency().isPositive()
            ? integration.truncateFrequency()
            : InstanceLog.DEFAULT.truncateFrequency();
    if (interval.compareTo(truncate) > 0) {
      fields.error(
          "wal_truncate_frequency",
          "scrape interval greater than wal_truncate_frequency for scrape config with job name"
              + " \"integrations/"
              + integration.name()
              + '"');
    }
  }

  /// One that is off does nothing, whatever else it says.
  private void refuse(Fields parent, String name, String reason, List<String> disabled) {
    Fields fields = parent.section(name, name);
    if (fields == null) {
      return;
    }
    if (fields.bool("enabled", false)) {
      refused.integration(parent, name, "this integration " + reason);
    } else {
      disabled.add(name);
    }
  }
}
