package io.tributary.dialects.prometheus.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.ComponentDefinition;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.component.DiscoveryComponents;
import io.tributary.metrics.component.DecodedComponents;
import io.tributary.metrics.component.DecodedComponents.RemoteWrite;
import io.tributary.metrics.component.DecodedComponents.Scrape;
import io.tributary.model.labels.Labels;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.eval.Scope;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the components of a tree would be told, without running them.
///
/// Each `discovery.*` exports one target that tells its own id, so that it is seen whose targets a
/// job scrapes.
final class EvaluatedTree {
  private static final String MARK = "__component__";

  final Map<String, DiscoverySettings> discoveries = new LinkedHashMap<>();
  final List<Scrape> jobs = new ArrayList<>();
  @Nullable RemoteWrite remoteWrite;

  private final Findings findings = new Findings();

  private EvaluatedTree() {}

  /// Fails where a component does not take what it is told.
  static EvaluatedTree of(List<Statement> body) {
    var tree = new EvaluatedTree();
    Scope scope = Stdlib.scope(Host.current("v0.1.0")).with(exports(body));
    for (Statement statement : body) {
      tree.read((Block) statement, scope);
    }
    assertThat(tree.findings.all()).isEmpty();
    return tree;
  }

  private void read(Block block, Scope scope) {
    BlockReader reader = BlockReader.of(block, scope, findings);
    switch (block.name()) {
      case "prometheus.scrape" -> jobs.add(DecodedComponents.scrape(reader));
      case "prometheus.remote_write" -> remoteWrite = DecodedComponents.remoteWrite(reader);
      default -> discoveries.put(block.id(), discovery(block.name(), reader));
    }
    reader.finish();
  }

  private static DiscoverySettings discovery(String name, BlockReader reader) {
    ComponentDefinition<?> definition =
        DiscoveryComponents.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return (DiscoverySettings) definition.arguments().decode(reader);
  }

  /// The component whose targets these are; null for a target of the file itself.
  static @Nullable String componentOf(Labels target) {
    return target.get(MARK);
  }

  private static Map<String, Value> exports(List<Statement> body) {
    var names = new TreeMap<String, Object>();
    for (Statement statement : body) {
      Block block = (Block) statement;
      Map<String, Value> exports =
          block.name().startsWith("discovery.")
              ? Map.of("targets", TargetCapsule.listOf(List.of(Labels.of(MARK, block.id()))))
              : Map.of("receiver", Value.of(new MetricsReceiver(block.id(), _ -> {})));
      Map<String, Object> at = names;
      for (String part : block.path()) {
        at = inner(at, part);
      }
      at.put(block.label(), Value.of(exports));
    }
    var values = new TreeMap<String, Value>();
    names.forEach((name, inner) -> values.put(name, value(inner)));
    return values;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> inner(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.computeIfAbsent(name, _ -> new TreeMap<String, Object>());
  }

  private static Value value(Object node) {
    if (node instanceof Value value) {
      return value;
    }
    var fields = new TreeMap<String, Value>();
    ((Map<?, ?>) node).forEach((name, inner) -> fields.put(String.valueOf(name), value(inner)));
    return Value.of(fields);
  }
}
