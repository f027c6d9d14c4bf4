package io.tributary.dialects.convert;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Block;
import java.util.HashSet;
import java.util.List;

/// What came of a conversion: the tree, with the places of what was converted, and the findings.
public record Conversion(List<Statement> body, ConvertDiagnostics diagnostics) {
  public Conversion {
    body = List.copyOf(body);
  }

  /// With nothing but a reason why there is nothing.
  public static Conversion failed(String summary) {
    var diagnostics = new ConvertDiagnostics();
    diagnostics.add(Level.CRITICAL, summary);
    return new Conversion(List.of(), diagnostics);
  }

  /// Adds a finding for each block whose name and label another one has.
  public Conversion checked() {
    var ids = new HashSet<String>();
    for (Statement statement : body) {
      if (statement instanceof Block block && !ids.add(block.id())) {
        diagnostics.add(
            Level.CRITICAL,
            block.span(),
            "duplicate label after conversion \""
                + block.id()
                + "\". this is due to how valid Alloy labels are assembled and can be avoided by"
                + " updating named properties in the source config.");
      }
    }
    return this;
  }

  /// The tree as text, empty for an empty one.
  public String print() {
    return body.isEmpty() ? "" : RiverPrinter.print(body);
  }
}
