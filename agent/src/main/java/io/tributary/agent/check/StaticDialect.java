package io.tributary.agent.check;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.explain.RiverPlan;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.disk.IoReason;
import io.tributary.dialects.ConfigBytes;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.ReferencedFiles;
import io.tributary.dialects.staticmode.StaticConfig;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.Statement.Block;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `agent.yaml` of static mode, followed through the tree of River that it runs as.
final class StaticDialect implements ConfigDialect {
  /// Sections that a `prometheus.yml` does not have.
  private static final List<String> SECTIONS =
      List.of("metrics:", "prometheus:", "integrations:", "server:", "logs:", "traces:");

  @Override
  public String name() {
    return "static";
  }

  @Override
  public boolean isLikely(Path path, String text) {
    String file = path.toString();
    return (file.endsWith(".yml") || file.endsWith(".yaml"))
        && text.lines().anyMatch(line -> SECTIONS.stream().anyMatch(line::startsWith));
  }

  @Override
  public ConfigReading read(Path path, boolean syntaxOnly) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = ConfigBytes.read(in);
    } catch (IOException e) {
      var unreadable =
          Diagnostic.error(path.toString(), "cannot read " + path + ": " + IoReason.of(e));
      return new ConfigReading(name(), List.of(unreadable), List.of(), Optional.empty(), "");
    }
    StaticOptions options = StaticOptions.of(Environment.system());
    StaticConfig.Result result = StaticConfig.read(path.toString(), bytes, options);
    var diagnostics = new ArrayList<>(result.diagnostics());
    StaticConfig config = result.sound().orElse(null);
    if (config == null) {
      return new ConfigReading(name(), diagnostics, List.of(), Optional.empty(), "");
    }
    var lints = new ArrayList<Lint>();
    if (!syntaxOnly) {
      FileCheck.check(ReferencedFiles.ofStaticMode(path), diagnostics, lints);
    }
    List<Block> blocks =
        config.tree(options).body().stream()
            .filter(Block.class::isInstance)
            .map(Block.class::cast)
            .toList();
    var library = Stdlib.scope(Host.current(BuildInfo.CURRENT.version()));
    return new ConfigReading(
        name(),
        diagnostics,
        lints,
        Optional.of(RiverPlan.of(RiverPlan.unstarted(blocks, library))),
        blocks.size() + " components");
  }
}
