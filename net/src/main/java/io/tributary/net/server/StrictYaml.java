package io.tributary.net.server;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of a YAML file that is read strictly: unknown and repeated keys are errors, and
/// every error names its line. A missing section reads like an empty one.
final class StrictYaml {
  private static final Pattern GO_DURATION =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

  private final String file;
  private final int line;
  private final Map<String, Node> members;

  private StrictYaml(String file, int line, Map<String, Node> members) {
    this.file = file;
    this.line = line;
    this.members = members;
  }

  static StrictYaml parse(String file, String text) throws IOException {
    try {
      var settings = LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(0).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      return of(file, root.orElse(null));
    } catch (YamlEngineException e) {
      var reason = String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ");
      throw new IOException("cannot read " + file + ": " + reason, e);
    }
  }

  private static StrictYaml of(String file, @Nullable Node node) throws IOException {
    if (node == null || isNull(node)) return new StrictYaml(file, 0, Map.of());
    if (!(node instanceof MappingNode mapping))
      throw problem(file, line(node), "expected a mapping");
    var members = new LinkedHashMap<String, Node>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw problem(file, line(tuple.getKeyNode()), "expected a name");
      }
      if (members.put(key.getValue(), tuple.getValueNode()) != null) {
        throw problem(file, line(key), "key \"" + key.getValue() + "\" already set in map");
      }
    }
    return new StrictYaml(file, line(node), members);
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static IOException problem(String file, int line, String what) {
    return new IOException(
        "cannot read " + file + (line > 0 ? " at line " + line : "") + ": " + what);
  }

  /// An error about this mapping.
  IOException problem(String what) {
    return problem(file, line, what);
  }

  /// Refuses every key but these.
  void only(String... keys) throws IOException {
    var known = Set.of(keys);
    for (var member : members.entrySet()) {
      if (!known.contains(member.getKey())) {
        throw problem(file, line(member.getValue()), "field " + member.getKey() + " not found");
      }
    }
  }

  List<String> keys() {
    return List.copyOf(members.keySet());
  }

  StrictYaml section(String key) throws IOException {
    return of(file, members.get(key));
  }

  /// The text of a scalar; empty where it is missing.
  String string(String key) throws IOException {
    var node = members.get(key);
    return node == null ? "" : text(node);
  }

  private String text(Node node) throws IOException {
    if (isNull(node)) return "";
    if (node instanceof ScalarNode scalar) return scalar.getValue();
    throw problem(file, line(node), "expected a single value");
  }

  List<String> list(String key) throws IOException {
    var node = members.get(key);
    if (node == null || isNull(node)) return List.of();
    if (!(node instanceof SequenceNode sequence))
      throw problem(file, line(node), "expected a list");
    var items = new ArrayList<String>();
    for (var item : sequence.getValue()) items.add(text(item));
    return items;
  }

  /// All members as texts, in their order.
  Map<String, String> strings() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (var member : members.entrySet()) texts.put(member.getKey(), text(member.getValue()));
    return texts;
  }

  boolean bool(String key, boolean otherwise) throws IOException {
    var text = string(key);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "" -> otherwise;
      case "true", "yes", "on", "y" -> true;
      case "false", "no", "off", "n" -> false;
      default -> throw problem(key + ": expected true or false, got \"" + text + "\"");
    };
  }

  int integer(String key) throws IOException {
    var text = string(key);
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw problem(key + ": expected a number, got \"" + text + "\"");
    }
  }

  /// A duration in Go's notation (`1h30m`, `1.5s`), or nanoseconds without a unit.
  Duration goDuration(String key) throws IOException {
    var text = string(key);
    if (text.isEmpty()) return Duration.ZERO;
    if (text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 19) {
      return Duration.ofNanos(Long.parseLong(text));
    }
    var matcher = GO_DURATION.matcher(text);
    var nanos = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw problem(key + ": invalid duration \"" + text + "\"");
      }
      var value = new BigDecimal(matcher.group(1));
      nanos = nanos.add(value.multiply(BigDecimal.valueOf(unitNanos(matcher.group(2)))));
      at = matcher.end();
    }
    try {
      return Duration.ofNanos(nanos.toBigInteger().longValueExact());
    } catch (ArithmeticException e) {
      throw problem(key + ": invalid duration \"" + text + "\"");
    }
  }

  private static long unitNanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }
}
