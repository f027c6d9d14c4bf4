package io.tributary.agent.check;

import io.tributary.agent.catalogue.Components;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.SourcePosition;
import io.tributary.component.ComponentDefinition;
import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.EvaluationException;
import io.tributary.river.eval.Reference;
import io.tributary.river.eval.References;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.StringValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is doubtful in a River file beside its relabelling.
final class RiverLints {
  /// Attributes that name a file which is read when the component starts.
  private static final Set<String> FILES =
      Set.of(
          "ca_file",
          "cert_file",
          "key_file",
          "credentials_file",
          "password_file",
          "bearer_token_file",
          "client_secret_file");

  private RiverLints() {}

  /// Components that do nothing by themselves and that nobody refers to, and templates that nobody
  /// uses.
  static List<Lint> unused(List<Block> blocks) {
    Set<String> used = new HashSet<>();
    for (Block block : blocks) {
      collect(block, used);
    }
    var lints = new ArrayList<Lint>();
    for (Block block : blocks) {
      if (block.name().equals("declare") && !used.contains(block.label())) {
        lints.add(unused(block, "nobody uses the custom component " + block.label()));
      } else if (onlyServesOthers(block) && !used.contains(block.id())) {
        lints.add(unused(block, "nobody refers to " + block.id() + ", so it has no effect"));
      }
    }
    return lints;
  }

  /// What it finds or relabels is for others; what a scrape or an import does is not.
  private static boolean onlyServesOthers(Block block) {
    ComponentDefinition<?> definition = Components.ALL.find(block.name());
    return definition != null
        && List.of("discovery.", "local.", "remote.", "prometheus.relabel", "prometheus.exporter.")
            .stream()
            .anyMatch(block.name()::startsWith);
  }

  /// Everything that a block refers to, with the names of the blocks inside of it. Of a reference,
  /// all beginnings: one of them is a component.
  private static void collect(Block block, Set<String> used) {
    names(block, used);
    for (Reference reference : References.of(block.body())) {
      String path = reference.toString();
      for (int dot = path.length(); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
        used.add(path.substring(0, dot));
      }
    }
  }

  private static void names(Block block, Set<String> used) {
    used.add(block.path().getFirst());
    for (Statement statement : block.body()) {
      if (statement instanceof Block inner) {
        names(inner, used);
      }
    }
  }

  private static Lint unused(Block block, String message) {
    SourcePosition position = block.header().start();
    return Lint.at(Lint.Check.UNUSED, position, position.file(), message);
  }

  /// Looks for files that are named by what can be evaluated here.
  static void files(List<Block> blocks, Scope scope, List<Diagnostic> errors, List<Lint> lints) {
    blocks.forEach(block -> files(block, block, scope, errors, lints));
  }

  private static void files(
      Block component, Block block, Scope scope, List<Diagnostic> errors, List<Lint> lints) {
    for (Statement statement : block.body()) {
      switch (statement) {
        case Block inner -> files(component, inner, scope, errors, lints);
        case Attribute attribute -> file(component, attribute, scope, errors, lints);
      }
    }
  }

  private static void file(
      Block component,
      Attribute attribute,
      Scope scope,
      List<Diagnostic> errors,
      List<Lint> lints) {
    String key = attribute.name().text();
    boolean isContent =
        key.equals("filename") && List.of("local.file", "import.file").contains(component.name());
    boolean isPattern = key.equals("files") && component.name().equals("discovery.file");
    if (!FILES.contains(key) && !isContent && !isPattern) {
      return;
    }
    value(attribute, scope)
        .ifPresent(value -> {
          SourcePosition position = attribute.value().span().start();
          for (Value one : value instanceof Value.ArrayValue(var items) ? items : List.of(value)) {
            if (one instanceof StringValue(var path) && !path.isEmpty()) {
              FileCheck.check(key, path, isPattern, position, errors, lints);
            }
          }
        });
  }

  private static Optional<Value> value(Attribute attribute, Scope scope) {
    try {
      return Optional.of(Evaluation.evaluate(attribute.value(), scope));
    } catch (EvaluationException _) {
      return Optional.empty();
    }
  }
}
