package io.tributary.agent.check;

import io.tributary.base.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// All dialects, in the order in which they are asked whether a file is theirs.
public final class ConfigDialects {
  private static final int HEAD_BYTES = 64 << 10;

  private static final List<ConfigDialect> ALL =
      List.of(new RiverDialect(), new StaticDialect(), new PrometheusDialect());

  private ConfigDialects() {}

  public static List<String> names() {
    return ALL.stream().map(ConfigDialect::name).toList();
  }

  /// The dialect called `name`, or the one that `path` is most likely written in. Throws
  /// [ConfigException] where there is no dialect of that name.
  public static ConfigDialect of(Path path, Optional<String> name) {
    if (name.isPresent()) {
      return ALL.stream()
          .filter(dialect -> dialect.name().equals(name.get()))
          .findFirst()
          .orElseThrow(() ->
              new ConfigException(
                  "there is no dialect \""
                      + name.get()
                      + "\": there are "
                      + String.join(", ", names())));
    }
    String head = head(path);
    return ALL.stream()
        .filter(dialect -> dialect.isLikely(path, head))
        .findFirst()
        .orElse(ALL.getLast());
  }

  /// Empty where there is nothing to read: the dialect that gets it will say so.
  private static String head(Path path) {
    if (!Files.isRegularFile(path)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
