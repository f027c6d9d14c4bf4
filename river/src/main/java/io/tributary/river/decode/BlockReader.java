package io.tributary.river.decode;

import io.tributary.base.config.Suggestions;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of one block, asked for its attributes and blocks by name.
///
/// Asking makes a name known; [#finish] reports what nobody asked for, here and in the blocks
/// below. What is wrong is reported where it stands, in the words of Agent Flow and Alloy, and the
/// caller gets a fallback and goes on, so that one pass finds every error. Belongs to one thread.
///
/// ```java
/// var block = BlockReader.of(statement, scope, findings);
/// var settings = new Settings(
///     block.required("url").text(""),
///     block.attribute("timeout").duration(Duration.ofSeconds(10)),
///     block.block("basic_auth").map(BasicAuth::read));
/// block.finish();
/// ```
///
/// Source: grafana/alloy `syntax/vm/struct_decoder.go`.
public final class BlockReader {
  private final String name;
  private final String label;
  private final Span header;
  private final Scope scope;
  private final Findings findings;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Set<String> knownAttributes = new HashSet<>();
  private final Set<String> knownBlocks = new HashSet<>();
  private final Set<String> misused = new HashSet<>();
  private final List<BlockReader> children = new ArrayList<>();
  private boolean failed;

  private BlockReader(
      String name,
      String label,
      Span header,
      List<Statement> body,
      Scope scope,
      Findings findings) {
    this.name = name;
    this.label = label;
    this.header = header;
    this.scope = scope;
    this.findings = findings;
    for (Statement statement : body) {
      switch (statement) {
        case Attribute attribute -> add(attribute);
        case Block block -> blocks.add(block);
      }
    }
  }

  public static BlockReader of(Block block, Scope scope, Findings findings) {
    return new BlockReader(
        block.name(), block.label(), block.header(), block.body(), scope, findings);
  }

  /// For a body that belongs to no block: a file, named in messages at `place`.
  public static BlockReader of(List<Statement> body, Span place, Scope scope, Findings findings) {
    return new BlockReader("", "", place, body, scope, findings);
  }

  private void add(Attribute attribute) {
    String key = attribute.name().text();
    if (attributes.putIfAbsent(key, attribute) != null) {
      error(attribute.span(), "attribute \"" + key + "\" may only be provided once");
    }
  }

  /// The name with its dots.
  public String name() {
    return name;
  }

  /// Empty where there is none.
  public String label() {
    return label;
  }

  public Span header() {
    return header;
  }

  public Scope scope() {
    return scope;
  }

  /// Whether something in this block, or in a block below, was reported as an error.
  public boolean hasFailed() {
    return failed || children.stream().anyMatch(BlockReader::hasFailed);
  }

  /// Reports something about the block as a whole, as a check of its settings does.
  public void error(String message) {
    error(header, message);
  }

  void error(Span span, String message) {
    error(span, message, null);
  }

  void error(Span span, String message, @Nullable String hint) {
    failed = true;
    findings.error(span, message, hint);
  }

  void error(Diagnostic diagnostic) {
    failed = true;
    findings.add(diagnostic);
  }

  /// Whether an attribute is there.
  public boolean has(String key) {
    return attribute(key).isThere();
  }

  /// An attribute that need not be there.
  public AttributeReader attribute(String key) {
    knownAttributes.add(key);
    for (Block block : blocks) {
      if (block.name().equals(key) && misused.add(key)) {
        error(block.span(), "\"" + key + "\" must be an attribute, but is used as a block");
      }
    }
    return new AttributeReader(this, attributes.get(key));
  }

  /// An attribute that must be there; its absence is reported.
  public AttributeReader required(String key) {
    AttributeReader attribute = attribute(key);
    if (!attribute.isThere() && !misused.contains(key)) {
      error(header, "missing required attribute \"" + key + "\"");
    }
    return attribute;
  }

  /// Every attribute by its name, for a block whose attributes are free; it has neither label nor
  /// blocks.
  public Map<String, Value> freeAttributes() {
    if (!label.isEmpty()) {
      error(header, "block \"" + name + "\" requires empty label");
    }
    for (Block block : blocks) {
      knownBlocks.add(block.name());
      error(block.span(), "nested blocks not supported here");
    }
    var values = new LinkedHashMap<String, Value>();
    for (String key : attributes.keySet()) {
      attribute(key).value().ifPresent(value -> values.put(key, value));
    }
    return values;
  }

  /// A block without a label that is there at most once.
  public Optional<BlockReader> block(String key) {
    List<BlockReader> all = blocks(key);
    if (all.size() > 1) {
      error(
          blocksNamed(Set.of(key)).getFirst().span(),
          "block \"" + key + "\" may only be specified once");
    }
    return all.stream().findFirst();
  }

  /// The same for one that must be there; its absence is reported.
  public Optional<BlockReader> requiredBlock(String key) {
    Optional<BlockReader> block = block(key);
    requireAny(key, block.isPresent());
    return block;
  }

  /// Blocks of one name without labels, in their order.
  public List<BlockReader> blocks(String key) {
    return blocks(Set.of(key));
  }

  /// The same where there must be at least one.
  public List<BlockReader> requiredBlocks(String key) {
    List<BlockReader> all = blocks(key);
    requireAny(key, !all.isEmpty());
    return all;
  }

  /// The same where there must be so many.
  public List<BlockReader> exactlyBlocks(String key, int count) {
    List<BlockReader> all = blocks(key);
    if (!all.isEmpty() && all.size() != count) {
      error(
          blocksNamed(Set.of(key)).getFirst().span(),
          "block \"%s\" must be specified exactly %d times, but was specified %d times"
              .formatted(key, count, all.size()));
    }
    return all;
  }

  /// Blocks of several names, in their order whatever they are called: stages, rules.
  public List<BlockReader> blocks(Collection<String> keys) {
    List<Block> found = blocksNamed(keys);
    for (Block block : found) {
      if (!block.label().isEmpty()) {
        error(block.header(), "block \"" + block.name() + "\" does not support specifying labels");
      }
    }
    return readers(found);
  }

  /// Blocks of one name that each have a label.
  public List<BlockReader> labelledBlocks(String key) {
    List<Block> found = blocksNamed(Set.of(key));
    for (Block block : found) {
      if (block.label().isEmpty()) {
        error(block.header(), "block \"" + key + "\" requires non-empty label");
      }
    }
    return readers(found);
  }

  private void requireAny(String key, boolean isThere) {
    if (!isThere && !misused.contains(key)) {
      error(header, "missing required block \"" + key + "\"");
    }
  }

  private List<BlockReader> readers(List<Block> found) {
    List<BlockReader> readers = found.stream().map(block -> of(block, scope, findings)).toList();
    children.addAll(readers);
    return readers;
  }

  private List<Block> blocksNamed(Collection<String> keys) {
    knownBlocks.addAll(keys);
    for (String key : keys) {
      Attribute attribute = attributes.get(key);
      if (attribute != null && misused.add(key)) {
        error(attribute.span(), "\"" + key + "\" must be a block, but is used as an attribute");
      }
    }
    return blocks.stream().filter(block -> keys.contains(block.name())).toList();
  }

  /// Reports everything that nobody asked for. Call it once, when all was asked for.
  public void finish() {
    for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
      String key = attribute.getKey();
      if (!knownAttributes.contains(key) && !misused.contains(key)) {
        unrecognized(attribute.getValue().span(), "attribute", key, knownAttributes);
      }
    }
    for (Block block : blocks) {
      String key = block.name();
      if (!knownBlocks.contains(key) && !misused.contains(key)) {
        unrecognized(block.span(), "block", key, knownBlocks);
      }
    }
    children.forEach(BlockReader::finish);
  }

  private void unrecognized(Span span, String what, String key, Set<String> known) {
    error(span, "unrecognized " + what + " name \"" + key + "\"", Suggestions.hint(key, known));
  }
}
