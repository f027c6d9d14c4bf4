package io.tributary.agent.agentctl;

import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.IoReason;
import io.tributary.dialects.ConfigBytes;
import io.tributary.dialects.instance.InstanceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// The configurations in a folder: one in each file that ends in `.yml` or `.yaml`, called like the
/// file without that. Folders below are left alone.
///
/// Source: grafana/agent `static/agentctl/sync.go`, ConfigsFromDirectory.
final class ConfigFolder {
  /// What agents may have as `metrics.global`. The first decides what is said; a configuration that
  /// is sound by any of them may be sound by the agent's.
  private static final List<String> TERMS =
      List.of(
          "",
          "{scrape_interval: 1h, scrape_timeout: 1s}",
          "{scrape_interval: 1ms, scrape_timeout: 1ms}");

  private final List<InstanceReader> readers =
      TERMS.stream().map(InstanceReader::forOthers).toList();

  /// A configuration as it is to be sent.
  record Config(String name, String yaml) {}

  /// All of them by the names of their files. Throws [ConfigException] where one is not sound or
  /// cannot be read: then none is of use, since those that are left out would be deleted.
  List<Config> read(Path folder, Progress progress) {
    List<Path> files = files(folder);
    var configs = new ArrayList<Config>();
    for (Path file : files) {
      progress.show("reading", configs.size(), files.size());
      configs.add(config(file));
    }
    progress.clear();
    requireDistinct(configs);
    return configs;
  }

  /// `a.yml` and `a.yaml` are the same configuration: the original takes the one that comes last.
  private static void requireDistinct(List<Config> configs) {
    var names = new HashSet<String>();
    for (Config config : configs) {
      if (!names.add(config.name())) {
        throw new ConfigException("there are two files for the config \"" + config.name() + "\"");
      }
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isYaml(file.toString()) && !Files.isDirectory(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigException("cannot read " + folder + ": " + IoReason.of(e), e);
    }
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private Config config(Path file) {
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.substring(0, fileName.lastIndexOf('.'));
    try (var in = Files.newInputStream(file)) {
      byte[] yaml = ConfigBytes.read(in);
      for (InstanceReader reader : readers) {
        var document = reader.read(name, yaml).sound();
        if (document.isPresent()) {
          return new Config(name, document.get().canonicalYaml());
        }
      }
      readers.getFirst().read(name, yaml).orThrow();
      throw new IllegalStateException("BUG: " + file + " is sound and is not");
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + IoReason.of(e), e);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }
}
