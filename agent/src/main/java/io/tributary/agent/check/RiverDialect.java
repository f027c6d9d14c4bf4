package io.tributary.agent.check;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.RiverPlan;
import io.tributary.agent.process.GraphParts;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.disk.IoReason;
import io.tributary.component.Stability;
import io.tributary.river.eval.Scope;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// River and Alloy: a file, or the files of a folder, which are one configuration.
final class RiverDialect implements ConfigDialect {
  @Override
  public String name() {
    return "river";
  }

  @Override
  public boolean isLikely(Path path, String text) {
    String file = path.toString();
    return file.endsWith(".river") || file.endsWith(".alloy") || Files.isDirectory(path);
  }

  @Override
  public ConfigReading read(Path path, boolean syntaxOnly) {
    try {
      return read(SourceReader.read(path), path, syntaxOnly);
    } catch (IOException e) {
      var unreadable =
          Diagnostic.error(path.toString(), "cannot read " + path + ": " + IoReason.of(e));
      return new ConfigReading(name(), List.of(unreadable), List.of(), Optional.empty(), "");
    }
  }

  private ConfigReading read(Source source, Path path, boolean syntaxOnly) {
    Scope library = Stdlib.scope(Host.current(BuildInfo.CURRENT.version()));
    // Experimental parts are allowed: whether they may run is a flag of whoever runs them.
    var settings = RuntimeSettings.in(Path.of("")).with(Stability.EXPERIMENTAL);
    var diagnostics =
        new ArrayList<>(
            RiverDiagnostics.translated(GraphParts.check(source, settings), source.texts(), path));
    if (diagnostics.stream().anyMatch(Diagnostic::isError)) {
      return new ConfigReading(name(), diagnostics, List.of(), Optional.empty(), "");
    }
    List<Block> blocks =
        source.files().stream().flatMap(file -> ParsedFile.of(file).blocks().stream()).toList();
    Scope scope = library.with(Map.of(ModuleInput.MODULE_PATH, Value.of(source.modulePath())));
    ExplainPlan plan = RiverPlan.of(RiverPlan.unstarted(blocks, scope));
    var lints = new ArrayList<>(RiverLints.unused(blocks));
    if (!syntaxOnly) {
      RiverLints.files(blocks, scope, diagnostics, lints);
    }
    return new ConfigReading(
        name(), diagnostics, lints, Optional.of(plan), summary(source, blocks));
  }

  private static String summary(Source source, List<Block> blocks) {
    String files = source.files().size() == 1 ? "" : " in " + source.files().size() + " files";
    return blocks.size() + " blocks" + files;
  }
}
