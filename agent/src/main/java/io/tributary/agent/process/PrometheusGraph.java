package io.tributary.agent.process;

import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.catalogue.Components;
import io.tributary.agent.traces.OwnTraces;
import io.tributary.base.config.ConfigException;
import io.tributary.base.host.HostName;
import io.tributary.base.memory.HeapRoom;
import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.DiscoveryMetrics;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.catalogue.StandardMechanisms;
import io.tributary.discovery.component.JobDiscovery;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.metrics.component.DataPlane;
import io.tributary.metrics.component.SendsSamples;
import io.tributary.metrics.component.Settles;
import io.tributary.metrics.component.SharedEngines;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import io.tributary.runtime.source.SourceReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The graph of a `prometheus.yml`, and what its components share so that the agent is one of
/// Prometheus: metrics without a word about components, one log, discovery for jobs.
///
/// What the graph and its components tell of themselves as such is shown to nobody. [#open] opens
/// the log, [#apply] brings a configuration into force and may be called again. Closing goes the
/// way of the data: no new targets, no new scrapes, then the senders have until the flush deadline,
/// then the log.
final class PrometheusGraph implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusGraph.class);

  private final AgentSettings.Storage storage;
  private final Clock clock;
  private final PrometheusRegistry registry;
  private final SharedEngines engines;
  private final Plane plane;
  private final OwnTraces traces;
  private final JobDiscovery discovery;
  private final GraphRuntime graph;
  private @Nullable Wal wal;

  /// Nothing is opened yet. Of `first`, the window for late samples and the external labels that
  /// tell replicas apart hold until the end.
  PrometheusGraph(
      AgentSettings settings,
      PrometheusConfig first,
      Clock clock,
      HeapRoom heap,
      PrometheusRegistry registry) {
    storage = settings.storage();
    this.clock = clock;
    this.registry = registry;
    engines = new SharedEngines(registry, this::isHeld);
    plane = new Plane(clock, heap, tuning(settings, first), engines);
    engines.scrapeMetrics().watch(plane.loop().bodies(), registry);
    discovery =
        new JobDiscovery(
            "scrape",
            settings.scrape().discoveryReloadInterval(),
            clock,
            new StandardMechanisms(
                plane.clients()::open, Plane.USER_AGENT, DiscoveryLimits.DEFAULTS, clock, registry),
            new DiscoveryMetrics(registry),
            host());
    traces =
        new OwnTraces(System.getenv(), () -> OwnTraces.DEFAULT_FRACTION, plane.clients(), registry);
    graph = new GraphRuntime(RuntimeSettings.in(storage.path()), parts());
  }

  private static DataPlane.Tuning tuning(AgentSettings settings, PrometheusConfig first) {
    AgentSettings.Storage storage = settings.storage();
    return new DataPlane.Tuning(
        Plane.USER_AGENT,
        settings.scrape().timestampTolerance(),
        DataPlane.Tuning.offsetSeed(HostName.get(), first.global().externalLabels()),
        first.storage().outOfOrderTimeWindow(),
        storage.budgetBytes() == 0 ? Long.MAX_VALUE : storage.budgetBytes(),
        storage.budgetAge().orElse(Duration.ZERO),
        storage.flushDeadline(),
        settings.scrape().share());
  }

  private RuntimeParts parts() {
    return RuntimeParts.of(
            Components.ofPrometheus(discovery),
            Stdlib.scope(Host.current(BuildInfo.CURRENT.version())),
            new PrometheusRegistry(),
            clock)
        .with(plane.services().with(Tracer.class, traces.tracer()));
  }

  private JobDiscovery.Host host() {
    return new JobDiscovery.Host() {
      @Override
      public void awaitShown() throws InterruptedException {
        graph.awaitIdle();
      }

      @Override
      public void release(String job) {
        engines.release(job);
      }
    };
  }

  private boolean isHeld(String job) {
    return discovery.holds(job);
  }

  /// What runs.
  GraphRuntime runtime() {
    return graph;
  }

  /// Opens the log. Throws where another process holds it.
  void open() {
    WalSettings settings = WalSettings.of(storage.path()).withLockFile(storage.useLockFile());
    if (storage.segmentBytes().isPresent()) {
      settings = settings.withSegments(storage.segmentBytes().get(), settings.segmentAge());
    }
    Wal log = plane.data().openLog(settings, clock, registry);
    wal = log;
    engines.use(log);
  }

  boolean isOpen() {
    return wal != null;
  }

  /// Brings a configuration into force: destinations, scrape jobs, discovery. What failed is said
  /// in the answer and does not keep the rest back.
  synchronized List<String> apply(PrometheusTree.Loaded loaded, PrometheusConfig config) {
    var failures = new ArrayList<String>();
    discovery.hold();
    try {
      attempt("graph", failures::add, () -> load(loaded, config, failures::add));
      attempt(
          "scrape discovery", failures::add, () -> discovery.apply(loaded.jobs(), statics(config)));
    } finally {
      discovery.resume();
    }
    return failures;
  }

  private void load(
      PrometheusTree.Loaded loaded, PrometheusConfig config, Consumer<String> failures) {
    LoadResult result = graph.load(source(loaded, config));
    if (!result.errors().isEmpty()) {
      failures.accept("graph: " + result.summary());
    }
    graph
        .capable(Settles.class)
        .values()
        .forEach(component -> {
          String part = component instanceof SendsSamples ? "remote storage" : "scrape";
          attempt(part, failures, () -> settle(part, component, failures));
        });
  }

  private static void settle(String part, Settles component, Consumer<String> failures) {
    try {
      component.settle().ifPresent(reason -> failures.accept(part + ": " + reason));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      failures.accept(part + ": interrupted");
    }
  }

  private static Source source(PrometheusTree.Loaded loaded, PrometheusConfig config) {
    var file = config.sourceFiles().getFirst();
    return Source.of(
        SourceReader.directory(file),
        new SourceFile(
            file.toString(),
            config.checksum().getBytes(StandardCharsets.UTF_8),
            (name, _) -> ParsedFile.of(name, loaded.body(), List.of())));
  }

  /// What no component finds, for every job.
  private static Map<String, List<DiscoverySettings>> statics(PrometheusConfig config) {
    var byJob = new LinkedHashMap<String, List<DiscoverySettings>>();
    for (ScrapeSettings job : config.scrapeJobs()) {
      byJob.put(
          job.jobName(),
          job.discovery().stream().filter(StaticDiscoverySettings.class::isInstance).toList());
    }
    return byJob;
  }

  private static void attempt(String part, Consumer<String> failures, Runnable action) {
    try {
      action.run();
    } catch (ConfigException | UncheckedIOException e) {
      failures.accept(part + ": " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("part", part).setCause(e).log("Cannot apply a configuration");
      failures.accept(part + ": " + e);
    }
  }

  /// Ends everything within the flush deadline and a little more.
  @Override
  public void close() {
    discovery.close();
    graph.close();
    plane.loop().close();
    if (wal != null) {
      wal.close();
    }
    traces.close();
    plane.close();
  }
}
