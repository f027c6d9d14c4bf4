package io.tributary.agent.check;

import io.tributary.agent.explain.PrometheusPlan;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LocatedConfig;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.prometheus.ReferencedFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// `prometheus.yml` of agent mode.
public final class PrometheusDialect implements ConfigDialect {
  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public boolean isLikely(Path path, String text) {
    String file = path.toString();
    return file.endsWith(".yml") || file.endsWith(".yaml");
  }

  @Override
  public ConfigReading read(Path path, boolean syntaxOnly) {
    LocatedConfig.Result loaded = LocatedConfig.load(path, LoadOptions.of(Environment.system()));
    Optional<LocatedConfig> config = Optional.ofNullable(loaded.located());
    var diagnostics = new ArrayList<>(loaded.diagnostics());
    var lints = new ArrayList<Lint>();
    if (config.isPresent() && !syntaxOnly) {
      FileCheck.check(ReferencedFiles.of(config.get().config().sourceFiles()), diagnostics, lints);
    }
    return new ConfigReading(
        name(),
        diagnostics,
        lints,
        config.map(sound -> PrometheusPlan.of(sound, !syntaxOnly)),
        config.map(sound -> summary(sound.config())).orElse(""));
  }

  /// What a configuration holds, for people.
  public static String summary(PrometheusConfig config) {
    int jobs = config.scrapeJobs().size();
    int destinations = config.remoteWrites().size();
    return jobs
        + (jobs == 1 ? " scrape job, " : " scrape jobs, ")
        + destinations
        + (destinations == 1 ? " remote_write destination" : " remote_write destinations");
  }
}
