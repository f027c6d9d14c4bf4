package io.tributary.dialects.yaml;

import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Builds the node graph of the first document from the parser's events, within the limits.
///
/// An own composer rather than the engine's: that one nests as deep as the input says, and its
/// nodes carry buffers of the source with them.
final class YamlComposer {
  private static final String MERGE_TAG = "tag:yaml.org,2002:merge";
  private static final int MAX_SHARED = 10_000;
  private static final int NODE_BYTES = 64;
  private static final int STRING_BYTES = 48;

  private final ParserImpl parser;
  private final YamlLimits limits;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final Set<String> openAnchors = new HashSet<>();

  /// The same few keys and values come again and again; the rest, [#MAX_SHARED] on, is not shared.
  private final Map<String, String> texts = new HashMap<>();

  private int nodes;

  /// What the nodes take in the heap, about.
  private long memory;

  private @Nullable Mark lastMark;

  /// Characters read since the parser last gave an event: they are one value, or nothing.
  private int unparsed;

  YamlComposer(SourceText source, YamlLimits limits) {
    var settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setCodePointLimit(Integer.MAX_VALUE)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    parser =
        new ParserImpl(settings, new StreamReader(settings, new CountingReader(source.reader())));
    this.limits = limits;
  }

  /// The root of the first document; null when there is none.
  @Nullable YamlNode compose() {
    parser.next();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    parser.next();
    YamlNode root = node(0);
    parser.next();
    return root;
  }

  /// After [#compose]: where a second document begins, if there is one.
  @Nullable Mark secondDocument() {
    return parser.checkEvent(Event.ID.StreamEnd) ? null : mark(parser.peekEvent().getStartMark());
  }

  /// After [#compose]: how many nodes the document holds.
  int nodes() {
    return nodes;
  }

  private YamlNode node(int depth) {
    Event event = parser.next();
    Mark mark = mark(event.getStartMark());
    lastMark = mark;
    unparsed = 0;
    if (depth > limits.depth()) {
      throw new YamlProblem(mark, "nested deeper than the limit of " + limits.depth() + " levels");
    }
    count(1, mark);
    return switch (event) {
      case AliasEvent alias -> resolve(alias.getAlias().getValue(), mark);
      case ScalarEvent scalar -> anchored(scalar.getAnchor(), () -> scalar(scalar, mark));
      case SequenceStartEvent start -> anchored(start.getAnchor(), () -> sequence(mark, depth));
      case MappingStartEvent start -> anchored(start.getAnchor(), () -> mapping(mark, depth));
      default -> throw new IllegalStateException("BUG: unexpected event " + event.getEventId());
    };
  }

  private interface NodeSource {
    YamlNode get();
  }

  private YamlNode anchored(Optional<Anchor> anchor, NodeSource source) {
    if (anchor.isEmpty()) {
      return source.get();
    }
    String name = anchor.get().getValue();
    boolean opened = openAnchors.add(name);
    YamlNode node = source.get();
    if (opened) {
      openAnchors.remove(name);
    }
    anchors.put(name, node);
    return node;
  }

  private YamlNode resolve(String name, Mark mark) {
    if (openAnchors.contains(name)) {
      throw new YamlProblem(mark, "anchor '" + name + "' value contains itself");
    }
    YamlNode node = anchors.get(name);
    if (node == null) {
      throw new YamlProblem(mark, "unknown anchor '" + name + "' referenced");
    }
    return node;
  }

  private Scalar scalar(ScalarEvent event, Mark mark) {
    Mark end = mark(event.getEndMark());
    return new Scalar(
        mark.getLine() + 1,
        mark.getColumn() + 1,
        end.getLine() + 1,
        end.getColumn() + 1,
        text(event.getValue(), mark),
        event.isPlain(),
        event.getTag().orElse(null));
  }

  private String text(String text, Mark mark) {
    String shared = texts.get(text);
    if (shared != null) {
      return shared;
    }
    if (texts.size() < MAX_SHARED) {
      texts.put(text, text);
    }
    take(STRING_BYTES + text.length(), mark);
    return text;
  }

  private Sequence sequence(Mark mark, int depth) {
    var items = new ArrayList<YamlNode>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    parser.next();
    return new Sequence(mark.getLine() + 1, mark.getColumn() + 1, List.copyOf(items));
  }

  private Mapping mapping(Mark mark, int depth) {
    var entries = new ArrayList<Entry>();
    List<YamlNode> merges = new ArrayList<>(0);
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      YamlNode key = node(depth + 1);
      YamlNode value = node(depth + 1);
      if (isMerge(key)) {
        merges.add(value);
      } else {
        entries.add(new Entry(key, value, false));
      }
    }
    parser.next();
    if (!merges.isEmpty()) {
      merge(entries, merges, mark);
    }
    return new Mapping(mark.getLine() + 1, mark.getColumn() + 1, List.copyOf(entries));
  }

  private static boolean isMerge(YamlNode key) {
    return key instanceof Scalar scalar
        && scalar.text().equals("<<")
        && (scalar.tag() == null ? scalar.plain() : scalar.tag().equals(MERGE_TAG));
  }

  /// Written keys win over merged ones, earlier mappings of a list over later ones.
  private void merge(List<Entry> entries, List<YamlNode> merges, Mark mark) {
    var keys = new HashSet<String>();
    entries.forEach(entry -> keyText(entry.key()).ifPresent(keys::add));
    for (YamlNode merge : merges) {
      List<YamlNode> sources = merge instanceof Sequence list ? list.items() : List.of(merge);
      for (YamlNode source : sources) {
        if (!(source instanceof Mapping mapping)) {
          throw new YamlProblem(
              merge.line(),
              merge.column(),
              "map merge requires map or sequence of maps as the value");
        }
        count(mapping.entries().size(), mark);
        for (Entry entry : mapping.entries()) {
          Optional<String> key = keyText(entry.key());
          if (key.isPresent() && keys.add(key.get())) {
            entries.add(new Entry(entry.key(), entry.value(), true));
          }
        }
      }
    }
  }

  private static Optional<String> keyText(YamlNode key) {
    return key instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  private void count(int more, Mark mark) {
    nodes += more;
    if (nodes > limits.nodes()) {
      throw new YamlProblem(
          mark, "document holds more than the limit of " + limits.nodes() + " values");
    }
    take((long) NODE_BYTES * more, mark);
  }

  private void take(long bytes, Mark mark) {
    memory += bytes;
    if (memory > limits.memory()) {
      throw new YamlProblem(
          mark,
          "document takes more than the limit of " + (limits.memory() >> 20) + " MiB of memory");
    }
  }

  private static Mark mark(Optional<Mark> mark) {
    return mark.orElseThrow(() -> new IllegalStateException("BUG: the parser gave no position"));
  }

  private void countUnparsed(int chars) {
    unparsed += chars;
    if (unparsed > limits.scalar()) {
      String problem = "a value is longer than the limit of " + limits.scalar() + " characters";
      throw lastMark == null ? new YamlProblem(1, 1, problem) : new YamlProblem(lastMark, problem);
    }
  }

  /// Stops a scanner that reads on and on.
  private final class CountingReader extends FilterReader {
    CountingReader(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      countUnparsed(Math.max(0, read));
      return read;
    }
  }

  /// What ends the reading of a document, with its place.
  static final class YamlProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    YamlProblem(Mark mark, String message) {
      this(mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    YamlProblem(int line, int column, String message) {
      super(message, null, false, false);
      this.line = line;
      this.column = column;
    }

    int line() {
      return line;
    }

    int column() {
      return column;
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }
}
