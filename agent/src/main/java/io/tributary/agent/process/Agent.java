package io.tributary.agent.process;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.lifecycle.AutoReload;
import io.tributary.agent.lifecycle.ConfigReloads;
import io.tributary.agent.telemetry.ProcessTelemetry;
import io.tributary.agent.web.Notifications;
import io.tributary.agent.web.Readiness;
import io.tributary.agent.web.ServerFacts;
import io.tributary.agent.web.WebMetrics;
import io.tributary.agent.web.WebSurface;
import io.tributary.base.config.Durations;
import io.tributary.base.host.HostName;
import io.tributary.base.memory.JvmHeap;
import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.ConfigChecksum;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.discovery.catalogue.StandardMechanisms;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running agent.
///
/// Start: listeners, then the log, then the configuration, then ready; the HTTP surface answers
/// from the first step on. Stop, the other way round: discovery, scrapes, senders (until the flush
/// deadline), log, listeners. [#start], [#awaitStop] and [#close] belong to one thread; the rest
/// may be called from anywhere.
///
/// Source: parity §1.4; prometheus `cmd/prometheus/main.go`.
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final AgentSettings settings;
  private final Clock clock;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Readiness readiness = new Readiness(registry);
  private final Notifications notifications;
  private final ConfigReloads reloads;
  private final CountDownLatch stop = new CountDownLatch(1);

  /// Down once the agent is ready, or will never be.
  private final CountDownLatch started = new CountDownLatch(1);

  private @Nullable HttpServer server;
  private @Nullable AutoReload autoReload;
  private final JvmHeap heap;
  private @Nullable HeapKeeper heapKeeper;
  private @Nullable PageKeeper pageKeeper;
  private volatile @Nullable Pipeline pipeline;

  /// `first` is the configuration to start with, read and found sound.
  public Agent(AgentSettings settings, PrometheusConfig first, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.heap = new JvmHeap(clock);
    notifications = new Notifications(clock, settings.web().maxNotificationSubscribers(), registry);
    reloads =
        new ConfigReloads(first, () -> load(settings), this::apply, clock, notifications, registry);
    ProcessTelemetry.register(registry);
  }

  /// Reads the configuration that `settings` name.
  public static LoadResult load(AgentSettings settings) {
    return PrometheusConfig.load(
        settings.configFile(),
        new LoadOptions(Environment.system(), false, settings.extraScrapeMetrics()));
  }

  /// Starts everything; `moreRoutes` may add to the routes. Throws where an address is taken, the
  /// web configuration is bad or another process holds the log; the reason where the first
  /// configuration could not be applied. Either way, [#close] is still due.
  public Optional<String> start(Consumer<Routes> moreRoutes) throws IOException {
    notifications.add(Notifications.STARTING);
    heapKeeper = HeapKeeper.start(heap::letGoBytes, clock).orElse(null);
    listen(moreRoutes);
    var opened = Pipeline.open(settings, reloads.current(), clock, heap, registry);
    pipeline = opened;
    Optional<String> failure = reloads.applyFirst();
    if (failure.isPresent()) {
      return failure;
    }
    settings
        .autoReloadInterval()
        .ifPresent(interval ->
            autoReload =
                new AutoReload(
                    interval,
                    clock,
                    () -> ConfigChecksum.of(settings.configFile()),
                    reloads::fateOf,
                    this::reload));
    notifications.remove(Notifications.STARTING);
    readiness.set(Readiness.Phase.READY);
    started.countDown();
    LOG.info("Server is ready to receive web requests.");
    pageKeeper = new PageKeeper(clock);
    return Optional.empty();
  }

  private void listen(Consumer<Routes> moreRoutes) throws IOException {
    AgentSettings.Web web = settings.web();
    String prefix = web.routePrefix().equals("/") ? "" : web.routePrefix();
    Routes routes =
        WebSurface.routes(
            new WebSurface.Settings(
                prefix,
                web.externalUrl(),
                port(web.listenAddresses().getFirst()),
                web.enableLifecycle(),
                web.pageTitle(),
                web.corsOrigin(),
                web.userAssets()),
            new LiveView(() -> Optional.ofNullable(pipeline).map(Pipeline::scrapes), reloads),
            facts(),
            readiness,
            notifications,
            controls(),
            clock,
            registry);
    moreRoutes.accept(routes);
    var webMetrics = new WebMetrics(registry);
    webMetrics.begin(routes);
    server =
        HttpServer.start(
            new HttpServerSettings(
                web.listenAddresses(),
                prefix,
                web.maxConnections(),
                web.readTimeout(),
                web.configFile().orElse(null),
                List.of()),
            routes,
            webMetrics,
            clock);
    for (InetSocketAddress address : server.addresses()) {
      LOG.atInfo().addKeyValue("address", text(address)).log("Start listening for connections");
    }
  }

  private static int port(String listenAddress) {
    try {
      return Integer.parseInt(listenAddress.substring(listenAddress.lastIndexOf(':') + 1));
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private ServerFacts facts() {
    return new ServerFacts(
        clock.wallMs(),
        HostName.get(),
        settings.storage().budgetAge().map(Durations::format).orElse(""),
        settings.flags(),
        features());
  }

  /// The features of an agent, in the categories of Prometheus.
  private SortedMap<String, SortedMap<String, Boolean>> features() {
    var all = new TreeMap<String, SortedMap<String, Boolean>>();
    for (String category :
        List.of(
            "promql",
            "promql_functions",
            "promql_operators",
            "rules",
            "templating_functions",
            "tsdb")) {
      all.put(category, Collections.emptySortedMap());
    }
    all.put(
        "api",
        new TreeMap<>(
            Map.of(
                "admin", false,
                "lifecycle", settings.web().enableLifecycle(),
                "openapi_3.1", true,
                "openapi_3.2", true,
                "otlp_write_receiver", false,
                "remote_write_receiver", false,
                "search", false)));
    all.put(
        "otlp_receiver",
        new TreeMap<>(Map.of("delta_conversion", false, "native_delta_ingestion", false)));
    all.put("ui", new TreeMap<>(Map.of("ui_v2", false, "ui_v3", false)));
    all.put(
        "prometheus",
        new TreeMap<>(
            Map.of(
                "agent_mode", true,
                "auto_reload_config", settings.autoReloadInterval().isPresent(),
                "server_mode", false)));
    all.put(
        "scrape",
        new TreeMap<>(
            Map.of(
                "extra_scrape_metrics", true,
                "start_timestamp_zero_ingestion", false,
                "type_and_unit_labels", false)));
    var mechanisms = new TreeMap<String, Boolean>();
    StandardMechanisms.NAMES.forEach(name -> mechanisms.put(name, true));
    all.put("service_discovery_providers", mechanisms);
    return all;
  }

  private WebSurface.Controls controls() {
    return new WebSurface.Controls() {
      @Override
      public Optional<String> reload() {
        return reloadWhenReady();
      }

      @Override
      public void quit() {
        LOG.warn("Received termination request via web service, exiting gracefully...");
        requestStop();
      }
    };
  }

  private List<String> apply(PrometheusConfig config) {
    Pipeline running = pipeline;
    return running == null ? List.of("the engines have not started yet") : running.apply(config);
  }

  /// Reads the configuration again and applies it; what fails is in the log and in the metrics.
  /// While the agent starts this waits until it is ready, so that a change after the first reading
  /// is not lost.
  public void reload() {
    var _ = reloadWhenReady();
  }

  private Optional<String> reloadWhenReady() {
    try {
      started.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
    return readiness.phase() == Readiness.Phase.READY
        ? reloads.reload()
        : Optional.of("the agent is stopping");
  }

  /// Lets [#awaitStop] return.
  public void requestStop() {
    stop.countDown();
  }

  /// Waits for [#requestStop].
  public void awaitStop() throws InterruptedException {
    stop.await();
  }

  /// True once a stop was asked for.
  public boolean isStopping() {
    return stop.getCount() == 0;
  }

  /// The port of the first listener.
  public int port() {
    HttpServer listening = server;
    if (listening == null) {
      throw new IllegalStateException("BUG: asked for the port before the start");
    }
    return listening.port();
  }

  /// The engines, once they have started.
  public Optional<Pipeline> pipeline() {
    return Optional.ofNullable(pipeline);
  }

  @Override
  public void close() {
    notifications.add(Notifications.STOPPING);
    readiness.set(Readiness.Phase.STOPPING);
    started.countDown();
    if (pageKeeper != null) {
      pageKeeper.close();
    }
    if (autoReload != null) {
      autoReload.close();
    }
    if (heapKeeper != null) {
      heapKeeper.close();
    }
    Pipeline running = pipeline;
    if (running != null) {
      LOG.info("Stopping discovery and scrapes, sending what is left");
      running.close();
    }
    notifications.close();
    if (server != null) {
      server.close();
    }
  }

  /// What the log says first.
  public static void announce() {
    BuildInfo build = BuildInfo.CURRENT;
    LOG.atInfo()
        .addKeyValue("mode", "agent")
        .addKeyValue(
            "version",
            "(version=%s, branch=%s, revision=%s)"
                .formatted(build.version(), build.branch(), build.revision()))
        .log("Starting Tributary");
    LOG.atInfo()
        .addKeyValue("java", build.runtime())
        .addKeyValue("platform", BuildInfo.os() + "/" + BuildInfo.architecture())
        .addKeyValue("cpus", Runtime.getRuntime().availableProcessors())
        .addKeyValue("max_heap_bytes", Runtime.getRuntime().maxMemory())
        .log("Operational information");
  }
}
