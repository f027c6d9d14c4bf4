package io.tributary.runtime.graph;

import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.river.value.Value;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.link.Spec;
import io.tributary.runtime.link.Templates;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// An import of a module: hands the templates of its content to the module, and has those who use
/// them evaluated when they change.
final class ImportNode<A> extends BlockNode implements Unit {
  private final ContentKind<A> kind;
  private final Import<A> root;
  private volatile Health evaluationHealth;
  private volatile Health runHealth;

  ImportNode(Controller controller, Spec spec, ContentKind<A> kind) {
    super(controller, spec);
    this.kind = kind;
    Engine engine = controller.engine();
    root = new Import<>(engine, componentId(), kind, () -> engine.changed(this));
    evaluationHealth = Health.unknown("import created", engine.now());
    runHealth = evaluationHealth;
  }

  @Override
  boolean accepts(Spec next) {
    return next instanceof Spec.Import(_, var other) && other == kind;
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    Engine engine = controller().engine();
    try {
      root.evaluate(block(), variables);
      evaluationHealth = Health.healthy("source evaluated", engine.now());
    } catch (NodeFailure e) {
      evaluationHealth =
          Health.unhealthy("source evaluation failed: " + e.getMessage(), engine.now());
      throw e;
    } finally {
      handOver();
    }
  }

  private void handOver() {
    Templates templates = root.templates();
    if (templates != null) {
      controller().templates().namespace(label(), templates);
    }
  }

  @Override
  void refresh() {
    if (root.refresh()) {
      handOver();
      controller().engine().templatesChanged();
    }
  }

  @Override
  public String name() {
    return componentId().global();
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    Engine engine = controller().engine();
    runHealth = Health.healthy("started import", engine.now());
    locked(root::start);
    try {
      stop.await();
    } finally {
      locked(root::stop);
      runHealth = Health.exited("import shut down cleanly", engine.now());
    }
  }

  private void locked(Runnable action) {
    ReentrantLock lock = controller().engine().lock();
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Health health() {
    var others = new ArrayList<Health>();
    others.add(evaluationHealth);
    others.addAll(root.health());
    return Health.leastHealthy(runHealth, others);
  }

  @Override
  void close() {
    root.close();
  }
}
