package io.tributary.runtime.graph;

import io.tributary.component.ComponentId;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.river.diag.Findings;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One node of a graph. It lives as long as configurations have a block of its id and kind: a
/// reload gives it the new block, and the next evaluation takes that up.
///
/// All methods but the getters are called with the lock of the graph held.
public abstract class Node {
  private final Controller controller;
  private final String id;
  private volatile Spec spec;

  Node(Controller controller, Spec spec) {
    this.controller = controller;
    this.id = spec.id();
    this.spec = spec;
  }

  final Controller controller() {
    return controller;
  }

  /// Unique in its module.
  public final String id() {
    return id;
  }

  public final ComponentId componentId() {
    return new ComponentId(controller.id(), id);
  }

  final Spec spec() {
    return spec;
  }

  final Block block() {
    return spec.ownBlock();
  }

  public final String label() {
    return block().label();
  }

  /// Whether the node can go on with what it has become in another configuration.
  boolean accepts(Spec next) {
    return next.getClass() == spec.getClass();
  }

  final void accept(Spec next) {
    spec = next;
  }

  /// Takes up its block with these variables. What is wrong goes to `findings`, and the node stays
  /// with what it had.
  abstract void evaluate(Map<String, Value> variables, Findings findings);

  /// Called before those who depend on it are evaluated, for what it could not do on the thread
  /// that noticed the change.
  void refresh() {}

  /// What others read of it.
  public Exports exports() {
    return Exports.NONE;
  }

  /// Null for nodes that have none.
  public @Nullable Health health() {
    return null;
  }

  /// Called once, when it is gone and has stopped.
  void close() {}
}
