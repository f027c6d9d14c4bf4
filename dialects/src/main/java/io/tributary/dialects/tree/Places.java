package io.tributary.dialects.tree;

import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.river.diag.Span;

/// Where nodes of YAML stand, as the River tree has it: columns in bytes.
///
/// A scalar on one line is marked from its first to its last character, anything else where it
/// begins.
public final class Places {
  private Places() {}

  public static Span of(YamlDocument document, YamlNode node) {
    String line = document.line(node.line());
    int column = bytes(line, node.column() - 1) + 1;
    int end = column;
    if (node instanceof Scalar scalar && scalar.endLine() == scalar.line()) {
      end = Math.max(column, bytes(line, scalar.endColumn() - 1));
    }
    return new Span(document.file(), node.line(), column, node.line(), end);
  }

  /// The value of a key; where there is no such key, the mapping that lacks it.
  public static Span of(Fields fields, String key) {
    YamlNode value = fields.value(key);
    return of(fields.document(), value == null ? fields.mapping() : value);
  }

  /// The key itself; where there is no such key, the mapping that lacks it.
  public static Span ofKey(Fields fields, String key) {
    return of(fields.document(), fields.key(key));
  }

  /// How many bytes the first `points` characters take. What is beyond the line counts as ASCII.
  private static int bytes(String line, int points) {
    int bytes = 0;
    int at = 0;
    int left = points;
    for (; left > 0 && at < line.length(); left--) {
      int c = line.codePointAt(at);
      at += Character.charCount(c);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return bytes + left;
  }
}
