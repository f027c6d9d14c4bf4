package io.tributary.dialects.yaml;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Durations;
import io.tributary.base.config.Severity;
import io.tributary.base.config.SourcePosition;
import io.tributary.base.config.Suggestions;
import io.tributary.base.secret.Secret;
import io.tributary.dialects.yaml.ScalarRules.Kind;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of one mapping, asked for by name and type.
///
/// Asking makes a key known; [#finish] reports the keys that nobody asked for. A value of the wrong
/// type is reported where it stands, and the caller gets the fallback and goes on, so that one pass
/// finds every error. A key that is present without a value (`key:`) counts as the zero of its type
/// for scalars, as in go-yaml, and as absent for lists and sections.
public final class Fields {
  private final YamlDocument document;
  private final Mapping mapping;
  private final String type;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> failed = new HashSet<>();

  /// Binds `mapping`; `type` is what messages call it. Reports keys that repeat.
  public Fields(YamlDocument document, Mapping mapping, String type) {
    this.document = document;
    this.mapping = mapping;
    this.type = type;
    document.spend(mapping, 1 + mapping.entries().size());
    for (Entry entry : mapping.entries()) {
      if (!(entry.key() instanceof Scalar key)) {
        document.error(entry.key(), "invalid map key: expected the name of a field of " + type);
        continue;
      }
      Entry first = entries.putIfAbsent(key.text(), entry);
      if (first != null) {
        document.error(
            key,
            "field " + key.text() + " already set in type " + type,
            "first set at " + document.position(first.key()));
      }
    }
  }

  /// The same for a node that should be a mapping; null, after a finding, when it is not.
  public static @Nullable Fields of(YamlDocument document, YamlNode node, String type) {
    if (node instanceof Mapping mapping) {
      return new Fields(document, mapping, type);
    }
    document.error(
        node,
        "cannot unmarshal " + describe(document, node) + " into " + type,
        "expected a mapping of fields");
    return null;
  }

  public YamlDocument document() {
    return document;
  }

  public Mapping mapping() {
    return mapping;
  }

  /// Where the mapping begins.
  public SourcePosition position() {
    return new SourcePosition(document.file(), mapping.line(), mapping.column());
  }

  /// In the order of the file.
  public Set<String> keys() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /// Whether the key is there, with or without a value.
  public boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /// Whether the key is there with a value.
  public boolean isSet(String key) {
    YamlNode value = value(key);
    return value != null && !isNull(value);
  }

  /// Whether the value of the key was reported as wrong.
  public boolean failed(String key) {
    return failed.contains(key);
  }

  public @Nullable YamlNode value(String key) {
    known.add(key);
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /// The key's own node, to report that the key should not be there at all.
  public YamlNode key(String key) {
    Entry entry = entries.get(key);
    return entry == null ? mapping : entry.key();
  }

  /// Reports at the value of a key, or at the mapping when the key is absent.
  public void error(String key, String message) {
    error(key, message, null);
  }

  public void error(String key, String message, @Nullable String hint) {
    failed.add(key);
    YamlNode value = value(key);
    document.error(value == null ? mapping : value, message, hint);
  }

  /// Reports at the mapping as a whole.
  public void error(String message) {
    document.error(mapping, message);
  }

  public void warning(String key, String message) {
    YamlNode value = value(key);
    document.warning(value == null ? mapping : value, message, null);
  }

  /// Makes keys known without reading them.
  public void expect(Collection<String> keys) {
    known.addAll(keys);
  }

  /// Reports every key that is not known by now.
  public void finish() {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey()) && document.findings().isFull()) {
        document.findings().count(Severity.ERROR);
      } else if (!known.contains(entry.getKey())) {
        document.error(
            entry.getValue().key(),
            "field " + entry.getKey() + " not found in type " + type,
            Suggestions.hint(entry.getKey(), known));
      }
    }
  }

  public String string(String key, String fallback) {
    Scalar scalar = scalar(key, "string", "a string");
    return scalar == null ? fallback : text(key, scalar, fallback);
  }

  public Secret secret(String key) {
    return Secret.of(string(key, ""));
  }

  /// Null when the key is absent; a key without a value is false.
  public @Nullable Boolean bool(String key) {
    Scalar scalar = scalar(key, "bool", "true or false");
    if (scalar == null) {
      return null;
    }
    return switch (ScalarRules.kind(scalar)) {
      case BOOL -> ScalarRules.isTrue(scalar);
      case NULL -> false;
      case STRING, INTEGER, FLOAT, TIMESTAMP -> {
        reportType(key, scalar, "bool", "true or false");
        yield null;
      }
    };
  }

  public boolean bool(String key, boolean fallback) {
    Boolean value = bool(key);
    return value == null ? fallback : value;
  }

  public int integer(String key, int fallback) {
    BigInteger value = whole(key, "int");
    if (value == null) {
      return fallback;
    }
    if (value.bitLength() > 31) {
      error(
          key,
          "cannot unmarshal !!int `" + value + "` into int",
          "expected a number of at most 31 bits");
      return fallback;
    }
    return value.intValue();
  }

  /// A number from zero up.
  public long unsigned(String key, long fallback) {
    BigInteger value = whole(key, "uint");
    if (value == null) {
      return fallback;
    }
    if (value.signum() < 0 || value.bitLength() > 63) {
      error(
          key,
          "cannot unmarshal !!int `" + value + "` into uint",
          "expected a number that is not negative");
      return fallback;
    }
    return value.longValue();
  }

  /// All 64 bits, unsigned.
  public long unsigned64(String key, long fallback) {
    BigInteger value = whole(key, "uint64");
    if (value == null) {
      return fallback;
    }
    if (value.signum() < 0) {
      error(
          key,
          "cannot unmarshal !!int `" + value + "` into uint64",
          "expected a number that is not negative");
      return fallback;
    }
    return value.longValue();
  }

  private @Nullable BigInteger whole(String key, String target) {
    Scalar scalar = scalar(key, target, "a whole number");
    if (scalar == null) {
      return null;
    }
    return switch (ScalarRules.kind(scalar)) {
      case INTEGER -> ScalarRules.integer(scalar);
      case NULL -> BigInteger.ZERO;
      case FLOAT -> {
        double number = ScalarRules.number(scalar);
        if (number == Math.rint(number) && Math.abs(number) < 0x1p53) {
          yield BigInteger.valueOf((long) number);
        }
        reportType(key, scalar, target, "a whole number");
        yield null;
      }
      case STRING, BOOL, TIMESTAMP -> {
        reportType(key, scalar, target, "a whole number");
        yield null;
      }
    };
  }

  public double decimal(String key, double fallback) {
    Scalar scalar = scalar(key, "float64", "a number");
    if (scalar == null) {
      return fallback;
    }
    Double value =
        switch (ScalarRules.kind(scalar)) {
          case INTEGER, FLOAT -> ScalarRules.number(scalar);
          case NULL -> 0.0;
          case STRING, BOOL, TIMESTAMP -> {
            reportType(key, scalar, "float64", "a number");
            yield null;
          }
        };
    return value == null ? fallback : value;
  }

  public Duration duration(String key, Duration fallback) {
    return parsed(
        key, fallback, Duration.ZERO, Durations::parse, "a duration such as 15s, 1m30s or 1h");
  }

  /// A size in bytes.
  public long size(String key, long fallback) {
    return parsed(
        key, fallback, 0L, ByteSizes::parse, "a size with its unit such as 512KB, 64MB or 1GiB");
  }

  /// Reads a scalar's text into a value of its own.
  @FunctionalInterface
  public interface TextParser<T> {
    /// Throws [ConfigException] when the text is no such value.
    T parse(String text);
  }

  /// `zero` is the value of a key without one; `expected` is what to say to someone who got it
  /// wrong.
  public <T> T parsed(String key, T fallback, T zero, TextParser<T> parser, String expected) {
    Scalar scalar = scalar(key, "string", expected);
    if (scalar == null) {
      return fallback;
    }
    if (ScalarRules.kind(scalar) == Kind.NULL) {
      return zero;
    }
    try {
      return parser.parse(ScalarRules.string(scalar));
    } catch (ConfigException e) {
      error(key, String.valueOf(e.getMessage()), "expected " + expected);
      return fallback;
    }
  }

  /// The same without a fallback: null when the key is absent, has no value, or the parser finds
  /// nothing.
  public <T> @Nullable T parsedOrNull(String key, TextParser<Optional<T>> parser, String expected) {
    Optional<T> nothing = Optional.empty();
    return parsed(key, nothing, nothing, parser, expected).orElse(null);
  }

  /// The items of a list, each possibly a null scalar; empty when the key is absent or has no
  /// value.
  public List<YamlNode> items(String key) {
    YamlNode value = value(key);
    if (value == null || isNull(value)) {
      return List.of();
    }
    if (value instanceof Sequence sequence) {
      document.spend(sequence, sequence.items().size());
      return sequence.items();
    }
    error(
        key,
        "cannot unmarshal " + describe(document, value) + " into a list",
        "expected a list: [a, b], or one \"- \" line for each item");
    return List.of();
  }

  public List<String> strings(String key) {
    var texts = new ArrayList<String>();
    for (YamlNode item : items(key)) {
      String text = itemText(key, item);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// The text of one item of [#items]; null, after a finding, when it is no scalar.
  public @Nullable String itemText(String key, YamlNode item) {
    if (item instanceof Scalar scalar) {
      try {
        return ScalarRules.string(scalar);
      } catch (ConfigException e) {
        document.error(item, String.valueOf(e.getMessage()));
      }
    } else {
      document.error(
          item,
          "cannot unmarshal " + describe(document, item) + " into string",
          "expected a string");
    }
    failed.add(key);
    return null;
  }

  /// The value of a key without a type of its own: maps, lists, strings, whole numbers (long where
  /// they fit), doubles, booleans; null where there is no value.
  public @Nullable Object freeValue(String key) {
    YamlNode value = value(key);
    return value == null ? null : free(value);
  }

  private @Nullable Object free(YamlNode node) {
    document.spend(node, 1);
    return switch (node) {
      case Sequence sequence -> {
        var list = new ArrayList<Object>();
        for (YamlNode item : sequence.items()) {
          Object value = free(item);
          if (value != null) {
            list.add(value);
          }
        }
        yield list;
      }
      case Mapping nested -> {
        var map = new LinkedHashMap<String, Object>();
        var fields = new Fields(document, nested, type);
        for (String key : fields.entries.keySet()) {
          Object value = fields.freeValue(key);
          if (value != null) {
            map.put(key, value);
          }
        }
        yield map;
      }
      case Scalar scalar ->
          switch (ScalarRules.kind(scalar)) {
            case NULL -> null;
            case BOOL -> ScalarRules.isTrue(scalar);
            case FLOAT -> ScalarRules.number(scalar);
            case INTEGER -> {
              BigInteger number = ScalarRules.integer(scalar);
              yield number.bitLength() < 64 ? (Object) number.longValue() : number.doubleValue();
            }
            case STRING, TIMESTAMP -> scalar.text();
          };
    };
  }

  /// One entry of a map with free keys.
  public record Text(Scalar key, YamlNode value, String name, String text) {}

  /// A map from strings to strings in the order of the file.
  public List<Text> texts(String key) {
    Fields fields = section(key, key);
    if (fields == null) {
      return List.of();
    }
    var texts = new ArrayList<Text>();
    for (Entry entry : fields.entries.values()) {
      String name = itemText(key, entry.key());
      String text = itemText(key, entry.value());
      if (name != null && text != null) {
        texts.add(new Text((Scalar) entry.key(), entry.value(), name, text));
      }
    }
    return texts;
  }

  /// The fields of a nested mapping; null when it is absent, has no value or is no mapping.
  public @Nullable Fields section(String key, String sectionType) {
    YamlNode value = value(key);
    if (value == null || isNull(value)) {
      return null;
    }
    Fields fields = of(document, value, sectionType);
    if (fields == null) {
      failed.add(key);
    }
    return fields;
  }

  /// Whether a node stands for no value.
  public static boolean isNull(YamlNode node) {
    return node instanceof Scalar scalar && ScalarRules.kind(scalar) == Kind.NULL;
  }

  /// Whether a node stands for true, in any of the words that YAML has for it.
  public static boolean isTrue(YamlNode node) {
    return node instanceof Scalar scalar
        && ScalarRules.kind(scalar) == Kind.BOOL
        && ScalarRules.isTrue(scalar);
  }

  /// Null when the key is absent or, after a finding, when its value is no scalar.
  private @Nullable Scalar scalar(String key, String target, String expected) {
    YamlNode value = value(key);
    if (value == null || value instanceof Scalar) {
      return (Scalar) value;
    }
    error(
        key,
        "cannot unmarshal " + describe(document, value) + " into " + target,
        "expected " + expected);
    return null;
  }

  private String text(String key, Scalar scalar, String fallback) {
    try {
      return ScalarRules.string(scalar);
    } catch (ConfigException e) {
      error(key, String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  private void reportType(String key, Scalar scalar, String target, String expected) {
    String hint = "expected " + expected;
    if (!scalar.plain() && ScalarRules.kind(scalar.text()) != Kind.STRING) {
      hint += "; without the quotes";
    }
    error(key, "cannot unmarshal " + describe(document, scalar) + " into " + target, hint);
  }

  /// The type of a node, and for scalars the beginning of what stands there.
  private static String describe(YamlDocument document, YamlNode node) {
    return switch (node) {
      case Mapping _ -> "!!map";
      case Sequence _ -> "!!seq";
      case Scalar scalar when !document.mayQuote(scalar) -> ScalarRules.kind(scalar).tag();
      case Scalar scalar -> {
        String text = scalar.text();
        String shown = text.length() > 40 ? text.substring(0, 37) + "..." : text;
        yield ScalarRules.kind(scalar).tag() + " `" + shown + "`";
      }
    };
  }
}
