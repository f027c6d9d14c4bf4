package io.tributary.runtime;

import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.graph.Controller;
import io.tributary.runtime.graph.Engine;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Plan;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.ParsedFiles;
import io.tributary.runtime.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Loads configurations into the root module, all or nothing, or file by file. Belongs to whoever
/// serialises the loads.
final class RootLoader {
  private final Engine engine;
  private final Controller root;
  private final LoadMode mode;
  private final ParsedFiles parser = new ParsedFiles();
  private Map<String, ParsedFile> lastGood = Map.of();
  private boolean isLoaded;

  RootLoader(Engine engine, Controller root, LoadMode mode) {
    this.engine = engine;
    this.root = root;
    this.mode = mode;
  }

  LoadResult load(Source source) {
    return switch (mode) {
      case STRICT -> loadWhole(source);
      case LENIENT -> loadEach(source);
    };
  }

  private LoadResult loadWhole(Source source) {
    List<ParsedFile> files = parser.of(source.files());
    var findings = new Findings();
    files.forEach(file -> findings.addAll(file.diagnostics()));
    ModuleInput input = ModuleInput.root(source.modulePath());
    Plan plan = null;
    if (!findings.hasErrors()) {
      List<Block> blocks = files.stream().flatMap(file -> file.blocks().stream()).toList();
      plan = root.link(blocks, input, findings);
    }
    if (plan == null || findings.hasErrors()) {
      return new LoadResult(false, findings.all(), List.of());
    }
    apply(plan, input, findings);
    if (findings.hasErrors() && !isLoaded) {
      root.discard();
      return new LoadResult(false, findings.all(), List.of());
    }
    isLoaded = true;
    return new LoadResult(true, findings.all(), List.of());
  }

  private LoadResult loadEach(Source source) {
    var units = new Units(parser.of(source.files()), lastGood);
    ModuleInput input = ModuleInput.root(source.modulePath());
    while (!units.isEmpty() || source.files().isEmpty()) {
      var findings = new Findings();
      Plan plan = root.link(units.blocks(), input, findings);
      if (!findings.hasErrors()) {
        apply(plan, input, findings);
        lastGood = units.used();
        isLoaded = true;
        return new LoadResult(true, all(units, findings.all()), units.leftOut());
      }
      if (!units.withdraw(findings.all())) {
        return new LoadResult(false, all(units, findings.all()), units.leftOut());
      }
    }
    return new LoadResult(false, units.diagnostics(), units.leftOut());
  }

  private static List<Diagnostic> all(Units units, List<Diagnostic> more) {
    var all = new ArrayList<Diagnostic>(units.diagnostics());
    all.addAll(more);
    return all;
  }

  private void apply(Plan plan, ModuleInput input, Findings findings) {
    engine.lock().lock();
    try {
      engine.templatesChanged();
      root.load(plan, input, findings);
    } finally {
      engine.lock().unlock();
    }
  }
}
