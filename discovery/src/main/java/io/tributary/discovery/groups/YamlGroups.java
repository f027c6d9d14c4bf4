package io.tributary.discovery.groups;

import io.tributary.discovery.TargetGroup;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads a YAML list of groups, each with `targets` and `labels`; the same content as [JsonGroups].
///
/// Strict as Prometheus: unknown and duplicate keys are errors. Scalars of any type count as the
/// text that stands there; null is the empty text. Aliases and merge keys (`<<`) work; aliases cost
/// nothing until targets are counted, so an alias bomb ends at the bound on targets. Only the first
/// document of the file is read.
///
/// Source: prometheus/prometheus `discovery/file/file.go`, `readFile`.
public final class YamlGroups {
  /// A group's labels are four levels down; flow style and merge keys add a few.
  private static final int MAX_NESTING = 32;

  /// Spellings of null in YAML 1.1.
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private final GroupCollector collector;

  private YamlGroups(GroupCollector collector) {
    this.collector = collector;
  }

  /// As [JsonGroups#read].
  public static List<TargetGroup> read(
      byte[] document, String origin, String originLabel, int maxTargets) throws GroupsException {
    var collector = new GroupCollector(origin, originLabel, maxTargets);
    try {
      new YamlGroups(collector).document(compose(text(document)));
    } catch (YamlEngineException e) {
      throw new GroupsException("yaml: " + String.valueOf(e.getMessage()).strip());
    }
    return collector.groups();
  }

  private static String text(byte[] document) throws GroupsException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new GroupsException("yaml: not valid UTF-8");
    }
  }

  private static @Nullable Node compose(String text) throws GroupsException {
    // The default schema leaves merge keys to us: the other one does not return from a mapping that
    // merges itself.
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // Nodes are shared, not copied.
            .setCodePointLimit(Integer.MAX_VALUE) // The caller has bounded the bytes.
            .setAllowDuplicateKeys(true) // Checked here, with better words.
            .build();
    refuseDeepNesting(text, settings);
    var nodes = new Compose(settings).composeAllFromString(text).iterator();
    return nodes.hasNext() ? nodes.next() : null;
  }

  /// The composer recurses, so it must not see a document that is deeper than the stack.
  private static void refuseDeepNesting(String text, LoadSettings settings) throws GroupsException {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent start) {
        if (++depth > MAX_NESTING) {
          throw new GroupsException("yaml: nested too deeply" + at(start.getStartMark()));
        }
      } else if (event.getEventId() == Event.ID.MappingEnd
          || event.getEventId() == Event.ID.SequenceEnd) {
        depth--;
      }
    }
  }

  private void document(@Nullable Node root) throws GroupsException {
    if (root == null || isNull(root)) {
      return;
    }
    for (Node group : sequence(root, "a list of target groups")) {
      group(group);
    }
  }

  private void group(Node node) throws GroupsException {
    if (isNull(node)) {
      throw new GroupsException("nil target group item found" + at(node));
    }
    for (var entry : mapping(node, "a target group").entrySet()) {
      switch (entry.getKey()) {
        case "targets" -> targets(entry.getValue());
        case "labels" -> labels(entry.getValue());
        default ->
            throw new GroupsException(
                "yaml: field " + entry.getKey() + " not found" + at(entry.getValue()));
      }
    }
    collector.endGroup();
  }

  private void targets(Node node) throws GroupsException {
    if (!isNull(node)) {
      for (Node target : sequence(node, "a list of targets")) {
        collector.target(scalar(target, "a target"));
      }
    }
  }

  private void labels(Node node) throws GroupsException {
    if (!isNull(node)) {
      for (var entry : mapping(node, "labels").entrySet()) {
        collector.label(entry.getKey(), scalar(entry.getValue(), "the value of a label"));
      }
    }
  }

  private static List<Node> sequence(Node node, String what) throws GroupsException {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw wrong(what, node);
  }

  private static String scalar(Node node, String what) throws GroupsException {
    if (node instanceof ScalarNode scalar) {
      return isNull(node) ? "" : scalar.getValue();
    }
    throw wrong(what, node);
  }

  /// The entries of a mapping, those of merged mappings included: nearer ones win.
  private static Map<String, Node> mapping(Node node, String what) throws GroupsException {
    var entries = new HashMap<String, Node>();
    var merges = new ArrayDeque<Node>(List.of(node));
    var seen = new HashSet<Node>();
    while (!merges.isEmpty()) {
      Node next = merges.poll();
      if (!(next instanceof MappingNode mapping)) {
        throw wrong(what, next);
      }
      if (seen.add(next)) {
        addEntries(mapping, entries, merges);
      }
    }
    return entries;
  }

  private static void addEntries(
      MappingNode mapping, Map<String, Node> entries, ArrayDeque<Node> merges)
      throws GroupsException {
    var own = new HashSet<String>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode(), "a key");
      if (!own.add(key)) {
        throw new GroupsException("yaml: key \"" + key + "\" already set" + at(tuple.getKeyNode()));
      }
      if (!key.equals("<<")) {
        entries.putIfAbsent(key, tuple.getValueNode());
      } else if (tuple.getValueNode() instanceof SequenceNode several) {
        merges.addAll(several.getValue());
      } else {
        merges.add(tuple.getValueNode());
      }
    }
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && (node.getTag().equals(Tag.NULL)
            || (scalar.getScalarStyle() == ScalarStyle.PLAIN && NULLS.contains(scalar.getValue())));
  }

  private static GroupsException wrong(String expected, Node found) {
    String kind = found.getNodeType().name().toLowerCase(Locale.ROOT);
    return new GroupsException("yaml: expected " + expected + ", found a " + kind + at(found));
  }

  private static String at(Node node) {
    return at(node.getStartMark());
  }

  private static String at(Optional<Mark> mark) {
    return mark.map(place -> " at line " + (place.getLine() + 1)).orElse("");
  }
}
