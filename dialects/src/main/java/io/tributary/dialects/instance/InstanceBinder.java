package io.tributary.dialects.instance;

import io.tributary.base.config.Durations;
import io.tributary.base.config.GoDurations;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.SharedSections;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.GoFields;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;

/// Binds one of `metrics.configs`.
///
/// Source: grafana/agent `static/metrics/instance/instance.go`, Config.
public final class InstanceBinder {
  private final SharedSections sections;
  private final GlobalSettings global;
  private final List<Located<RemoteWriteSettings>> usualRemoteWrites;

  public InstanceBinder(
      SharedSections sections,
      GlobalSettings global,
      List<Located<RemoteWriteSettings>> usualRemoteWrites) {
    this.sections = sections;
    this.global = global;
    this.usualRemoteWrites = usualRemoteWrites;
  }

  /// One with a name of its own.
  public Instance bind(Fields fields) {
    String name = fields.string("name", "");
    if (name.isEmpty() && !fields.failed("name")) {
      fields.error("name", "missing instance name");
    }
    return bind(fields, name);
  }

  /// One that has this name, whatever it says.
  Instance bind(Fields fields, String name) {
    fields.string("name", "");
    boolean filters = fields.bool("host_filter", false);
    List<RelabelRule> rules =
        sections.relabelRules(
            fields,
            "host_filter_relabel_configs",
            "empty or null relabeling rule in host_filter_relabel_configs");
    if (!filters && !rules.isEmpty()) {
      fields.warning(
          "host_filter_relabel_configs",
          "host_filter_relabel_configs have no effect: host_filter is off");
    }
    InstanceLog log = log(fields);
    List<Located<ScrapeSettings>> jobs = sections.scrapeConfigs(fields, global);
    jobs.forEach(job -> checkInterval(fields, job, log.truncateFrequency()));
    List<Located<RemoteWriteSettings>> own = sections.remoteWrites(fields, "remote_write", global);
    boolean hasOwn = !fields.items("remote_write").isEmpty();
    List<Located<RemoteWriteSettings>> remoteWrites =
        new RemoteWriteNames(name).name(hasOwn ? own : usualRemoteWrites, fields);
    fields.finish();
    return new Instance(
        name,
        filters,
        rules,
        jobs,
        remoteWrites,
        log,
        Locator.of(fields.document(), fields.mapping()));
  }

  private static InstanceLog log(Fields fields) {
    InstanceLog usual = InstanceLog.DEFAULT;
    var log =
        new InstanceLog(
            GoFields.duration(fields, "wal_truncate_frequency", usual.truncateFrequency()),
            GoFields.duration(fields, "min_wal_time", usual.minTime()),
            GoFields.duration(fields, "max_wal_time", usual.maxTime()),
            GoFields.duration(fields, "remote_flush_deadline", usual.flushDeadline()),
            fields.bool("write_stale_on_shutdown", false));
    requirePositive(fields, "wal_truncate_frequency", log.truncateFrequency());
    requirePositive(fields, "remote_flush_deadline", log.flushDeadline());
    if (log.minTime().compareTo(log.maxTime()) > 0
        && !fields.failed("min_wal_time")
        && !fields.failed("max_wal_time")) {
      fields.error(
          fields.isSet("min_wal_time") ? "min_wal_time" : "max_wal_time",
          "min_wal_time must be less than max_wal_time",
          "they are "
              + GoDurations.format(log.minTime())
              + " and "
              + GoDurations.format(log.maxTime()));
    }
    return log;
  }

  private static void requirePositive(Fields fields, String key, Duration value) {
    if (!value.isPositive() && !fields.failed(key)) {
      fields.error(key, key + " must be greater than 0s");
    }
  }

  private static void checkInterval(
      Fields fields, Located<ScrapeSettings> job, Duration truncateFrequency) {
    if (job.settings().scrapeInterval().compareTo(truncateFrequency) > 0
        && !fields.failed("wal_truncate_frequency")) {
      fields.error(
          fields.isSet("wal_truncate_frequency") ? "wal_truncate_frequency" : "scrape_configs",
          "scrape interval greater than wal_truncate_frequency for scrape config with job name "
              + Quoting.excerpt(job.settings().jobName()),
          "they are "
              + Durations.format(job.settings().scrapeInterval())
              + " and "
              + GoDurations.format(truncateFrequency));
    }
  }
}
