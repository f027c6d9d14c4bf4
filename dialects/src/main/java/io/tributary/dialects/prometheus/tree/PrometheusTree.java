package io.tributary.dialects.prometheus.tree;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Printable;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.LocatedConfig;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Identifiers;
import io.tributary.river.syntax.Statement;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the tree of a configuration, to be run or to be printed.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/prometheusconvert.go`.
public final class PrometheusTree {
  private static final String LABEL = "default";

  private final Form form;
  private final LocatedConfig located;
  private final Blocks blocks = new Blocks();

  private PrometheusTree(Form form, LocatedConfig located) {
    this.form = form;
    this.located = located;
  }

  /// A configuration that was loaded, and the tree that runs it.
  ///
  /// @param config null exactly when something is wrong with it, as `diagnostics` tell
  public record Loaded(
      @Nullable PrometheusConfig config, List<Statement> body, List<Diagnostic> diagnostics) {
    public Loaded {
      body = List.copyOf(body);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Loads a file as [PrometheusConfig#load] does. Never throws for what it holds or lacks.
  public static Loaded load(Path file, LoadOptions options) {
    LocatedConfig.Result result = LocatedConfig.load(file, options);
    LocatedConfig located = result.located();
    if (located == null) {
      return new Loaded(null, List.of(), result.diagnostics());
    }
    List<Statement> body = new PrometheusTree(Form.EXACT, located).build().build();
    return new Loaded(located.config(), body, result.diagnostics());
  }

  /// Converts a text as far as that goes, and says how far. `file` is where it stands: relative
  /// paths in it are relative to the directory of it. Never throws for what the text holds.
  public static Conversion convert(Path file, SourceText text, LoadOptions options, Form form) {
    LocatedConfig.Result result = LocatedConfig.loadConvertible(file, text, options);
    LocatedConfig located = result.located();
    var diagnostics = new ConvertDiagnostics();
    if (located == null) {
      for (Diagnostic diagnostic : result.diagnostics()) {
        if (diagnostic.isError()) {
          String problem = diagnostic.position() + ": " + diagnostic.message();
          diagnostics.add(
              Level.CRITICAL,
              Span.at(diagnostic.file(), diagnostic.line(), diagnostic.column()),
              "failed to parse Prometheus config: " + Printable.escaped(problem));
        }
      }
      return new Conversion(List.of(), diagnostics);
    }
    Blocks blocks = new PrometheusTree(form, located).build();
    Unconverted.tell(located, form, diagnostics);
    blocks.tell(diagnostics);
    return new Conversion(blocks.build(), diagnostics).checked();
  }

  private Blocks build() {
    Locator global = located.top().at("global");
    String receiver = destinations(global);
    var jobs = new ScrapeTree(form, blocks, global);
    for (Located<ScrapeSettings> job : located.jobs()) {
      jobs.add(job, label(job.settings().jobName()), receiver, List.of());
    }
    return blocks;
  }

  /// The receiver of the destinations; empty where there are none. What runs keeps what it scrapes
  /// for a destination that a reload may bring.
  private String destinations(Locator global) {
    PrometheusConfig config = located.config();
    boolean isNeeded = form.isExact() && !located.jobs().isEmpty();
    if (located.destinations().isEmpty() && !isNeeded) {
      return "";
    }
    Labels labels = config.global().externalLabels();
    return new RemoteWriteTree(form, config.global().nameValidation())
        .add(
            blocks,
            LABEL,
            labels,
            global,
            located.destinations(),
            located.top().at("remote_write"));
  }

  /// The nearest identifier. Two jobs can have the same one: Alloy's converter says so, what is
  /// exact counts.
  private String label(String job) {
    String sanitized = Identifiers.sanitize(job);
    String candidate = sanitized;
    for (int i = 2; form.isExact() && blocks.has("prometheus.scrape", candidate); i++) {
      candidate = sanitized + "_" + i;
    }
    return candidate;
  }
}
