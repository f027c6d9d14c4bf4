package io.tributary.runtime.graph;

import io.opentelemetry.api.trace.Tracer;
import io.tributary.base.time.Clock;
import io.tributary.component.ComponentId;
import io.tributary.component.Health;
import io.tributary.component.HealthState;
import io.tributary.runtime.telemetry.ComponentRegistries;
import io.tributary.runtime.telemetry.GraphMetrics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the modules of one runtime have in common: the lock of all graphs, the queue of what has
/// changed, and the thread that evaluates those who depend on it.
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineSettings settings;
  private final GraphMetrics metrics;
  private final ComponentRegistries registries;
  private final EvaluationSpans spans;
  private final ReentrantLock lock = new ReentrantLock();
  private final UpdateQueue queue = new UpdateQueue();
  private final Map<String, Controller> modules = new ConcurrentSkipListMap<>();
  private final Thread evaluator;

  /// Guarded by `lock`. Counts what may change templates: loads, and new content of imports.
  private long templatesVersion;

  public Engine(EngineSettings settings, GraphMetrics metrics, ComponentRegistries registries) {
    this.settings = settings;
    this.metrics = metrics;
    this.registries = registries;
    spans = new EvaluationSpans(settings.services().get(Tracer.class));
    evaluator = Thread.ofPlatform().name("evaluator").daemon().unstarted(this::evaluateForever);
  }

  public void start() {
    evaluator.start();
  }

  @Override
  public void close() {
    evaluator.interrupt();
  }

  EngineSettings settings() {
    return settings;
  }

  Clock clock() {
    return settings.clock();
  }

  Instant now() {
    return Instant.ofEpochMilli(clock().wallMs());
  }

  GraphMetrics metrics() {
    return metrics;
  }

  EvaluationSpans spans() {
    return spans;
  }

  ComponentRegistries registries() {
    return registries;
  }

  Path dataDirectory(ComponentId id) {
    return settings.dataDirectory().resolve(id.global());
  }

  /// Held by whoever loads or evaluates.
  public ReentrantLock lock() {
    return lock;
  }

  public int queueSize() {
    return queue.size();
  }

  /// All modules by their id; the root has the empty one.
  public Map<String, Controller> modules() {
    return modules;
  }

  public @Nullable Controller module(String id) {
    return modules.get(id);
  }

  long templatesVersion() {
    return templatesVersion;
  }

  /// Makes every custom component look at its template again.
  public void templatesChanged() {
    templatesVersion++;
  }

  /// Says that a node shows something new. Any thread may say so.
  void changed(Node node) {
    queue.add(node, clock().nanos());
  }

  /// Waits until everything that has changed was taken up by those who depend on it. What
  /// components show later is another matter.
  public void awaitIdle() throws InterruptedException {
    queue.awaitIdle();
  }

  /// How many components and imports there are in each state, module by module.
  public Map<String, Map<HealthState, Integer>> countByHealth() {
    var counts = new LinkedHashMap<String, Map<HealthState, Integer>>();
    for (Controller module : modules.values()) {
      var states = new LinkedHashMap<HealthState, Integer>();
      for (Node node : module.graph().nodes()) {
        Health health = node.health();
        if (health != null) {
          states.merge(health.state(), 1, Integer::sum);
        }
      }
      if (module.hasMetrics()) {
        counts.put(module.id(), states);
      }
    }
    return counts;
  }

  private void evaluateForever() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Map<Node, Long> changed = queue.take();
        try {
          evaluateDependants(changed);
        } catch (RuntimeException | Error e) {
          LOG.error("BUG: cannot evaluate what depends on a change", e);
        } finally {
          queue.done();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void evaluateDependants(Map<Node, Long> changed) {
    lock.lock();
    try {
      var byModule = new LinkedHashMap<Controller, Set<Node>>();
      changed.forEach((node, since) -> {
        if (node.controller().holds(node)) {
          node.refresh();
          node.controller().metrics().waited(clock().nanos() - since);
          byModule.computeIfAbsent(node.controller(), _ -> new LinkedHashSet<>()).add(node);
        }
      });
      byModule.forEach(Controller::evaluateDependants);
    } finally {
      lock.unlock();
    }
  }
}
