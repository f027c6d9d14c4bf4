package io.tributary.dialects.staticmode;

import io.tributary.base.secret.Secret;
import io.tributary.base.text.Quoting;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.dialects.instance.Instance;
import io.tributary.dialects.instance.InstanceBinder;
import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.SharedSections;
import io.tributary.dialects.scrapingservice.ScrapingServiceBinder;
import io.tributary.dialects.staticmode.MetricsSettings.Cleaning;
import io.tributary.dialects.staticmode.MetricsSettings.ScrapingService;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.GoFields;
import io.tributary.dialects.yaml.WrittenValues;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.dialects.yaml.YamlWriter;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Binds `metrics`.
///
/// Source: grafana/agent `static/metrics/agent.go`, Config; `static/metrics/instance/global.go`.
final class MetricsBinder {
  static final String DEFAULT_DIRECTORY = "data-agent/";

  private final SharedSections sections;
  private final StaticOptions options;
  private final Refused refused;

  MetricsBinder(SharedSections sections, StaticOptions options, Refused refused) {
    this.sections = sections;
    this.options = options;
    this.refused = refused;
  }

  /// `fields` are those of a file that has the section, or of an empty mapping.
  MetricsSettings bind(Fields fields) {
    Fields globalFields = fields.section("global", "global");
    if (globalFields != null) {
      globalFields.expect(List.of("remote_write"));
      warnOfUnused(globalFields);
    }
    GlobalSettings global = sections.global(globalFields);
    List<Located<RemoteWriteSettings>> remoteWrites =
        globalFields == null
            ? List.of()
            : sections.remoteWrites(globalFields, "remote_write", global);
    Cleaning cleaning = cleaning(fields);
    String directory =
        options
            .overrides()
            .walDirectory()
            .orElseGet(() -> fields.string("wal_directory", DEFAULT_DIRECTORY));
    fields.expect(List.of("wal_directory"));
    boolean shares = shares(fields);
    refuseOthers(fields);
    List<Instance> instances =
        instances(fields, new InstanceBinder(sections, global, remoteWrites));
    Optional<ScrapingService> service = scrapingService(fields);
    if (directory.isEmpty() && (service.isPresent() || !instances.isEmpty())) {
      fields.error("wal_directory", "no wal_directory configured");
    }
    if (service.isPresent() && !instances.isEmpty()) {
      service = alone(fields);
    }
    fields.finish();
    return new MetricsSettings(
        global,
        remoteWrites,
        cleaning,
        directory,
        shares,
        instances,
        service,
        Locator.of(fields.document(), fields.mapping()));
  }

  private static void warnOfUnused(Fields global) {
    if (global.isSet("evaluation_interval")) {
      global.warning(
          "evaluation_interval", "evaluation_interval has no effect: there are no rules");
    }
  }

  private Cleaning cleaning(Fields fields) {
    Optional<Duration> ageFlag = options.overrides().walCleanupAge();
    Optional<Duration> periodFlag = options.overrides().walCleanupPeriod();
    Duration age =
        ageFlag.orElse(GoFields.duration(fields, "wal_cleanup_age", Cleaning.DEFAULT_AGE));
    Duration period =
        periodFlag.orElse(GoFields.duration(fields, "wal_cleanup_period", Cleaning.DEFAULT_PERIOD));
    boolean isAgeWritten = ageFlag.isPresent() || fields.isSet("wal_cleanup_age");
    if (!isAgeWritten && (periodFlag.isPresent() || fields.isSet("wal_cleanup_period"))) {
      fields.warning(
          "wal_cleanup_period",
          "wal_cleanup_period has no effect without wal_cleanup_age: what is unsent is not deleted"
              + " unless somebody says how old it must be");
    }
    return new Cleaning(
        age.isPositive() ? age : Cleaning.DEFAULT_AGE,
        period.isNegative() ? Cleaning.DEFAULT_PERIOD : period,
        isAgeWritten);
  }

  private static boolean shares(Fields fields) {
    String mode = fields.string("instance_mode", "shared");
    if (!mode.equals("shared") && !mode.equals("distinct") && !fields.failed("instance_mode")) {
      fields.error(
          "instance_mode",
          "unsupported instance_mode '" + mode + "'. supported values 'shared', 'distinct'");
    }
    return !mode.equals("distinct");
  }

  private void refuseOthers(Fields fields) {
    GoFields.duration(fields, "instance_restart_backoff", Duration.ZERO);
    if (fields.isSet("instance_restart_backoff")
        || options.overrides().instanceRestartBackoff().isPresent()) {
      fields.warning(
          "instance_restart_backoff",
          "instance_restart_backoff has no effect: an instance does not end, whatever its log"
              + " holds, so that nothing is restarted");
    }
    if (fields.bool("http_disable_keepalives", false)) {
      refused.config(
          fields,
          "http_disable_keepalives",
          "http_disable_keepalives metrics",
          "is not supported yet: connections to targets are kept");
    }
    if (GoFields.duration(fields, "http_idle_conn_timeout", Duration.ZERO).isPositive()) {
      refused.config(
          fields,
          "http_idle_conn_timeout",
          "http_idle_conn_timeout metrics",
          "is not supported yet: a connection is kept until its target ends it");
    }
  }

  /// The service with instances beside it: nothing that could run. The converter of Alloy takes the
  /// instances.
  private Optional<ScrapingService> alone(Fields fields) {
    if (refused.isStrict()) {
      fields.error("configs", "cannot use configs when scraping_service mode is enabled");
    } else {
      refused.config(fields, "scraping_service", "scraping_service metrics", "");
    }
    return Optional.empty();
  }

  /// Empty where it is off.
  private Optional<ScrapingService> scrapingService(Fields fields) {
    ScrapingServiceSettings settings =
        ScrapingServiceBinder.bind(fields, options.overrides().scrapingService());
    if (!settings.enabled()) {
      return Optional.empty();
    }
    String global =
        fields.value("global") instanceof YamlNode.Mapping written
            ? YamlWriter.write(WrittenValues.of(fields.document(), written))
            : "";
    return Optional.of(new ScrapingService(settings, Secret.of(global)));
  }

  private static List<Instance> instances(Fields fields, InstanceBinder binder) {
    var instances = new ArrayList<Instance>();
    var names = new HashMap<String, String>();
    for (YamlNode item : fields.items("configs")) {
      Fields instance =
          Fields.isNull(item)
              ? new Fields(
                  fields.document(),
                  new YamlNode.Mapping(item.line(), item.column(), List.of()),
                  "config")
              : Fields.of(fields.document(), item, "config");
      if (instance == null) {
        continue;
      }
      instances.add(binder.bind(instance));
      String name = instances.getLast().name();
      String first = names.putIfAbsent(name, fields.document().position(item));
      if (first != null && !name.isEmpty()) {
        instance.error(
            "name",
            "prometheus instance names must be unique. found multiple instances with name "
                + Quoting.excerpt(name),
            "first found at " + first);
      }
    }
    return instances;
  }
}
