package io.tributary.agent.check;

import java.nio.file.Path;

/// A language that configurations are written in.
public interface ConfigDialect {
  /// The word for it on the command line.
  String name();

  /// Whether a file, or a folder, is most likely written in it; `text` is the beginning of its
  /// content, empty for a folder. The first dialect that says yes reads it.
  boolean isLikely(Path path, String text);

  /// Reads it. Never throws for what it holds or lacks: that is in the result. With `syntaxOnly`,
  /// nothing that it refers to is looked at.
  ConfigReading read(Path path, boolean syntaxOnly);
}
