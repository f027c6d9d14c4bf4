package io.tributary.dialects.prometheus.tree;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.LocatedConfig;
import io.tributary.dialects.tree.Locator;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.net.client.HttpClientSettings;
import java.util.List;

/// Says what Alloy's converter does not convert, in its words and in its order; and, where the tree
/// is for Tributary, what Tributary cannot do.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/validate.go`.
public final class Unconverted {
  private static final List<String> CLOUDS = List.of("sigv4", "azuread", "google_iam");

  /// The section `global`, from which jobs inherit.
  private final Locator global;

  private final ConvertDiagnostics diagnostics;

  private Unconverted(Locator global, ConvertDiagnostics diagnostics) {
    this.global = global;
    this.diagnostics = diagnostics;
  }

  static void tell(LocatedConfig located, Form form, ConvertDiagnostics diagnostics) {
    Locator top = located.top();
    var unconverted = new Unconverted(top.at("global"), diagnostics);
    unconverted.global(located.config().global());
    unconverted.alerting(top);
    located.jobs().forEach(unconverted::job);
    unconverted.storage(top);
    unconverted.unsupported(top.at("tracing").isThere(), top, "tracing");
    located.destinations().forEach(one -> unconverted.destination(one, form));
    unconverted.unsupported(top.at("remote_read").size() > 0, top, "remote_read");
  }

  /// The same for jobs and destinations that stand in the file of another dialect, which has none
  /// of the other sections; `place` is where `global` stands.
  public static void tell(
      Form form,
      Locator place,
      GlobalSettings global,
      List<Located<ScrapeSettings>> jobs,
      List<Located<RemoteWriteSettings>> destinations,
      ConvertDiagnostics diagnostics) {
    var unconverted = new Unconverted(place, diagnostics);
    unconverted.global(global);
    jobs.forEach(unconverted::job);
    destinations.forEach(one -> unconverted.destination(one, form));
  }

  /// `name` is that of the section and, behind a blank, of the key in it; alone, it is the key.
  private void unsupported(boolean isUsed, Locator section, String name) {
    if (isUsed) {
      String key = name.substring(name.lastIndexOf(' ') + 1);
      diagnostics.unsupported(section.keyPlace(key), name);
    }
  }

  private void global(GlobalSettings settings) {
    boolean isUsual =
        settings.evaluationInterval().equals(GlobalSettings.DEFAULT_EVALUATION_INTERVAL);
    unsupported(!isUsual, global, "global evaluation_interval");
    unsupported(settings.queryLogFile() != null, global, "global query_log_file");
  }

  private void alerting(Locator top) {
    Locator alerting = top.at("alerting");
    boolean isUsed =
        alerting.at("alertmanagers").size() > 0 || alerting.at("alert_relabel_configs").size() > 0;
    unsupported(isUsed, top, "alerting");
    unsupported(top.at("rule_files").size() > 0, top, "rule_files");
  }

  private void job(Located<ScrapeSettings> located) {
    ScrapeSettings job = located.settings();
    inherited(job.samples().trackTimestampsStaleness(), located, "track_timestamps_staleness");
    inherited(job.limits().nativeHistogramBuckets() != 0, located, "native_histogram_bucket_limit");
    inherited(job.limits().keepDroppedTargets() != 0, located, "keep_dropped_targets");
    client(job.client(), located.place());
    located.unsupportedMechanisms().forEach(name -> mechanism(name, located.place()));
    Locator http = located.place().at("http_sd_configs");
    int index = 0;
    for (var discovery : job.discovery()) {
      if (discovery instanceof HttpDiscoverySettings settings) {
        client(settings.client(), http.item(index++));
      }
    }
  }

  private void inherited(boolean isUsed, Located<ScrapeSettings> job, String key) {
    Locator own = job.place();
    boolean isInherited = !own.at(key).isThere() && global.at(key).isThere();
    unsupported(isUsed, isInherited ? global : own, "scrape_configs " + key);
  }

  private void destination(Located<RemoteWriteSettings> destination, Form form) {
    client(destination.settings().client(), destination.place());
    if (form.isExact()) {
      cloud(destination.place());
    }
  }

  private void cloud(Locator destination) {
    for (String name : CLOUDS) {
      if (destination.at(name).isThere()) {
        diagnostics.unsupported(
            destination.keyPlace(name),
            "remote_write " + name,
            "authentication with " + name + " is not supported yet");
      }
    }
  }

  private void mechanism(String name, Locator job) {
    diagnostics.add(
        Level.ERROR,
        job.keyPlace(name + "_sd_configs"),
        "The converter does not support converting the provided " + name + " service discovery.");
  }

  private void client(HttpClientSettings client, Locator section) {
    unsupported(
        client.tls().maxVersion() != null, section.at("tls_config"), "HTTP Client max_version");
  }

  private void storage(Locator top) {
    Locator storage = top.at("storage");
    Locator tsdb = storage.at("tsdb");
    boolean hasTsdb =
        List.of(
                "out_of_order_time_window",
                "stale_series_compaction_threshold",
                "chunk_encoding",
                "retention")
            .stream()
            .anyMatch(key -> tsdb.at(key).isThere());
    String exemplars = storage.at("exemplars").at("max_exemplars").text();
    unsupported(hasTsdb || !(exemplars.isEmpty() || exemplars.equals("100000")), top, "storage");
  }
}
