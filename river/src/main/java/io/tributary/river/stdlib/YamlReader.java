package io.tributary.river.stdlib;

import io.tributary.base.config.ConfigException;
import io.tributary.river.syntax.Limits;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.ObjectValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads the first document of a YAML text, scalars by the rules of go-yaml v3.
///
/// Bounded: in depth, and in what it comes to once its aliases are written out.
final class YamlReader {
  private static final int MAX_DEPTH = 100;

  /// A value that has a name, and how many values it comes to.
  private record Anchored(Value value, int size) {}

  private final ParserImpl parser;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int size;

  private YamlReader(String yaml) {
    var settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    parser = new ParserImpl(settings, new StreamReader(settings, yaml));
  }

  /// Throws [ConfigException] when the text is no YAML.
  static Value read(String yaml) {
    try {
      return new YamlReader(yaml).document();
    } catch (YamlEngineException e) {
      String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
      throw new ConfigException("yaml: " + reason, e);
    }
  }

  private Value document() {
    parser.next();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Value.ofNull();
    }
    parser.next();
    return value(0);
  }

  private Value value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new ConfigException("yaml: exceeded max depth of " + MAX_DEPTH);
    }
    int before = size;
    grow(1);
    Event event = parser.next();
    return switch (event) {
      case AliasEvent alias -> aliased(alias.getAlias().getValue());
      case ScalarEvent scalar -> anchored(scalar.getAnchor(), before, scalar(scalar));
      case SequenceStartEvent start -> anchored(start.getAnchor(), before, sequence(depth));
      case MappingStartEvent start -> anchored(start.getAnchor(), before, mapping(depth));
      default -> throw new IllegalStateException("BUG: unexpected event " + event.getEventId());
    };
  }

  private void grow(int values) {
    size += values;
    if (size > Limits.ELEMENTS) {
      throw new ConfigException("yaml: document contains excessive aliasing");
    }
  }

  private Value anchored(Optional<Anchor> anchor, int before, Value value) {
    anchor.ifPresent(name -> anchors.put(name.getValue(), new Anchored(value, size - before)));
    return value;
  }

  private Value aliased(String name) {
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new ConfigException("yaml: unknown anchor '" + name + "' referenced");
    }
    grow(anchored.size());
    return anchored.value();
  }

  private static Value scalar(ScalarEvent scalar) {
    boolean isPlain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    return YamlScalars.value(scalar.getValue(), scalar.getTag().orElse(null), isPlain);
  }

  private Value sequence(int depth) {
    var elements = new ArrayList<Value>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      elements.add(value(depth + 1));
    }
    parser.next();
    return Value.of(elements);
  }

  private Value mapping(int depth) {
    var fields = new LinkedHashMap<String, Value>();
    var merged = new ArrayList<Value>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      String key = key();
      Value value = value(depth + 1);
      if (key == null) {
        merged.add(value);
      } else if (fields.put(key, value) != null) {
        throw new ConfigException("yaml: mapping key \"" + key + "\" already defined");
      }
    }
    parser.next();
    merged.forEach(source -> merge(source, fields));
    return Value.of(fields);
  }

  /// Null for the key of a merge.
  private @Nullable String key() {
    if (!(parser.next() instanceof ScalarEvent scalar)) {
      throw new ConfigException("yaml: invalid map key");
    }
    boolean isPlain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    return isPlain && scalar.getValue().equals("<<") ? null : scalar.getValue();
  }

  private static void merge(Value source, Map<String, Value> fields) {
    switch (source) {
      case ObjectValue(var merged) -> merged.forEach(fields::putIfAbsent);
      case ArrayValue(var sources) -> sources.forEach(each -> merge(each, fields));
      default ->
          throw new ConfigException(
              "yaml: map merge requires map or sequence of maps as the value");
    }
  }
}
