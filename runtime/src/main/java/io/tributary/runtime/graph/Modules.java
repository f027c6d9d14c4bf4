package io.tributary.runtime.graph;

import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Statement;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.source.ParsedFile;
import java.util.List;

/// Loads the bodies of templates into modules.
final class Modules {
  private Modules() {}

  /// False when it cannot be linked; then the module stays as it was.
  static boolean load(
      Controller module, String name, List<Statement> body, ModuleInput input, Findings findings) {
    ParsedFile parsed = ParsedFile.of(name, body, List.of());
    findings.addAll(parsed.diagnostics());
    return parsed.isSound() && module.load(parsed.blocks(), input, findings);
  }
}
