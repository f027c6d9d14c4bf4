package io.tributary.runtime.link;

import io.tributary.component.Stability;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Reference;
import io.tributary.river.eval.References;
import io.tributary.river.eval.Scope;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds what each node depends on: the nodes that its expressions refer to, and for custom
/// components the templates and imports that they are made of.
///
/// Source: grafana/alloy `controller/component_references.go`, `loader.go` wireGraphEdges.
final class Wiring {
  private final Map<String, Spec> specs;
  private final Scope outer;
  private final Stability least;
  private final Findings findings;
  private final Map<String, Spec> namedTemplates = new HashMap<>();
  private final Map<String, Set<String>> dependencies = new LinkedHashMap<>();
  private final Map<String, List<Link>> links = new HashMap<>();

  Wiring(Map<String, Spec> specs, Scope outer, Stability least, Findings findings) {
    this.specs = specs;
    this.outer = outer;
    this.least = least;
    this.findings = findings;
    specs.values().forEach(this::nameTemplates);
  }

  /// Where a declare and an import have the same name, the import is the one that is meant.
  private void nameTemplates(Spec spec) {
    switch (spec) {
      case Spec.Import(var block, _) -> namedTemplates.put(block.label(), spec);
      case Spec.Declare(var block) -> namedTemplates.putIfAbsent(block.label(), spec);
      default -> {}
    }
  }

  void wire() {
    specs.forEach((id, spec) -> {
      dependencies.put(id, new LinkedHashSet<>());
      Block block = spec.block();
      if (block != null) {
        wire(id, spec, block);
      }
    });
    reportCycles();
  }

  private void wire(String id, Spec spec, Block block) {
    Set<String> needed = dependencies.computeIfAbsent(id, _ -> new LinkedHashSet<>());
    switch (spec) {
      case Spec.Declare _ -> {
        templatesIn(block.body(), false, needed, new HashSet<>());
        return;
      }
      case Spec.Foreach _ -> templatesIn(block.body(), true, needed, new HashSet<>());
      case Spec.Custom(_, var path) -> templatesOf(path.getFirst(), needed);
      default -> {}
    }
    var found = new ArrayList<Link>();
    for (Reference reference : References.of(block.body())) {
      resolve(reference, spec instanceof Spec.Foreach, found);
    }
    found.forEach(link -> needed.add(link.target()));
    links.put(id, List.copyOf(found));
  }

  private void templatesOf(String name, Set<String> needed) {
    switch (namedTemplates.get(name)) {
      case Spec.Import imported -> needed.add(imported.id());
      case Spec.Declare(var block) -> templatesIn(block.body(), true, needed, new HashSet<>());
      case null, default -> {}
    }
  }

  /// Templates and imports that a body is made of; `deeply` those as well that those are made of.
  private void templatesIn(
      List<Statement> body, boolean deeply, Set<String> needed, Set<String> seen) {
    for (Statement statement : body) {
      if (!(statement instanceof Block block)) {
        continue;
      }
      switch (block.name()) {
        case "declare", "foreach", "template" -> templatesIn(block.body(), deeply, needed, seen);
        default -> {
          Spec spec = namedTemplates.get(block.path().getFirst());
          if (spec != null && seen.add(spec.id())) {
            needed.add(spec.id());
            if (deeply && spec instanceof Spec.Declare(var inner)) {
              templatesIn(inner.body(), true, needed, seen);
            }
          }
        }
      }
    }
  }

  /// What a template refers to may be inside of it, which is known when it is loaded: `lenient`.
  private void resolve(Reference reference, boolean lenient, List<Link> found) {
    List<String> path = reference.path().stream().map(Name::text).toList();
    for (int length = path.size(); length > 0; length--) {
      String id = String.join(".", path.subList(0, length));
      if (specs.containsKey(id)) {
        found.add(new Link(id, String.join(".", path.subList(length, path.size()))));
        return;
      }
    }
    String text = reference.toString();
    if (outer.find(reference.head()) == null) {
      if (!lenient) {
        findings.error(
            reference.span(), "component \"" + text + "\" does not exist or is out of scope");
      }
    } else if (Stdlib.isDeprecated(reference.head())) {
      findings.warning(
          reference.span(),
          "the function \"%s\" is deprecated, use \"%s\""
              .formatted(reference.head(), Stdlib.successor(reference.head())));
    } else if (Stdlib.isExperimental(text)) {
      Stability.EXPERIMENTAL
          .refusal(least, text)
          .ifPresent(message -> findings.error(reference.span(), message));
    }
  }

  private void reportCycles() {
    for (List<String> group : Cycles.groups(specs.keySet(), dependencies)) {
      if (group.size() > 1) {
        List<String> path = Cycles.path(group, dependencies);
        findings.error(place(path.getFirst()), "cycle: " + String.join(", ", path));
      }
    }
    dependencies.forEach((id, needed) -> {
      if (needed.contains(id)) {
        findings.error(place(id), "self reference: " + id);
      }
    });
  }

  private Span place(String id) {
    Spec spec = specs.get(id);
    Block block = spec == null ? null : spec.block();
    return block == null ? Span.NONE : block.header();
  }

  /// What was wired, in the order of evaluation.
  Plan plan(Templates templates) {
    var ordered = new LinkedHashMap<String, Spec>();
    for (List<String> group : Cycles.groups(specs.keySet(), dependencies)) {
      for (String id : group) {
        Spec spec = specs.get(id);
        if (spec != null) {
          ordered.put(id, spec);
        }
      }
    }
    Map<String, Set<String>> copied =
        dependencies.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    return new Plan(ordered, copied, links, templates);
  }
}
