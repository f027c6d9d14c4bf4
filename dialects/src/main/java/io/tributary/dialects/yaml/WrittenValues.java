package io.tributary.dialects.yaml;

import io.tributary.dialects.yaml.ScalarRules.Kind;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import io.tributary.dialects.yaml.YamlWriter.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What stands in a document, for [YamlWriter] to print it again with the same meaning: anchors and
/// merge keys are written out, comments are gone, and scalars keep their spelling, since `0644` is
/// a number to one field and a text to another.
public final class WrittenValues {
  private WrittenValues() {}

  /// The entries of a mapping; of keys that repeat the first. Counts as work against the limits of
  /// the document.
  public static Map<String, Object> of(YamlDocument document, Mapping mapping) {
    document.spend(mapping, 1 + mapping.entries().size());
    var map = new LinkedHashMap<String, Object>();
    for (Entry entry : mapping.entries()) {
      if (entry.key() instanceof Scalar key && !map.containsKey(key.text())) {
        map.put(key.text(), of(document, entry.value()));
      }
    }
    return map;
  }

  private static Object of(YamlDocument document, YamlNode node) {
    return switch (node) {
      case Mapping mapping -> of(document, mapping);
      case Sequence sequence -> list(document, sequence);
      case Scalar scalar -> scalar(scalar);
    };
  }

  private static List<Object> list(YamlDocument document, Sequence sequence) {
    document.spend(sequence, 1 + sequence.items().size());
    var list = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      list.add(of(document, item));
    }
    return list;
  }

  private static Object scalar(Scalar scalar) {
    Kind kind = ScalarRules.kind(scalar);
    if (kind == Kind.STRING) {
      return ScalarRules.string(scalar);
    }
    return new Plain(kind == Kind.NULL ? "null" : scalar.text());
  }
}
