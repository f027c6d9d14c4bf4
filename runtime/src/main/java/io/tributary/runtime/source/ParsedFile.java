package io.tributary.runtime.source;

import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.ArrayList;
import java.util.List;

/// The blocks of one file, and what is wrong with it as a text.
public record ParsedFile(String name, List<Block> blocks, List<Diagnostic> diagnostics) {
  public ParsedFile {
    blocks = List.copyOf(blocks);
    diagnostics = List.copyOf(diagnostics);
  }

  public static ParsedFile of(SourceFile file) {
    return file.dialect().read(file.name(), file.content());
  }

  static ParsedFile ofRiver(String name, byte[] content) {
    Parsed<RiverFile> parsed = RiverParser.parse(name, content);
    if (parsed.sound().isEmpty()) {
      return new ParsedFile(name, List.of(), parsed.diagnostics());
    }
    return of(name, parsed.tree().body(), parsed.diagnostics());
  }

  /// The blocks of a body that is loaded as if it were a file. It may hold nothing else.
  public static ParsedFile of(String name, List<Statement> body, List<Diagnostic> diagnostics) {
    var blocks = new ArrayList<Block>();
    var all = new ArrayList<Diagnostic>(diagnostics);
    for (Statement statement : body) {
      switch (statement) {
        case Block block -> blocks.add(block);
        case Attribute(var key, _) ->
            all.add(Diagnostic.error(key.span(), "unrecognized attribute " + key.text()));
      }
    }
    return new ParsedFile(name, blocks, all);
  }

  public boolean isSound() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
