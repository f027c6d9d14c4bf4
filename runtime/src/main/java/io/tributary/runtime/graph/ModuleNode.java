package io.tributary.runtime.graph;

import io.tributary.base.config.ConfigException;
import io.tributary.component.Body;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Value;
import io.tributary.runtime.content.ContentContext;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Spec;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A component `module.*` of Agent Flow: a module whose text comes from elsewhere and is watched.
///
/// Content that cannot be loaded leaves the module as it was.
///
/// Source: grafana/agent `internal/component/module`.
final class ModuleNode<A> extends ComponentNode {
  private final ContentKind<A> kind;
  private final ContentFeed<A> feed;
  private final Controller module;

  // Guarded by the lock of the engine.
  private Map<String, Value> arguments = Map.of();
  private boolean isLoaded;

  private volatile Map<String, Value> shown = Map.of();
  private volatile Body body = Body.EMPTY;
  private volatile Health contentHealth;

  private record Decoded<A>(A source, Map<String, Value> arguments) {}

  ModuleNode(Controller controller, Spec spec, ContentKind<A> kind) {
    super(controller, spec, "component", Exports.of("exports", Value.of(Map.of())));
    this.kind = kind;
    Engine engine = controller.engine();
    feed = new ContentFeed<>(kind, name(), engine::now, () -> engine.changed(this));
    module =
        new Controller(
            controller, controller.global(id()), controller.hasMetrics(), this::showModule);
    contentHealth = Health.healthy("module created", engine.now());
  }

  @Override
  boolean accepts(Spec next) {
    return next instanceof Spec.FlowModule(_, var other) && other == kind;
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    Decoded<A> decoded = Decoding.decode(this::read, block(), controller().scope(variables));
    boolean isOther = update(decoded.source());
    boolean hasOthers = !Equality.equal(Value.of(decoded.arguments()), Value.of(arguments));
    arguments = decoded.arguments();
    body = describe(decoded);
    if (isOther || hasOthers || !isLoaded) {
      load();
    } else {
      module.requestSync();
    }
  }

  private void showModule(Map<String, Value> exports) {
    shown = Map.copyOf(exports);
    show(Exports.of("exports", Value.of(exports)));
  }

  private Decoded<A> read(BlockReader block) {
    return new Decoded<>(
        kind.arguments().decode(block),
        block.block("arguments").map(BlockReader::freeAttributes).orElse(Map.of()));
  }

  private boolean update(A source) throws NodeFailure {
    Engine engine = controller().engine();
    var context =
        new ContentContext(componentId(), engine.dataDirectory(componentId()), engine.clock(), "");
    try {
      return feed.update(source, context);
    } catch (IOException | ConfigException e) {
      String what = isLoaded ? "updating component: " : "building component: ";
      throw failure(what + NodeFailure.reason(e));
    }
  }

  private void load() throws NodeFailure {
    String text = feed.content().text();
    if (controller().lineage().holds(text)) {
      throw failure("cycle: the module contains itself");
    }
    module.lineage().madeOf(text);
    ParsedFile parsed = ParsedFile.of(SourceFile.of(name(), text));
    var findings = new Findings();
    findings.addAll(parsed.diagnostics());
    if (parsed.isSound()) {
      var variables = Map.of(ModuleInput.MODULE_PATH, Value.of(feed.modulePath()));
      module.load(
          parsed.blocks(),
          new ModuleInput(false, arguments, variables, null, block().header()),
          findings);
    }
    isLoaded = !findings.hasErrors();
    if (!isLoaded) {
      NodeFailure failure = NodeFailure.of("failed to load module content", findings.all());
      contentHealth =
          Health.unhealthy(String.valueOf(failure.getMessage()), controller().engine().now());
      throw failure;
    }
    contentHealth = Health.healthy("module content loaded", controller().engine().now());
  }

  @Override
  void refresh() {
    if (feed.takePending()) {
      try {
        load();
      } catch (NodeFailure e) {
        // Told by the health; what was loaded stays.
      }
    }
  }

  private Body describe(Decoded<A> decoded) {
    return Body.builder()
        .addAll(kind.arguments().describe(decoded.source()))
        .block("arguments", new Exports(decoded.arguments()).toBody())
        .build();
  }

  @Override
  void work(StopSignal stop) {
    feed.start();
    try {
      module.run(stop);
    } finally {
      feed.stop();
    }
  }

  @Override
  List<Health> ownHealth() {
    return List.of(contentHealth, feed.health());
  }

  @Override
  public Body arguments() {
    return body;
  }

  /// A block in the original, though it is read like an object.
  @Override
  public Body exportsBody() {
    return Body.builder().block("exports", new Exports(shown).toBody()).build();
  }

  @Override
  public List<String> moduleIds() {
    return List.of(module.id());
  }

  @Override
  void close() {
    feed.close();
    module.close();
  }
}
