package io.tributary.dialects.prometheus;

import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import java.nio.file.Path;
import java.util.List;

/// A `prometheus.yml` in agent mode, read, checked and resolved.
///
/// `scrapeJobs` hold those of the main file first, then those of `scrape_config_files`. Equal parts
/// of two configurations behave the same, which is how a reload finds what changed. `sourceFiles`
/// are the files that were read and `checksum` identifies their content ([ConfigChecksum] computes
/// the present one). `effectiveYaml` is the configuration with its defaults filled in and its
/// secrets hidden, as `/api/v1/status/config` shows it.
public record PrometheusConfig(
    GlobalSettings global,
    List<ScrapeSettings> scrapeJobs,
    List<RemoteWriteSettings> remoteWrites,
    StorageSettings storage,
    OtlpSettings otlp,
    List<Path> sourceFiles,
    String checksum,
    String effectiveYaml) {

  public PrometheusConfig {
    scrapeJobs = List.copyOf(scrapeJobs);
    remoteWrites = List.copyOf(remoteWrites);
    sourceFiles = List.copyOf(sourceFiles);
  }

  /// Reads a configuration file with everything that it includes. Never throws for what a file
  /// holds or lacks: that is in the result.
  public static LoadResult load(Path file, Environment environment) {
    return load(file, LoadOptions.of(environment));
  }

  public static LoadResult load(Path file, LoadOptions options) {
    return new ConfigLoader(file, options).load();
  }

  /// One scrape job as YAML, defaults filled in and secrets hidden.
  public static String yamlOf(ScrapeSettings job) {
    return EffectiveYaml.printJob(job);
  }
}
