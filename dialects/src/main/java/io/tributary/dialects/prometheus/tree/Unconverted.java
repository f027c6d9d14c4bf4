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

  private final Locator top;
  private final ConvertDiagnostics diagnostics;

  private Unconverted(Locator top, ConvertDiagnostics diagnostics) {
    this.top = top;
    this.diagnostics = diagnostics;
  }

  static void tell(LocatedConfig located, Form form, ConvertDiagnostics diagnostics) {
    var unconverted = new Unconverted(located.top(), diagnostics);
    unconverted.global(located.config().global());
    unconverted.alerting();
    located.jobs().forEach(unconverted::job);
    unconverted.storage();
    unconverted.tracing();
    for (Located<RemoteWriteSettings> destination : located.destinations()) {
      unconverted.client(destination.settings().client());
      if (form.isExact()) {
        unconverted.cloud(destination.place());
      }
    }
    unconverted.unsupported(located.top().at("remote_read").size() > 0, "remote_read");
  }

  /// The same for jobs and destinations that stand in the file of another dialect. Its `top` has
  /// none of the other sections.
  public static void tell(
      Locator top,
      GlobalSettings global,
      List<Located<ScrapeSettings>> jobs,
      List<Located<RemoteWriteSettings>> destinations,
      ConvertDiagnostics diagnostics) {
    var unconverted = new Unconverted(top, diagnostics);
    unconverted.global(global);
    jobs.forEach(unconverted::job);
    destinations.forEach(one -> unconverted.client(one.settings().client()));
  }

  private void unsupported(boolean isUsed, String name) {
    if (isUsed) {
      diagnostics.unsupported(name);
    }
  }

  private void global(GlobalSettings global) {
    boolean isUsual =
        global.evaluationInterval().equals(GlobalSettings.DEFAULT_EVALUATION_INTERVAL);
    unsupported(!isUsual, "global evaluation_interval");
    unsupported(global.queryLogFile() != null, "global query_log_file");
  }

  private void alerting() {
    Locator alerting = top.at("alerting");
    boolean isUsed =
        alerting.at("alertmanagers").size() > 0 || alerting.at("alert_relabel_configs").size() > 0;
    unsupported(isUsed, "alerting");
    unsupported(top.at("rule_files").size() > 0, "rule_files");
  }

  private void job(Located<ScrapeSettings> located) {
    ScrapeSettings job = located.settings();
    unsupported(
        job.samples().trackTimestampsStaleness(), "scrape_configs track_timestamps_staleness");
    unsupported(
        job.limits().nativeHistogramBuckets() != 0, "scrape_configs native_histogram_bucket_limit");
    unsupported(job.limits().keepDroppedTargets() != 0, "scrape_configs keep_dropped_targets");
    client(job.client());
    located.unsupportedMechanisms().forEach(this::mechanism);
    for (var discovery : job.discovery()) {
      if (discovery instanceof HttpDiscoverySettings http) {
        client(http.client());
      }
    }
  }

  private void cloud(Locator destination) {
    for (String name : CLOUDS) {
      if (destination.at(name).isThere()) {
        diagnostics.unsupported(
            "remote_write " + name, "authentication with " + name + " is not supported yet");
      }
    }
  }

  private void mechanism(String name) {
    diagnostics.add(
        Level.ERROR,
        "The converter does not support converting the provided " + name + " service discovery.");
  }

  private void client(HttpClientSettings client) {
    unsupported(client.tls().maxVersion() != null, "HTTP Client max_version");
  }

  private void storage() {
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
    unsupported(hasTsdb || !(exemplars.isEmpty() || exemplars.equals("100000")), "storage");
  }

  private void tracing() {
    unsupported(top.at("tracing").isThere(), "tracing");
  }
}
