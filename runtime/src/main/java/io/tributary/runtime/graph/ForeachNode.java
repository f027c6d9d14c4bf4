package io.tributary.runtime.graph;

import io.tributary.component.Body;
import io.tributary.component.Exports;
import io.tributary.component.StopSignal;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Identifiers;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Spec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A module for every item of a list. Items are known again by their content, so that a list that
/// changes leaves the modules of the others alone; an item that cannot be loaded does as well.
///
/// Source: grafana/alloy `controller/node_config_foreach.go`.
final class ForeachNode extends ComponentNode {
  private static final Logger LOG = LoggerFactory.getLogger(ForeachNode.class);

  private final ForeachRun run;

  // Guarded by the lock of the engine.
  private Map<String, Controller> modules = new LinkedHashMap<>();

  private volatile @Nullable Settings settings;

  private record Settings(
      List<Value> collection,
      String variable,
      String idField,
      boolean hashStringId,
      boolean enableMetrics) {}

  ForeachNode(Controller controller, Spec spec) {
    super(controller, spec, "foreach", Exports.NONE);
    run = new ForeachRun(controller.engine().settings());
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    Block template = template();
    Settings next =
        Decoding.decode(ForeachNode::read, withoutTemplate(), controller().scope(variables));
    Settings before = settings;
    if (before != null && before.enableMetrics() != next.enableMetrics()) {
      modules = new LinkedHashMap<>();
    }
    settings = next;
    loadAll(next, template, variables);
  }

  private static Settings read(BlockReader block) {
    var variable = block.required("var");
    var settings =
        new Settings(
            block.required("collection").list(value -> value).orElse(List.of()),
            variable.text(""),
            block.attribute("id").text(""),
            block.attribute("hash_string_id").bool(false),
            block.attribute("enable_metrics").bool(false));
    if (variable.isThere() && !block.hasFailed() && !Identifiers.isValid(settings.variable)) {
      variable.error("\"" + settings.variable + "\" is not a valid identifier");
    }
    return settings;
  }

  private Block template() throws NodeFailure {
    for (Statement statement : block().body()) {
      if (statement instanceof Block template && template.name().equals("template")) {
        return template;
      }
    }
    throw failure("the block template is missing in the foreach block");
  }

  /// What is in the template is evaluated inside of the modules.
  private Block withoutTemplate() {
    Block block = block();
    List<Statement> rest =
        block.body().stream()
            .filter(
                statement -> !(statement instanceof Block inner && inner.name().equals("template")))
            .toList();
    return new Block(
        block.path(),
        block.pathSpan(),
        block.label(),
        block.labelSpan(),
        rest,
        block.header(),
        block.span());
  }

  private void loadAll(Settings next, Block template, Map<String, Value> variables)
      throws NodeFailure {
    var findings = new Findings();
    var kept = new LinkedHashMap<String, Controller>();
    var counts = new HashMap<String, Integer>();
    for (Value item : next.collection()) {
      String fingerprint = Fingerprint.of(identity(item, next), next.hashStringId());
      int count = counts.merge(fingerprint, 1, Integer::sum);
      String id = "foreach_" + fingerprint + "_" + count;
      Controller module = modules.get(id);
      if (module == null) {
        module = create(id, next.enableMetrics());
      }
      kept.put(id, module);
      load(module, template, item, next.variable(), variables, findings);
    }
    modules = kept;
    run.update(List.copyOf(kept.values()));
    if (findings.hasErrors()) {
      throw NodeFailure.of("updating custom component in foreach", findings.all());
    }
  }

  private Controller create(String id, boolean enableMetrics) {
    String global = controller().global(id()) + "/" + id;
    boolean hasMetrics = enableMetrics && controller().hasMetrics();
    return new Controller(controller(), global, hasMetrics, _ -> {});
  }

  private void load(
      Controller module,
      Block template,
      Value item,
      String variable,
      Map<String, Value> outer,
      Findings findings) {
    var variables = new LinkedHashMap<>(outer);
    variables.put(variable, item);
    var input =
        new ModuleInput(false, Map.of(), variables, controller().templates(), block().header());
    Modules.load(module, name(), template.body(), input, findings);
  }

  /// What an item is known by: a field of it, if that is asked for and there; else the whole.
  private Value identity(Value item, Settings next) {
    if (next.idField().isEmpty()) {
      return item;
    }
    Optional<Value> field = Fingerprint.field(item, next.idField());
    if (field.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("node", name())
          .addKeyValue("id", next.idField())
          .log("specified id not found in collection item");
    }
    return field.orElse(item);
  }

  @Override
  String evaluatedMessage() {
    return "foreach evaluated";
  }

  @Override
  String failedMessage() {
    return "foreach evaluation failed: ";
  }

  @Override
  void work(StopSignal stop) {
    run.run(stop);
  }

  @Override
  public Body arguments() {
    Settings now = settings;
    if (now == null) {
      return Body.EMPTY;
    }
    return Body.builder()
        .attr("collection", Value.of(now.collection()))
        .attr("var", now.variable())
        .attr("id", now.idField())
        .attr("hash_string_id", Value.of(now.hashStringId()))
        .attr("enable_metrics", Value.of(now.enableMetrics()))
        .build();
  }

  @Override
  public List<String> moduleIds() {
    return run.modules().stream().map(Controller::id).toList();
  }

  @Override
  void close() {
    run.close();
  }
}
