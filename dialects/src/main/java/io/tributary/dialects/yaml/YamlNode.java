package io.tributary.dialects.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node of a document, with the place where it begins; lines and columns count from one,
/// columns in code points. A node that an alias refers to appears wherever the alias stands, with
/// the position of its own text. Merge keys are resolved. There are no cycles.
public sealed interface YamlNode {
  int line();

  int column();

  /// A scalar: `text` is its value with quotes and escapes resolved. `plain` is true without
  /// quotes, where the text may also stand for a number, a truth value or nothing. `tag` is null
  /// unless written.
  record Scalar(
      int line,
      int column,
      int endLine,
      int endColumn,
      String text,
      boolean plain,
      @Nullable String tag)
      implements YamlNode {}

  record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {}

  /// Entries in the order of the file, those of merge keys last; keys may repeat.
  record Mapping(int line, int column, List<Entry> entries) implements YamlNode {}

  /// A key with its value. `merged` entries came through `<<` and lose against written ones.
  record Entry(YamlNode key, YamlNode value, boolean merged) {}
}
