package io.tributary.runtime.graph;

import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node that the API lists: it has arguments, exports and a health, and it runs.
///
/// Whatever its component throws ends here.
public abstract class ComponentNode extends Node implements Unit {
  private static final Logger LOG = LoggerFactory.getLogger(ComponentNode.class);

  private final String noun;
  private final Object exportsLock = new Object();
  private volatile Exports exports;
  private volatile Health evaluationHealth;
  private volatile Health runHealth;

  /// `noun` is what messages call it: `component`, `custom component`, `foreach`.
  ComponentNode(Controller controller, Spec spec, String noun, Exports exports) {
    super(controller, spec);
    this.noun = noun;
    this.exports = exports;
    Health created = Health.unknown(noun + " created", controller.engine().now());
    evaluationHealth = created;
    runHealth = created;
  }

  /// The name of its kind, as `prometheus.scrape`.
  public final String componentName() {
    return block().name();
  }

  @Override
  public final String name() {
    return componentId().global();
  }

  /// The block as it is written, and what the names in it stand for at this moment.
  public final ScopedBlock scopedBlock() {
    return new ScopedBlock(componentId().global(), block(), controller().scopeOf(this));
  }

  public boolean isCustom() {
    return false;
  }

  /// What was built of the catalogue; empty for modules, and before the first evaluation that went
  /// well.
  public Optional<Component<?>> component() {
    return Optional.empty();
  }

  /// Whether the data that passes it can be looked at.
  public boolean hasTap() {
    return false;
  }

  /// What it was last given and took.
  public abstract Body arguments();

  public Body debugInfo() {
    return Body.EMPTY;
  }

  /// Its exports as the API shows them.
  public Body exportsBody() {
    return exports.toBody();
  }

  /// Ids of the modules that it has made.
  public List<String> moduleIds() {
    return List.of();
  }

  @Override
  public final Exports exports() {
    return exports;
  }

  /// Shows other exports. Any thread may call it; nothing happens where they are the same.
  final void show(Exports next) {
    synchronized (exportsLock) {
      if (next.isSameAs(exports)) {
        return;
      }
      exports = next;
    }
    controller().engine().changed(this);
  }

  /// Brings its block into force. Throws when it cannot, and keeps what it had.
  abstract void evaluate(Map<String, Value> variables) throws NodeFailure;

  @Override
  final void evaluate(Map<String, Value> variables, Findings findings) {
    try {
      evaluate(variables);
      evaluationHealth = Health.healthy(evaluatedMessage(), controller().engine().now());
    } catch (NodeFailure e) {
      fail(String.valueOf(e.getMessage()));
      findings.addAll(e.diagnostics());
    } catch (RuntimeException | Error e) {
      fail(NodeFailure.reason(e));
      findings.error(block().span(), "Failed to build component: " + NodeFailure.reason(e));
      LOG.atError().addKeyValue("node", name()).setCause(e).log("BUG: evaluation failed");
    }
  }

  String evaluatedMessage() {
    return "component evaluated";
  }

  String failedMessage() {
    return "component evaluation failed: ";
  }

  /// Makes it unhealthy until the next evaluation that goes well.
  final void fail(String reason) {
    evaluationHealth = Health.unhealthy(failedMessage() + reason, controller().engine().now());
    LOG.atError()
        .addKeyValue("node", name())
        .addKeyValue("err", reason)
        .log("failed to evaluate config");
  }

  /// A failure that concerns the block as a whole.
  final NodeFailure failure(String reason) {
    String message = "Failed to build component: " + reason;
    return new NodeFailure(reason, List.of(Diagnostic.error(block().span(), message)));
  }

  /// Works until told to stop.
  abstract void work(StopSignal stop) throws Exception;

  @Override
  public final void run(StopSignal stop) throws Exception {
    runHealth = Health.healthy("started " + noun, controller().engine().now());
    try {
      work(stop);
      runHealth = Health.exited(noun + " shut down cleanly", controller().engine().now());
    } catch (InterruptedException e) {
      runHealth = Health.exited(noun + " was interrupted", controller().engine().now());
    } catch (Throwable e) {
      String reason = noun + " shut down with error: " + NodeFailure.reason(e);
      runHealth = Health.exited(reason, controller().engine().now());
      throw e;
    }
  }

  /// What it says of itself, apart from how its run and its last evaluation went.
  List<Health> ownHealth() {
    return List.of();
  }

  @Override
  public final Health health() {
    var others = new ArrayList<Health>();
    others.add(evaluationHealth);
    try {
      others.addAll(ownHealth());
    } catch (RuntimeException | Error e) {
      others.add(
          Health.unhealthy(
              "cannot tell its health: " + NodeFailure.reason(e), controller().engine().now()));
    }
    return Health.leastHealthy(runHealth, others);
  }
}
