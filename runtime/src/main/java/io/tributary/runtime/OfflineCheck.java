package io.tributary.runtime;

import io.tributary.base.config.ConfigException;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.References;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.link.LinkContext;
import io.tributary.runtime.link.Linker;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Plan;
import io.tributary.runtime.link.Spec;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Finds what is wrong with a configuration without running any of it.
///
/// Syntax, names, references and cycles are checked as [GraphRuntime#load] does, also inside of
/// custom components that nobody uses. Arguments are read as far as they refer to nothing that only
/// a running component knows. For one use.
///
/// Source: grafana/alloy `internal/validator`, for how far it goes.
public final class OfflineCheck {
  private final LinkContext context;
  private final Scope library;
  private final Findings findings = new Findings();

  private OfflineCheck(LinkContext context, Scope library) {
    this.context = context;
    this.library = library;
  }

  /// Everything that was found, in no particular order.
  public static List<Diagnostic> check(
      Source source, RuntimeSettings settings, RuntimeParts parts) {
    var check = new OfflineCheck(parts.linkContext(settings), parts.library());
    var blocks = new ArrayList<Block>();
    for (ParsedFile file : source.files().stream().map(ParsedFile::of).toList()) {
      check.findings.addAll(file.diagnostics());
      blocks.addAll(file.blocks());
    }
    check.module(blocks, ModuleInput.root(source.modulePath()));
    return check.findings.all();
  }

  private void module(List<Block> blocks, ModuleInput input) {
    Scope scope = library.with(input.variables());
    Plan plan = Linker.link(blocks, context, input, scope, findings);
    for (Spec spec : plan.specs().values()) {
      switch (spec) {
        case Spec.Builtin(var block, var definition) ->
            decode(block, scope, reader -> definition.arguments().decode(reader));
        case Spec.Config(var definition, var block) when block != null ->
            decode(block, scope, reader -> definition.arguments().decode(reader));
        case Spec.Declare(var block) ->
            module(
                block.body().stream()
                    .filter(Block.class::isInstance)
                    .map(Block.class::cast)
                    .toList(),
                new ModuleInput(
                    false, Map.of(), input.variables(), plan.templates(), block.header()));
        default -> {}
      }
    }
  }

  /// Reads a block. What is said of attributes that refer to something is not to be trusted, nor is
  /// what is said of the settings as a whole where there are such.
  private void decode(Block block, Scope scope, Consumer<BlockReader> reading) {
    var unknown = new ArrayList<Span>();
    collectUnknown(block.body(), scope, unknown);
    var found = new Findings();
    BlockReader reader = BlockReader.of(block, scope, found);
    try {
      reading.accept(reader);
      reader.finish();
    } catch (ConfigException e) {
      if (unknown.isEmpty()) {
        findings.error(block.header(), String.valueOf(e.getMessage()));
      }
    }
    for (Diagnostic diagnostic : found.all()) {
      boolean isCertain =
          unknown.isEmpty()
              || (!diagnostic.span().equals(block.header())
                  && unknown.stream().noneMatch(span -> contains(span, diagnostic.span())))
              || diagnostic.message().startsWith("missing required");
      if (isCertain) {
        findings.add(diagnostic);
      }
    }
  }

  private static void collectUnknown(List<Statement> body, Scope scope, List<Span> to) {
    for (Statement statement : body) {
      switch (statement) {
        case Attribute attribute -> {
          boolean refers =
              References.of(attribute.value()).stream()
                  .anyMatch(reference -> scope.find(reference.head()) == null);
          if (refers) {
            to.add(attribute.span());
          }
        }
        case Block inner -> collectUnknown(inner.body(), scope, to);
      }
    }
  }

  private static boolean contains(Span outer, Span inner) {
    boolean begins =
        outer.line() < inner.line()
            || (outer.line() == inner.line() && outer.column() <= inner.column());
    boolean ends =
        inner.line() < outer.endLine()
            || (inner.line() == outer.endLine() && inner.column() <= outer.endColumn());
    return outer.file().equals(inner.file()) && begins && ends;
  }
}
