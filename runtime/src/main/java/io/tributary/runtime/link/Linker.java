package io.tributary.runtime.link;

import io.tributary.component.ComponentDefinition;
import io.tributary.component.Stability;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.ConfigBlock;
import io.tributary.runtime.content.ContentKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Links one configuration: names every node, finds what each refers to, and reports everything
/// that is wrong with it at once, in the words of Agent Flow and Alloy.
///
/// Source: grafana/alloy `internal/runtime/internal/controller/loader.go`, loadNewGraph.
public final class Linker {
  private final LinkContext context;
  private final ModuleInput input;
  private final Findings findings;
  private final Templates templates;
  private final Map<String, Spec> specs = new LinkedHashMap<>();
  private final Map<String, Block> namespaces = new LinkedHashMap<>();

  private Linker(LinkContext context, ModuleInput input, Findings findings) {
    this.context = context;
    this.input = input;
    this.findings = findings;
    this.templates = new Templates(input.templates(), input.variables());
  }

  /// The plan counts only if `findings` got no error. `outer` is the scope around the module.
  public static Plan link(
      List<Block> blocks, LinkContext context, ModuleInput input, Scope outer, Findings findings) {
    var linker = new Linker(context, input, findings);
    // First, as imports and components may take their time: to clone, or to ask for the first time.
    linker.settings(blocks);
    linker.declares(blocks);
    linker.configBlocks(blocks);
    linker.components(blocks);
    linker.checkArguments();
    var wiring = new Wiring(linker.specs, outer, context.least(), findings);
    wiring.wire();
    return wiring.plan(linker.templates);
  }

  private void settings(List<Block> blocks) {
    for (Block block : blocks) {
      ConfigBlock<?> config = context.configBlocks().get(block.name());
      if (config != null) {
        config(block, config);
      }
    }
    if (input.isRoot()) {
      absentConfigBlocks();
    }
  }

  private void declares(List<Block> blocks) {
    for (Block block : blocks) {
      if (!block.name().equals("declare")) {
        continue;
      }
      if (block.label().equals("declare")) {
        findings.error(block.span(), "'declare' is not a valid label for a declare block");
      } else if (hasLabel(block) && add(new Spec.Declare(block))) {
        templates.declare(block.label(), block.body());
      }
    }
  }

  private void configBlocks(List<Block> blocks) {
    for (Block block : blocks) {
      switch (block.name()) {
        case "argument" -> addInModule(new Spec.Argument(block), block);
        case "export" -> addInModule(new Spec.Export(block), block);
        case "foreach" -> foreach(block);
        default -> {
          ContentKind<?> kind = context.imports().get(block.name());
          if (kind != null) {
            imports(block, kind);
          }
        }
      }
    }
  }

  private void addInModule(Spec spec, Block block) {
    if (input.isRoot()) {
      findings.error(block.span(), block.name() + " blocks only allowed inside a module");
    } else if (hasLabel(block)) {
      add(spec);
    }
  }

  private void foreach(Block block) {
    Optional<String> refusal =
        Stability.EXPERIMENTAL.refusal(context.least(), "config block \"foreach\"");
    if (refusal.isPresent()) {
      findings.error(block.span(), refusal.get());
    } else if (hasLabel(block)) {
      add(new Spec.Foreach(block));
    }
  }

  private void imports(Block block, ContentKind<?> kind) {
    if (!hasLabel(block)) {
      return;
    }
    Block first = namespaces.putIfAbsent(block.label(), block);
    if (first != null && !first.id().equals(block.id())) {
      findings.error(header(block), "import block redefined " + block.label());
    } else if (add(new Spec.Import(block, kind))) {
      templates.namespace(block.label());
    }
  }

  private void config(Block block, ConfigBlock<?> config) {
    if (!input.isRoot()) {
      findings.error(block.span(), config.refusalInModule());
      return;
    }
    Optional<String> refusal =
        config.stability().refusal(context.least(), "block \"" + config.name() + "\"");
    if (refusal.isPresent()) {
      findings.error(block.span(), refusal.get());
    } else if (!block.label().isEmpty()) {
      findings.error(
          block.header(), "block \"" + block.name() + "\" does not support specifying labels");
    } else if (config.isService() && specs.containsKey(config.name())) {
      findings.error(block.span(), "duplicate definition of \"" + config.name() + "\"");
    } else {
      add(new Spec.Config(config, block));
    }
  }

  private void absentConfigBlocks() {
    context
        .configBlocks()
        .values()
        .forEach(config -> specs.putIfAbsent(config.name(), new Spec.Config(config, null)));
  }

  private void components(List<Block> blocks) {
    for (Block block : blocks) {
      if (isComponent(block)) {
        addComponent(block);
      }
    }
  }

  private void addComponent(Block block) {
    Spec first = specs.get(block.id());
    if (first != null) {
      duplicate(block, first);
      return;
    }
    Spec spec = component(block);
    if (spec != null) {
      specs.put(block.id(), spec);
    }
  }

  private boolean isComponent(Block block) {
    return switch (block.name()) {
      case "declare", "argument", "export", "foreach" -> false;
      default ->
          !context.imports().containsKey(block.name())
              && !context.configBlocks().containsKey(block.name());
    };
  }

  private @Nullable Spec component(Block block) {
    String name = block.name();
    if (templates.knows(block.path().getFirst())) {
      return new Spec.Custom(block, block.path());
    }
    ContentKind<?> module = context.modules().get(name);
    ComponentDefinition<?> definition = context.catalogue().find(name);
    if (module == null && definition == null) {
      return refuse(block, "cannot find the definition of component name \"" + name + "\"");
    }
    if (definition != null) {
      Optional<String> refusal = refusal(definition);
      if (refusal.isPresent()) {
        return refuse(block, refusal.get());
      }
    }
    if (block.label().isEmpty()) {
      return refuse(block, "component \"" + name + "\" must have a label");
    }
    return definition == null
        ? new Spec.FlowModule(block, Objects.requireNonNull(module))
        : new Spec.Builtin(block, definition);
  }

  private Optional<String> refusal(ComponentDefinition<?> definition) {
    if (!definition.community()) {
      return definition
          .stability()
          .refusal(context.least(), "component \"" + definition.name() + "\"");
    }
    if (context.community()) {
      return Optional.empty();
    }
    return Optional.of(
        "the component \"%s\" is a community component. Use the --feature.community-components.enabled command-line flag to enable community components"
            .formatted(definition.name()));
  }

  private @Nullable Spec refuse(Block block, String message) {
    findings.error(block.pathSpan(), message);
    return null;
  }

  private boolean hasLabel(Block block) {
    if (block.label().isEmpty()) {
      findings.error(block.header(), "block \"" + block.name() + "\" requires non-empty label");
    }
    return !block.label().isEmpty();
  }

  private boolean add(Spec spec) {
    Spec first = specs.putIfAbsent(spec.id(), spec);
    Block block = spec.block();
    if (first != null && block != null) {
      duplicate(block, first);
    }
    return first == null;
  }

  private void duplicate(Block block, Spec first) {
    findings.error(
        header(block), "block " + block.id() + " already declared at " + first.span().position());
  }

  /// As many characters as the id has, which is what the original underlines.
  private static Span header(Block block) {
    Span path = block.pathSpan();
    int end = path.column() + block.id().length() - 1;
    return new Span(path.file(), path.line(), path.column(), path.line(), end);
  }

  private void checkArguments() {
    for (String name : input.arguments().keySet()) {
      if (!specs.containsKey("argument." + name)) {
        findings.error(
            input.place(), "Provided argument \"" + name + "\" is not defined in the module");
      }
    }
  }
}
