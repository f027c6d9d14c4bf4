package io.tributary.runtime.graph;

import io.tributary.component.Body;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Statement;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Spec;
import io.tributary.runtime.link.Templates;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance of a `declare`: a module whose arguments are the attributes of the block.
///
/// While the template stays the same, other arguments reach those inside that depend on them; the
/// rest is left alone.
///
/// Source: grafana/alloy `controller/node_custom_component.go`.
final class CustomNode extends ComponentNode {
  private final Controller module;

  // Guarded by the lock of the engine.
  private @Nullable List<Statement> loadedBody;
  private long loadedVersion;

  private volatile Map<String, Value> arguments = Map.of();

  CustomNode(Controller controller, Spec spec) {
    super(controller, spec, "custom component", Exports.NONE);
    module =
        new Controller(
            controller,
            controller.global(id()),
            controller.hasMetrics(),
            exports -> show(new Exports(exports)));
  }

  @Override
  boolean accepts(Spec next) {
    return next instanceof Spec.Custom;
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    Map<String, Value> next = decode(variables);
    Templates.Found template = template();
    boolean isSame =
        template.body() == loadedBody && loadedVersion == controller().engine().templatesVersion();
    if (isSame && Equality.equal(Value.of(next), Value.of(arguments))) {
      return;
    }
    arguments = next;
    var findings = new Findings();
    if (isSame) {
      module.update(next, findings);
    } else {
      load(template, next, findings);
    }
    if (findings.hasErrors()) {
      loadedBody = null;
      throw NodeFailure.of("updating custom component", findings.all());
    }
  }

  private void load(Templates.Found template, Map<String, Value> next, Findings findings)
      throws NodeFailure {
    if (controller().lineage().holds(template.body())) {
      throw failure("cycle: the custom component \"" + componentName() + "\" contains itself");
    }
    module.lineage().madeOf(template.body());
    var input =
        new ModuleInput(
            false, next, template.home().variables(), template.home(), block().header());
    Modules.load(module, name(), template.body(), input, findings);
    loadedBody = template.body();
    loadedVersion = controller().engine().templatesVersion();
  }

  private Map<String, Value> decode(Map<String, Value> variables) throws NodeFailure {
    var findings = new Findings();
    BlockReader reader =
        BlockReader.of(block().body(), block().header(), controller().scope(variables), findings);
    Map<String, Value> attributes = reader.freeAttributes();
    if (findings.hasErrors()) {
      throw NodeFailure.of("decoding configuration", findings.all());
    }
    return attributes;
  }

  private Templates.Found template() throws NodeFailure {
    List<String> path = block().path();
    Templates.Found found = controller().templates().find(path);
    if (found == null) {
      throw failure(
          "loading custom component controller: custom component config not found in the registry, namespace: \"%s\", componentName: \"%s\""
              .formatted(String.join(".", path.subList(0, path.size() - 1)), path.getLast()));
    }
    return found;
  }

  @Override
  void work(StopSignal stop) {
    module.run(stop);
  }

  @Override
  List<Health> ownHealth() {
    return module.graph().health();
  }

  @Override
  public boolean isCustom() {
    return true;
  }

  @Override
  public Body arguments() {
    return new Exports(arguments).toBody();
  }

  @Override
  public List<String> moduleIds() {
    return List.of(module.id());
  }

  @Override
  void close() {
    module.close();
  }
}
