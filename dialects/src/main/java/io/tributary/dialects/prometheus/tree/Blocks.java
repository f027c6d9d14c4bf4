package io.tributary.dialects.prometheus.tree;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The components of a configuration in the order in which they are printed, and what is told of
/// them. Belongs to one thread.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/build`.
public final class Blocks {
  private static final List<String> ORDER =
      List.of(
          "discovery",
          "discovery.relabel",
          "prometheus.scrape",
          "prometheus.relabel",
          "prometheus.remote_write");

  /// A component of a configuration: its summary is empty where it belongs to another one.
  private record Component(String name, String label, BlockBuilder block, String summary) {
    String line() {
      return "\tA " + name + "." + label + " component";
    }

    boolean belongsTo(Component other) {
      return !this.equals(other) && !name.equals(other.name) && label.startsWith(other.label);
    }
  }

  private final List<Component> components = new ArrayList<>();
  private final Set<String> ids;
  private final Map<String, String> jobs = new LinkedHashMap<>();

  public Blocks() {
    this(new HashSet<>());
  }

  /// Blocks that share `ids` stand in one configuration.
  public Blocks(Set<String> ids) {
    this.ids = ids;
  }

  /// Whether there is a component of this name and label.
  boolean has(String name, String label) {
    return ids.contains(name + "." + label);
  }

  /// Adds a component that belongs to a job.
  public BlockBuilder add(String name, String label, Span place) {
    return add(name, label, place, "");
  }

  /// Adds a component whose summary is told.
  public BlockBuilder add(String name, String label, Span place, String summary) {
    var block = new BlockBuilder(name, label, place);
    components.add(new Component(name, label, block, summary));
    ids.add(block.id());
    return block;
  }

  /// Notes that a component finds targets of a job.
  void findsTargets(String id, String job) {
    jobs.put(id, job);
  }

  /// The names of jobs by the ids of the components that find their targets.
  Map<String, String> jobsByComponent() {
    return Collections.unmodifiableMap(jobs);
  }

  /// All blocks.
  public List<Statement> build() {
    var body = new ArrayList<Statement>();
    for (String kind : ORDER) {
      of(kind).forEach(component -> body.add(component.block().build()));
    }
    return body;
  }

  private List<Component> of(String kind) {
    return components.stream().filter(component -> kind.equals(kind(component.name()))).toList();
  }

  private static String kind(String name) {
    return name.startsWith("discovery.") && !name.equals("discovery.relabel") ? "discovery" : name;
  }

  /// Says what became of each job and of the destinations.
  public void tell(ConvertDiagnostics diagnostics) {
    List<Component> parts =
        Stream.of("discovery", "discovery.relabel", "prometheus.relabel")
            .flatMap(kind -> of(kind).stream())
            .toList();
    for (Component job : of("prometheus.scrape")) {
      var detail = new StringBuilder(job.line());
      parts.stream()
          .filter(part -> part.belongsTo(job))
          .forEach(part -> detail.append('\n').append(part.line()));
      diagnostics.add(Level.INFO, job.summary(), detail.toString());
    }
    for (Component destinations : of("prometheus.remote_write")) {
      if (!destinations.summary().isEmpty()) {
        diagnostics.add(Level.INFO, destinations.summary(), destinations.line());
      }
    }
  }
}
