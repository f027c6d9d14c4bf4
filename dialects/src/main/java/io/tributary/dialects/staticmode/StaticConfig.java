package io.tributary.dialects.staticmode;

import io.tributary.base.config.Diagnostic;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.river.syntax.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An `agent.yaml`, read, checked and resolved. Parts that are not written have their defaults.
///
/// `sha256` identifies the file as it was written, before variables were filled in.
public final class StaticConfig {
  private final ServerSettings server;
  private final MetricsSettings metrics;
  private final IntegrationsSettings integrations;
  private final String sha256;

  StaticConfig(
      ServerSettings server,
      MetricsSettings metrics,
      IntegrationsSettings integrations,
      String sha256) {
    this.server = server;
    this.metrics = metrics;
    this.integrations = integrations;
    this.sha256 = sha256;
  }

  /// What came of reading a file: a configuration with perhaps some warnings, or all that is wrong.
  public record Result(@Nullable StaticConfig config, List<Diagnostic> diagnostics) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }

    public Optional<StaticConfig> sound() {
      return Optional.ofNullable(config);
    }

    public List<Diagnostic> errors() {
      return diagnostics.stream().filter(Diagnostic::isError).toList();
    }

    public List<Diagnostic> warnings() {
      return diagnostics.stream().filter(diagnostic -> !diagnostic.isError()).toList();
    }
  }

  /// Reads the bytes of a file, which findings call `name`. Never throws for what they hold.
  public static Result read(String name, byte[] bytes, StaticOptions options) {
    return new StaticReader(name, bytes, options, Refused.whenRunning()).read();
  }

  /// The tree that does what the file says, and which part of it is what.
  public Tree tree(StaticOptions options) {
    var tree = new StaticTree(Form.EXACT, this, options, new ConvertDiagnostics()).build();
    return new Tree(tree.body(), tree.index());
  }

  /// A tree of River with what it was made of.
  public record Tree(List<Statement> body, StaticIndex index) {
    public Tree {
      body = List.copyOf(body);
    }
  }

  public ServerSettings server() {
    return server;
  }

  /// Where logs of samples are kept, as it is written.
  public String walDirectory() {
    return metrics.walDirectory();
  }

  /// Whether instances that are alike share a log.
  public boolean sharesInstances() {
    return metrics.sharesInstances();
  }

  MetricsSettings metrics() {
    return metrics;
  }

  IntegrationsSettings integrations() {
    return integrations;
  }

  /// The configuration with its defaults filled in and its secrets hidden.
  public String effectiveYaml() {
    return StaticYaml.print(this);
  }

  public String sha256() {
    return sha256;
  }
}
