package io.tributary.dialects.prometheus;

import io.tributary.base.config.Diagnostic;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A checked configuration with the places of its parts; `top` is the main file.
public record LocatedConfig(
    PrometheusConfig config,
    Locator top,
    List<Located<ScrapeSettings>> jobs,
    List<Located<RemoteWriteSettings>> destinations) {
  public LocatedConfig {
    jobs = List.copyOf(jobs);
    destinations = List.copyOf(destinations);
  }

  /// What came of reading a file: null exactly when something is wrong with it.
  public record Result(@Nullable LocatedConfig located, List<Diagnostic> diagnostics) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// The same as [PrometheusConfig#load].
  public static Result load(Path file, LoadOptions options) {
    return result(new ConfigLoader(file, options));
  }

  /// The same for a text that stands for the file, and without a word about what is sound and
  /// cannot be run in agent mode: whoever converts the rest has words of its own for it.
  public static Result loadConvertible(Path file, SourceText text, LoadOptions options) {
    return result(new ConfigLoader(file, options, Refusals.SILENT, text));
  }

  private static Result result(ConfigLoader loader) {
    LocatedConfig located = loader.locate();
    return new Result(located, loader.findings());
  }
}
