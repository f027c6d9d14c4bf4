package io.tributary.runtime.graph;

import io.tributary.component.ComponentId;
import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.content.Content;
import io.tributary.runtime.content.ContentKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What stands in imported files: templates and further imports, and nothing else. `culprit` is the
/// first file with an error, which `isParsed` tells to be one of its meaning.
record ImportedContent(
    Map<String, List<Statement>> declares, List<Nested> imports, String culprit, boolean isParsed) {

  /// An import inside of imported content.
  record Nested(Block block, ContentKind<?> kind) {}

  static ImportedContent read(
      Content content, ContentKind<?> kind, ComponentId id, Engine engine, Findings findings) {
    var reading = new Reading(kind, id, engine, findings);
    for (Map.Entry<String, String> file : content.files().entrySet()) {
      Parsed<RiverFile> parsed = RiverParser.parse(file.getKey(), file.getValue());
      findings.addAll(parsed.diagnostics());
      boolean isParsed = !findings.hasErrors();
      if (isParsed) {
        parsed.tree().body().forEach(reading::statement);
      }
      if (findings.hasErrors()) {
        return new ImportedContent(Map.of(), List.of(), file.getKey(), isParsed);
      }
    }
    return new ImportedContent(reading.declares, reading.imports, "", true);
  }

  /// Collects from one statement after the other.
  private static final class Reading {
    private final ContentKind<?> kind;
    private final ComponentId id;
    private final Engine engine;
    private final Findings findings;
    private final Map<String, List<Statement>> declares = new HashMap<>();
    private final List<Nested> imports = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();

    Reading(ContentKind<?> kind, ComponentId id, Engine engine, Findings findings) {
      this.kind = kind;
      this.id = id;
      this.engine = engine;
      this.findings = findings;
    }

    void statement(Statement statement) {
      switch (statement) {
        case Attribute attribute ->
            findings.error(
                attribute.span(), "only declare and import blocks are allowed in a module");
        case Block block -> block(block);
      }
    }

    /// Of templates of one name the first one counts, as in the original.
    private void block(Block block) {
      ContentKind<?> nested = engine.settings().link().imports().get(block.name());
      if (block.name().equals("declare")) {
        declares.putIfAbsent(block.label(), block.body());
      } else if (nested == null) {
        findings.error(
            block.pathSpan(),
            "only declare and import blocks are allowed in a module, got " + block.name());
      } else if (!labels.add(block.label())) {
        findings.error(block.header(), "import block redefined " + block.label());
      } else if (kind.isHttp() && nested.isFile()) {
        findings.error(
            block.header(),
            "importing a module via import.http (nodeID: %s) that contains an import.file block is not supported"
                .formatted(id.localId()));
      } else {
        imports.add(new Nested(block, nested));
      }
    }
  }
}
