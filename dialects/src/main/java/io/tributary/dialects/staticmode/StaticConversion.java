package io.tributary.dialects.staticmode;

import io.tributary.base.config.Diagnostic;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.staticmode.MetricsSettings.Cleaning;
import io.tributary.dialects.tree.Locator;
import io.tributary.river.diag.Span;
import java.util.List;

/// Converts an `agent.yaml` to River as far as that goes, and says how far.
///
/// Source: grafana/alloy `internal/converter/internal/staticconvert/validate.go`.
public final class StaticConversion {
  private final StaticConfig config;
  private final Form form;
  private final ConvertDiagnostics diagnostics;

  private StaticConversion(StaticConfig config, Form form, ConvertDiagnostics diagnostics) {
    this.config = config;
    this.form = form;
    this.diagnostics = diagnostics;
  }

  /// Never throws for what the bytes hold. `name` is what findings call the file.
  public static Conversion convert(String name, byte[] bytes, StaticOptions options, Form form) {
    var refused = new ConvertDiagnostics();
    StaticConfig.Result result =
        new StaticReader(name, bytes, options, Refused.whenConverting(refused)).read();
    var diagnostics = new ConvertDiagnostics();
    StaticConfig config = result.config();
    if (config == null) {
      for (Diagnostic error : result.errors()) {
        diagnostics.add(
            Level.CRITICAL,
            Span.at(error.file(), error.line(), error.column()),
            "failed to parse Static config: " + error);
      }
      return new Conversion(List.of(), diagnostics);
    }
    var tree = new StaticTree(form, config, options, diagnostics).build();
    new StaticConversion(config, form, diagnostics).tell(refused);
    return new Conversion(tree.body(), diagnostics).checked();
  }

  private void tell(ConvertDiagnostics refused) {
    diagnostics.add(
        Level.WARNING,
        "Please review your agent command line flags and ensure they are set in your Alloy config"
            + " file where necessary.");
    server();
    metrics();
    diagnostics.addAll(refused);
    for (String name : config.integrations().disabled()) {
      diagnostics.add(
          Level.WARNING,
          config.integrations().place().keyPlace(name),
          "disabled integrations do nothing and are not included in the output: " + name + ".");
    }
  }

  private void server() {
    Locator server = config.server().place();
    boolean hasServer = form.isExact() && config.metrics().scrapingService().isPresent();
    if (!hasServer && server.at("grpc_tls_config").isThere()) {
      diagnostics.unsupported(
          server.keyPlace("grpc_tls_config"),
          "grpc_tls_config server",
          "Alloy does not have a gRPC server to configure.");
    }
    config
        .server()
        .tls()
        .filter(tls -> tls.place().at("prefer_server_cipher_suites").isTrue())
        .ifPresent(tls -> unsupported(tls.place(), "prefer_server_cipher_suites", "server"));
  }

  private void metrics() {
    MetricsSettings metrics = config.metrics();
    Cleaning cleaning = metrics.cleaning();
    if (!form.isExact() && !cleaning.age().equals(Cleaning.DEFAULT_AGE)) {
      unsupported(metrics.place(), "wal_cleanup_age", "metrics");
    }
    if (!form.isExact() && !cleaning.period().equals(Cleaning.DEFAULT_PERIOD)) {
      unsupported(metrics.place(), "wal_cleanup_period", "metrics");
    }
    String backoff = metrics.place().at("instance_restart_backoff").text();
    if (!backoff.isEmpty() && !backoff.equals("5s")) {
      unsupported(metrics.place(), "instance_restart_backoff", "metrics");
    }
    if (metrics.scrapingService().isPresent() && !form.isExact()) {
      unsupported(metrics.place(), "scraping_service", "metrics");
    }
    if (!metrics.sharesInstances() && !form.isExact()) {
      unsupported(metrics.place(), "instance_mode", "metrics");
    }
    if (!metrics.walDirectory().equals(MetricsBinder.DEFAULT_DIRECTORY)) {
      diagnostics.add(
          Level.WARNING,
          metrics.place().keyPlace("wal_directory"),
          "The converter does not support converting the provided metrics wal_directory config: Use"
              + " the run command flag --storage.path instead.");
    }
  }

  private void unsupported(Locator section, String key, String name) {
    diagnostics.unsupported(section.keyPlace(key), key + " " + name);
  }
}
