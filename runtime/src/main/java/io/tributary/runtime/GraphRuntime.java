package io.tributary.runtime;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.component.HealthState;
import io.tributary.component.Program;
import io.tributary.component.StopSignal;
import io.tributary.component.page.LocalPages;
import io.tributary.component.page.ServesPages;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.api.ComponentView;
import io.tributary.runtime.graph.ComponentNode;
import io.tributary.runtime.graph.Controller;
import io.tributary.runtime.graph.Engine;
import io.tributary.runtime.graph.EngineSettings;
import io.tributary.runtime.graph.ScopedBlock;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.tap.Taps;
import io.tributary.runtime.telemetry.ComponentRegistries;
import io.tributary.runtime.telemetry.GraphMetrics;
import io.tributary.runtime.telemetry.LoadMetrics;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A graph of components that runs.
///
/// [#load] brings a configuration into force: what is the same as before is not touched, what has
/// changed is told so, what is new starts after what is gone has stopped. Between loads, whoever
/// refers to something that shows other exports is evaluated again, and nobody else.
///
/// Thread-safe; loads wait for one another.
public final class GraphRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GraphRuntime.class);

  private final RuntimeSettings settings;
  private final Engine engine;
  private final Controller root;
  private final RootLoader loader;
  private final LoadMetrics loads;
  private final Taps taps = new Taps();
  private final ComponentView view;
  private final StopSignal stop = new StopSignal();

  // Guarded by `this`.
  private @Nullable Thread runner;
  private boolean isClosed;

  private volatile boolean isReady;

  public GraphRuntime(RuntimeSettings settings, RuntimeParts parts) {
    this.settings = settings;
    var metrics = new GraphMetrics(parts.registry());
    var registries = new ComponentRegistries();
    parts.registry().register(registries);
    loads = new LoadMetrics(parts.registry(), parts.clock());
    Services services = ownServices(parts.registry()).and(parts.services());
    engine = new Engine(engineSettings(settings, parts, services, taps), metrics, registries);
    root = new Controller(engine);
    loader = new RootLoader(engine, root, settings.mode());
    view = new ComponentView(engine);
    metrics.observe(engine::queueSize, engine::countByHealth, view::connections);
    engine.start();
  }

  /// What every graph gives its components: their pages, and the metrics of the whole agent; and
  /// itself a tracer that does nothing.
  private Services ownServices(PrometheusRegistry registry) {
    return Services.NONE
        .with(LocalPages.class, pages(settings.memoryAddress()))
        .with(PrometheusRegistry.class, registry)
        .with(Program.class, Program.UNKNOWN)
        .with(Tracer.class, TracerProvider.noop().get(""));
  }

  private LocalPages pages(String address) {
    return new LocalPages(address, id -> capable(id, ServesPages.class));
  }

  private static EngineSettings engineSettings(
      RuntimeSettings settings, RuntimeParts parts, Services services, Taps taps) {
    Clock clock = parts.clock();
    return new EngineSettings(
        parts.linkContext(settings),
        parts.library(),
        services,
        taps,
        settings.dataDirectory(),
        settings.shutdownDeadline(),
        clock);
  }

  /// Loads a configuration and returns when what runs is in line with it. After the first load that
  /// was applied, everything in it runs.
  public synchronized LoadResult load(Source source) {
    if (isClosed) {
      throw new IllegalStateException("BUG: the runtime is closed");
    }
    LoadResult result = loader.load(source);
    loads.loaded(source.sha256(), settings.clusterName(), result.isClean());
    if (result.isApplied()) {
      run();
      isReady = true;
    }
    return result;
  }

  private void run() {
    if (runner == null) {
      runner = root.start(stop);
    }
    root.requestSync();
    try {
      root.awaitSync();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether a configuration was applied.
  public boolean isReady() {
    return isReady;
  }

  /// The names, without labels, of the components of the root that are unhealthy.
  public List<String> unhealthy() {
    return root.graph().nodes().stream()
        .filter(ComponentNode.class::isInstance)
        .map(ComponentNode.class::cast)
        .filter(node -> node.health().state() == HealthState.UNHEALTHY)
        .map(ComponentNode::componentName)
        .toList();
  }

  /// The components of a module, the root being the empty one; empty when there is no such module.
  public Optional<List<ComponentJson>> components(String moduleId) {
    return view.list(moduleId);
  }

  /// One component with everything about it, by its global id.
  public Optional<ComponentJson> component(String id) {
    return view.detail(id);
  }

  /// Every component, custom ones and those of modules included, in no order that means anything.
  public List<ComponentJson> allComponents() {
    return view.all();
  }

  /// The components that run and are also a `T`, by their global ids.
  public <T> SortedMap<String, T> capable(Class<T> type) {
    return view.capable(type);
  }

  /// One component as a `T`; empty where there is none of this global id, or it is none.
  public <T> Optional<T> capable(String id, Class<T> type) {
    return view.capable(id, type);
  }

  /// For whoever wants to look at the data that passes components.
  public Taps taps() {
    return taps;
  }

  /// The blocks of all components in all modules, with what their expressions see at this moment.
  public List<ScopedBlock> blocks() {
    return view.blocks();
  }

  /// Waits until those who depend on what has changed so far have been evaluated.
  public void awaitIdle() throws InterruptedException {
    engine.awaitIdle();
  }

  /// Stops everything, dependants before what they depend on, and closes it.
  @Override
  public void close() {
    // First, so that a load that waits for something to stop does not hold it up.
    stop.stop();
    closeStopped();
  }

  private synchronized void closeStopped() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (runner != null) {
      try {
        runner.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.warn("Interrupted while components were stopping");
      }
    }
    engine.close();
    root.close();
  }
}
