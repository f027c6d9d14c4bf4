package io.tributary.runtime.graph;

import io.tributary.component.StopSignal;
import io.tributary.river.diag.Findings;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Linker;
import io.tributary.runtime.link.ModuleInput;
import io.tributary.runtime.link.Plan;
import io.tributary.runtime.link.Templates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One module: the root, or what a custom component, a `foreach` or a `module.*` is made of.
///
/// A load replaces its graph by another one in which nodes of the same id and kind live on. What
/// has become superfluous is stopped, and then closed, by the thread that runs the module.
///
/// Source: grafana/alloy `controller/loader.go`.
public final class Controller implements Unit {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

  private final Engine engine;
  private final String id;
  private final ModuleMetrics metrics;
  private final Lineage lineage;
  private final Consumer<Map<String, Value>> onExports;
  private final RunLoop run;

  /// Written with the lock of the engine held.
  private volatile ModuleInput input = ModuleInput.root("");

  /// Written with the lock of the engine held.
  private volatile Map<String, Value> exports = Map.of();

  // Guarded by the lock of the engine.
  private final List<Node> retired = new ArrayList<>();
  private boolean isLoading;

  private volatile Graph graph;

  /// The root.
  public Controller(Engine engine) {
    this(engine, new Lineage(null), "", true, _ -> {});
  }

  /// A module in another one; `id` is unique among all. `onExports` hears of exports that differ
  /// from those before, while the lock is held. Without metrics those of its components are shown
  /// to nobody.
  Controller(
      Controller parent, String id, boolean hasMetrics, Consumer<Map<String, Value>> onExports) {
    this(parent.engine, new Lineage(parent.lineage), id, hasMetrics, onExports);
  }

  private Controller(
      Engine engine,
      Lineage lineage,
      String id,
      boolean hasMetrics,
      Consumer<Map<String, Value>> onExports) {
    this.engine = engine;
    this.lineage = lineage;
    this.id = id;
    metrics = new ModuleMetrics(engine.metrics(), id, hasMetrics);
    this.onExports = onExports;
    graph = new Graph(Plan.empty(new Templates(null, Map.of())), Map.of());
    run = new RunLoop(engine.settings(), this::takeWork);
    engine.modules().put(id, this);
  }

  public Engine engine() {
    return engine;
  }

  /// Empty for the root.
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return id;
  }

  boolean hasMetrics() {
    return metrics.isShown();
  }

  public Graph graph() {
    return graph;
  }

  /// The id of something in this module, unique among all.
  String global(String localId) {
    return id.isEmpty() ? localId : id + "/" + localId;
  }

  boolean holds(Node node) {
    return graph.find(node.id()) == node;
  }

  Lineage lineage() {
    return lineage;
  }

  Templates templates() {
    return graph.plan().templates();
  }

  Scope scope(Map<String, Value> variables) {
    return engine.settings().library().with(variables);
  }

  /// What `node` sees now. Any thread may ask: what it reads of each is of one moment, of several
  /// not quite.
  Scope scopeOf(Node node) {
    return scope(Variables.of(node, graph, input.variables()));
  }

  /// Finds out whether a configuration can be loaded; nothing changes. The plan counts only if
  /// `findings` got no error.
  public Plan link(List<Block> blocks, ModuleInput next, Findings findings) {
    return Linker.link(blocks, engine.settings().link(), next, scope(next.variables()), findings);
  }

  /// Links and, if that goes well, loads. False when it did not.
  boolean load(List<Block> blocks, ModuleInput next, Findings findings) {
    var own = new Findings();
    Plan plan = link(blocks, next, own);
    findings.addAll(own.all());
    if (own.hasErrors()) {
      return false;
    }
    load(plan, next, findings);
    requestSync();
    return true;
  }

  /// Installs a plan and evaluates every node of it in its order. Needs the lock of the engine.
  public void load(Plan plan, ModuleInput next, Findings findings) {
    metrics.evaluating(true);
    isLoading = true;
    try {
      input = next;
      Graph old = graph;
      graph = Nodes.succeed(old, plan, this);
      for (Node node : old.nodes()) {
        if (!holds(node)) {
          retired.add(node);
        }
      }
      engine.spans().load(id, () -> graph.nodes().forEach(node -> evaluate(node, findings)));
      publish();
    } finally {
      isLoading = false;
      metrics.evaluating(false);
    }
  }

  /// Gives the loaded configuration other arguments; those who depend on them are evaluated.
  void update(Map<String, Value> arguments, Findings findings) {
    Map<String, Value> before = input.arguments();
    input =
        new ModuleInput(
            input.isRoot(), arguments, input.variables(), input.templates(), input.place());
    var changed = new ArrayList<Node>();
    for (Node node : graph.nodes()) {
      if (node instanceof ArgumentNode argument && argument.differs(before, arguments)) {
        evaluate(node, findings);
        changed.add(node);
      }
    }
    for (Node node : graph.dependantsOf(changed)) {
      evaluate(node, findings);
    }
    publish();
  }

  Map<String, Value> arguments() {
    return input.arguments();
  }

  /// Evaluates those that directly depend on some nodes.
  void evaluateDependants(Collection<Node> changed) {
    metrics.evaluating(true);
    try {
      engine
          .spans()
          .change(
              id,
              changed.size(),
              () -> graph.dependantsOf(changed).forEach(node -> evaluate(node, new Findings())));
      publish();
    } finally {
      metrics.evaluating(false);
    }
  }

  /// What its `export` blocks show.
  Map<String, Value> exports() {
    return exports;
  }

  ModuleMetrics metrics() {
    return metrics;
  }

  private void evaluate(Node node, Findings findings) {
    if (node instanceof BuiltinNode<?> component
        && component.isUpToDate(graph, input.variables())) {
      return;
    }
    long start = engine.clock().nanos();
    engine
        .spans()
        .node(
            node.id(),
            findings,
            () -> node.evaluate(Variables.of(node, graph, input.variables()), findings));
    long nanos = engine.clock().nanos() - start;
    metrics.evaluated(node.id(), nanos);
    LOG.atDebug()
        .addKeyValue("node_id", global(node.id()))
        .addKeyValue("duration_ns", nanos)
        .log("finished node evaluation");
  }

  private void publish() {
    var next = new LinkedHashMap<String, Value>();
    for (Node node : graph.nodes()) {
      if (node instanceof ExportNode export) {
        next.put(export.label(), export.value());
      }
    }
    if (!Equality.equal(Value.of(next), Value.of(exports))) {
      exports = next;
      onExports.accept(next);
    }
  }

  /// Has the thread that runs the module bring what runs into line with the graph; what has ended
  /// by itself starts again.
  public void requestSync() {
    run.request(true);
  }

  /// Has a node started that could not run before. A load asks for everything when it is done.
  void requestStart() {
    if (!isLoading) {
      run.request(false);
    }
  }

  /// Waits until what was asked for before is done; returns at once where nobody runs the module.
  public void awaitSync() throws InterruptedException {
    run.await();
  }

  /// Runs what is in the module on a thread of its own, until `stop` says so.
  public Thread start(StopSignal stop) {
    run.setRunning(true);
    return Thread.ofVirtual().name("module " + id).start(() -> run.run(stop));
  }

  /// The same on this thread.
  @Override
  public void run(StopSignal stop) {
    run.run(stop);
  }

  /// Throws away what was loaded but never ran.
  public void discard() {
    engine.lock().lock();
    try {
      load(Plan.empty(new Templates(null, Map.of())), ModuleInput.root(""), new Findings());
    } finally {
      engine.lock().unlock();
    }
    takeWork().closeGone().run();
  }

  private RunLoop.Work takeWork() {
    engine.lock().lock();
    try {
      List<Node> gone = List.copyOf(retired);
      retired.clear();
      return new RunLoop.Work(graph.groups(), () -> gone.forEach(Controller::close));
    } finally {
      engine.lock().unlock();
    }
  }

  /// Closes all nodes. They have stopped, or never ran.
  public void close() {
    takeWork().closeGone().run();
    graph.nodes().forEach(Controller::close);
    engine.modules().remove(id, this);
    metrics.forget();
  }

  private static void close(Node node) {
    try {
      node.close();
    } catch (RuntimeException | Error e) {
      LOG.atError()
          .addKeyValue("node", node.componentId())
          .setCause(e)
          .log("Node cannot be closed");
    }
  }
}
