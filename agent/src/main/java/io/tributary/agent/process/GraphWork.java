package io.tributary.agent.process;

import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.blocks.AgentBlocks;
import io.tributary.agent.cluster.ClusterNode;
import io.tributary.agent.telemetry.FlowTelemetry;
import io.tributary.agent.telemetry.ProcessTelemetry;
import io.tributary.agent.traces.OwnTraces;
import io.tributary.agent.web.ServerFacts;
import io.tributary.agent.web.graph.GraphSurface;
import io.tributary.agent.web.graph.GraphView;
import io.tributary.base.host.HostName;
import io.tributary.base.plugin.Plugins;
import io.tributary.base.time.Clock;
import io.tributary.cluster.sharing.Sharing;
import io.tributary.cluster.store.StoreMetrics;
import io.tributary.cluster.store.Stores;
import io.tributary.discovery.shared.ClusterDiscovery;
import io.tributary.net.client.Urls;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.HttpServerSettings.Access;
import io.tributary.net.server.HttpServerSettings.Timeouts;
import io.tributary.net.server.Routes;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A graph of components: what `run` does, and every dialect that becomes a tree of River.
///
/// Stop: the graph, dependants first, then what its components share.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`, for the order and the messages.
public final class GraphWork implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(GraphWork.class);
  private static final Pattern HTTP_BLOCK = Pattern.compile("(?m)^[ \\t]*http\\s*\\{");

  private final GraphSettings settings;
  private final Clock clock;
  private final PrometheusRegistry registry;
  private final AgentBlocks blocks;
  private final BiConsumer<Source, LoadResult> onFirst;
  private final Plane plane;
  private final OwnTraces traces;
  private final Stores stores;
  private final ClusterNode cluster;
  private final GraphRuntime graph;
  private final LoadHistory history;
  private final GraphSurface surface;

  /// `onFirst` hears what came of the first load.
  private GraphWork(
      GraphSettings settings,
      AgentBlocks blocks,
      BiConsumer<Source, LoadResult> onFirst,
      Site site) {
    this.settings = settings;
    this.blocks = blocks;
    this.onFirst = onFirst;
    clock = site.clock();
    registry = site.registry();
    history = new LoadHistory(clock);
    ProcessTelemetry.register(registry);
    FlowTelemetry.register(registry);
    plane =
        new Plane(
            clock, site.heap(), settings.flushDeadline(), settings.cluster().division().share());
    traces = new OwnTraces(System.getenv(), blocks::sampledFraction, plane.clients(), registry);
    URI external = externalUrl(settings.listenAddress());
    stores = new Stores(Plugins.installed(), new StoreMetrics(registry), clock, new Random());
    cluster = cluster(Urls.port(external));
    graph = new GraphRuntime(settings.runtime(), parts());
    surface =
        new GraphSurface(
            new GraphSurface.Settings(
                settings.uiPrefix(),
                external,
                Urls.port(external),
                settings.server().saysAsAlloy()),
            graph,
            clock,
            blocks::hasLiveDebugging,
            cluster.node(),
            site.controls()::reload);
  }

  /// An agent that does this, not started yet.
  public static Agent<GraphWork> agent(
      GraphSettings settings, BiConsumer<Source, LoadResult> onFirst, Clock clock) {
    var blocks = new AgentBlocks();
    var listening =
        new HttpServerSettings(
            List.of(settings.listenAddress()),
            "",
            settings.server().maxConnections(),
            Timeouts.reading(settings.server().readTimeout()),
            List.of(),
            new Access.Held(blocks.web()));
    return new Agent<>(listening, site -> new GraphWork(settings, blocks, onFirst, site), clock);
  }

  private ClusterNode cluster(int port) {
    try {
      return ClusterNode.open(settings.cluster(), port, plane.clients(), stores, registry, clock);
    } catch (IOException e) {
      plane.close();
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private RuntimeParts parts() {
    return GraphParts.of(blocks, plane.clients(), registry, clock)
        .with(
            plane
                .services()
                .with(Tracer.class, traces.tracer())
                .with(Sharing.class, cluster.sharing())
                .with(ClusterDiscovery.class, new ClusterDiscovery(cluster.discovery()))
                .with(Stores.class, stores));
  }

  /// What is no address is told by whoever listens there.
  private static URI externalUrl(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon <= 0 ? HostName.get() : address.substring(0, colon);
    try {
      return new URI("http://" + host + address.substring(Math.max(colon, 0)));
    } catch (URISyntaxException _) {
      return URI.create("http://localhost");
    }
  }

  @Override
  public Routes routes() {
    var facts =
        new ServerFacts(clock.wallMs(), HostName.get(), "", settings.flags(), new TreeMap<>());
    Routes routes = surface.routes(new GraphView(graph, history), facts, clock, registry);
    cluster.routes(routes, settings.uiPrefix());
    return routes;
  }

  @Override
  public Optional<String> start() throws IOException {
    for (Path log : ForeignLogs.below(settings.runtime().dataDirectory())) {
      LOG.atWarn()
          .addKeyValue("folder", log)
          .log("a log of another agent is left alone: what waits in it is not sent");
    }
    Source source = settings.configuration().read();
    LoadResult result = load(source);
    onFirst.accept(source, result);
    if (!result.isApplied()) {
      return Optional.of("could not perform the initial load successfully");
    }
    if (!isGuarded(source, result)) {
      return Optional.of(
          "the block \"http\" has an error, or may be in a file that cannot be read: the agent"
              + " does not run without what it asks for");
    }
    // Not before: nobody is answered as long as it is not known who may ask.
    cluster.join();
    return Optional.empty();
  }

  /// Whether passwords and certificates that the configuration asks for are in force: what a broken
  /// file says of them, or one may say that cannot be read, must not be left out with the rest.
  private boolean isGuarded(Source source, LoadResult result) {
    Map<String, String> texts = source.texts();
    return blocks.isHttpInForce()
        && result.leftOut().stream()
            .map(file -> texts.getOrDefault(file.file(), ""))
            .noneMatch(text -> text.isEmpty() || HTTP_BLOCK.matcher(text).find());
  }

  @Override
  public void ready() {
    cluster.participate();
    LOG.atInfo().addKeyValue("config", settings.configuration().name()).log("running");
  }

  private LoadResult load(Source source) {
    LoadResult result = graph.load(source);
    history.loaded(result);
    return result;
  }

  /// One at a time: who reads last is loaded last.
  @Override
  public synchronized Optional<String> reload() {
    LoadResult result;
    try {
      result = load(settings.configuration().read());
    } catch (IOException e) {
      history.failed();
      LOG.atError().addKeyValue("err", e.getMessage()).log("failed to reload config");
      return Optional.of(String.valueOf(e.getMessage()));
    }
    tell(result);
    return result.isClean() ? Optional.empty() : Optional.of(result.summary());
  }

  /// What came of a load, in the log.
  private static void tell(LoadResult result) {
    for (LoadResult.LeftOut file : result.leftOut()) {
      LOG.atError()
          .addKeyValue("file", file.file())
          .addKeyValue("err", io.tributary.river.diag.Diagnostic.summary(file.diagnostics()))
          .log(file.isLastGood() ? "file stays as it last was good" : "file is left out");
    }
    if (result.isClean()) {
      LOG.info("config reloaded");
    } else {
      LOG.atError().addKeyValue("err", result.summary()).log("failed to reload config");
    }
  }

  /// Where the agent's own metrics are.
  public PrometheusRegistry registry() {
    return registry;
  }

  /// What runs.
  public GraphRuntime graph() {
    return graph;
  }

  @Override
  public void stopping() {
    cluster.terminate();
    surface.close();
  }

  @Override
  public void close() {
    graph.close();
    cluster.close();
    traces.close();
    plane.close();
  }
}
