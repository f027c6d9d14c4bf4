package io.tributary.dialects.prometheus.tree;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Printable;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LoadResult;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the tree of a configuration, to be run or to be printed.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/prometheusconvert.go`.
public final class PrometheusTree {
  private static final String LABEL = "default";

  private final Form form;
  private final LocatedConfig located;
  private final Map<String, String> labelsBefore;
  private final Set<String> keptLabels;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Blocks blocks = new Blocks();

  private PrometheusTree(Form form, LocatedConfig located, Map<String, String> labelsBefore) {
    this.form = form;
    this.located = located;
    this.labelsBefore = labelsBefore;
    this.keptLabels = Set.copyOf(labelsBefore.values());
  }

  /// A configuration that was loaded, and the tree that runs it.
  ///
  /// @param config null exactly when something is wrong with it, as `diagnostics` tell
  /// @param jobs the names of jobs by the ids of the components that find their targets
  /// @param labels those of the components that scrape, by the names of their jobs
  public record Loaded(
      @Nullable PrometheusConfig config,
      List<Statement> body,
      Map<String, String> jobs,
      Map<String, String> labels,
      List<Diagnostic> diagnostics) {
    public Loaded {
      body = List.copyOf(body);
      jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
      labels = Map.copyOf(labels);
      diagnostics = List.copyOf(diagnostics);
    }

    /// The same without the tree.
    public LoadResult result() {
      return new LoadResult(config, diagnostics);
    }
  }

  /// Loads a file as [PrometheusConfig#load] does. Never throws for what it holds or lacks.
  ///
  /// A component of a job is called as in `labelsBefore`, those of what runs already, wherever the
  /// job stands now: it is the same one.
  public static Loaded load(Path file, LoadOptions options, Map<String, String> labelsBefore) {
    LocatedConfig.Result result = LocatedConfig.load(file, options);
    LocatedConfig located = result.located();
    if (located == null) {
      return new Loaded(null, List.of(), Map.of(), Map.of(), result.diagnostics());
    }
    var tree = new PrometheusTree(Form.RUNNING, located, labelsBefore);
    Blocks blocks = tree.build();
    return new Loaded(
        located.config(),
        blocks.build(),
        blocks.jobsByComponent(),
        tree.labels,
        result.diagnostics());
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
    Blocks blocks = new PrometheusTree(form, located, Map.of()).build();
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

  /// The receiver of the destinations; empty where there are none. What runs has one all the same:
  /// it keeps what it scrapes for a destination that a reload may bring.
  private String destinations(Locator global) {
    PrometheusConfig config = located.config();
    boolean isNeeded = form == Form.RUNNING || (form == Form.EXACT && !located.jobs().isEmpty());
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
    String kept = labelsBefore.get(job);
    String label = kept == null ? freeLabel(Identifiers.sanitize(job)) : kept;
    labels.put(job, label);
    return label;
  }

  private String freeLabel(String nearest) {
    String candidate = nearest;
    for (int i = 2; form.isExact() && isTaken(candidate); i++) {
      candidate = nearest + "_" + i;
    }
    return candidate;
  }

  private boolean isTaken(String label) {
    return blocks.has("prometheus.scrape", label) || keptLabels.contains(label);
  }
}
