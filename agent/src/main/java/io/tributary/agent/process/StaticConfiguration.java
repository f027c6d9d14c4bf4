package io.tributary.agent.process;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.disk.IoReason;
import io.tributary.dialects.ConfigBytes;
import io.tributary.dialects.staticmode.StaticConfig;
import io.tributary.dialects.staticmode.StaticIndex;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An `agent.yaml`, which is a tree of River to the graph. Each reading says in the log what is
/// doubtful, and what is wrong.
public final class StaticConfiguration implements Configuration {
  private static final Logger LOG = LoggerFactory.getLogger(StaticConfiguration.class);

  private final Path file;
  private final StaticOptions options;
  private volatile StaticIndex index = StaticIndex.empty();
  private volatile String effectiveYaml = "";

  /// As it was when the agent started, which opens everything there.
  private volatile Optional<String> walDirectory = Optional.empty();

  public StaticConfiguration(Path file, StaticOptions options) {
    this.file = file;
    this.options = options;
  }

  /// Reads the file and nothing else. Throws where there is no file to be read.
  public StaticConfig.Result load() throws IOException {
    return StaticConfig.read(name(), bytes(), options);
  }

  private byte[] bytes() throws IOException {
    try (var in = Files.newInputStream(file)) {
      return ConfigBytes.read(in);
    } catch (IOException e) {
      throw new IOException("error reading config file " + file + ": " + IoReason.of(e), e);
    }
  }

  @Override
  public Source read() throws IOException {
    byte[] bytes = bytes();
    StaticConfig.Result result = StaticConfig.read(name(), bytes, options);
    result
        .warnings()
        .forEach(warning ->
            LOG.atWarn().addKeyValue("place", warning.position()).log(warning.message()));
    List<Diagnostic> errors = result.errors();
    if (result.sound().isEmpty()) {
      errors.forEach(error -> LOG.atError().addKeyValue("err", error).log("error in config file"));
      throw new IOException("error loading config file " + file + ": " + summary(errors));
    }
    StaticConfig config = result.sound().orElseThrow();
    noteDirectory(config.walDirectory());
    StaticConfig.Tree tree = config.tree(options);
    index = tree.index();
    effectiveYaml = config.effectiveYaml();
    return Source.of(
        String.valueOf(file.toAbsolutePath().getParent()),
        YamlTree.file(ParsedFile.of(name(), tree.body(), List.of()), bytes));
  }

  private void noteDirectory(String directory) {
    if (walDirectory.isEmpty()) {
      walDirectory = Optional.of(directory);
    } else if (!walDirectory.get().equals(directory)) {
      LOG.atWarn()
          .addKeyValue("wal_directory", directory)
          .log("another wal_directory takes effect at the next start");
    }
  }

  private static String summary(List<Diagnostic> errors) {
    String first = errors.isEmpty() ? "" : errors.getFirst().toString();
    return errors.size() <= 1 ? first : first + " and " + (errors.size() - 1) + " more";
  }

  @Override
  public String name() {
    return file.toString();
  }

  /// Which part of the file that was read last is which component.
  public StaticIndex index() {
    return index;
  }

  /// The file that was read last with its defaults filled in and its secrets hidden.
  public String effectiveYaml() {
    return effectiveYaml;
  }
}
