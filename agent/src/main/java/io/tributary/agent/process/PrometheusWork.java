package io.tributary.agent.process;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.lifecycle.AutoReload;
import io.tributary.agent.lifecycle.ConfigReloads;
import io.tributary.agent.telemetry.ProcessTelemetry;
import io.tributary.agent.web.Notifications;
import io.tributary.agent.web.Readiness;
import io.tributary.agent.web.ServerFacts;
import io.tributary.agent.web.WebSurface;
import io.tributary.agent.web.graph.GraphApi;
import io.tributary.base.config.Durations;
import io.tributary.base.host.HostName;
import io.tributary.base.time.Clock;
import io.tributary.cluster.node.AlonePeers;
import io.tributary.dialects.prometheus.ConfigChecksum;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.discovery.catalogue.StandardMechanisms;
import io.tributary.net.client.Urls;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a `prometheus.yml` says: the graph of its components, as Prometheus looks from outside.
///
/// Stop goes the way of the data: discovery, scrapes, senders (until the flush deadline), log.
///
/// Source: parity §1.4; prometheus `cmd/prometheus/main.go`.
public final class PrometheusWork implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusWork.class);

  private final AgentSettings settings;
  private final Clock clock;
  private final PrometheusRegistry registry;
  private final Controls controls;
  private final Readiness readiness;
  private final Notifications notifications;
  private final ConfigReloads reloads;
  private final PrometheusGraph graph;
  private final GraphApi api;
  private @Nullable AutoReload autoReload;

  /// What was read last without an error.
  private volatile PrometheusTree.Loaded sound;

  private PrometheusWork(
      AgentSettings settings, PrometheusTree.Loaded loaded, PrometheusConfig first, Site site) {
    this.settings = settings;
    sound = loaded;
    clock = site.clock();
    registry = site.registry();
    controls = site.controls();
    readiness = new Readiness(registry);
    notifications = new Notifications(clock, settings.web().maxNotificationSubscribers(), registry);
    reloads = new ConfigReloads(first, this::read, this::apply, clock, notifications, registry);
    ProcessTelemetry.register(registry);
    graph = new PrometheusGraph(settings, first, clock, site.heap(), registry);
    api =
        new GraphApi(
            graph.runtime(),
            clock,
            () -> false,
            new AlonePeers(
                HostName.get(), "127.0.0.1:" + port(settings.web().listenAddresses().getFirst())));
    notifications.add(Notifications.STARTING);
  }

  /// Reads the configuration that `settings` name, to start with it.
  public static PrometheusTree.Loaded load(AgentSettings settings) {
    return load(settings, Map.of());
  }

  private static PrometheusTree.Loaded load(AgentSettings settings, Map<String, String> labels) {
    return PrometheusTree.load(
        settings.configFile(),
        new LoadOptions(Environment.system(), false, settings.extraScrapeMetrics()),
        labels);
  }

  private LoadResult read() {
    PrometheusTree.Loaded loaded = load(settings, sound.labels());
    if (loaded.config() != null) {
      sound = loaded;
    }
    return loaded.result();
  }

  /// An agent that does this, not started yet. `first` is the configuration to start with, read and
  /// found sound.
  public static Agent<PrometheusWork> agent(
      AgentSettings settings, PrometheusTree.Loaded first, Clock clock) {
    PrometheusConfig config = first.result().sound().orElseThrow();
    return new Agent<>(
        listening(settings.web()),
        site -> new PrometheusWork(settings, first, config, site),
        clock);
  }

  private static HttpServerSettings listening(AgentSettings.Web web) {
    return new HttpServerSettings(
        web.listenAddresses(),
        prefix(web),
        web.maxConnections(),
        web.readTimeout(),
        web.configFile().orElse(null),
        allowedHosts(web));
  }

  /// A reverse proxy that passes the host on asks for the name that --web.external-url has.
  private static List<String> allowedHosts(AgentSettings.Web web) {
    String host = Urls.host(web.externalUrl());
    return host == null ? List.of() : List.of(host);
  }

  private static String prefix(AgentSettings.Web web) {
    return web.routePrefix().equals("/") ? "" : web.routePrefix();
  }

  @Override
  public Routes routes() {
    AgentSettings.Web web = settings.web();
    Routes routes =
        WebSurface.routes(
            new WebSurface.Settings(
                prefix(web),
                web.externalUrl(),
                port(web.listenAddresses().getFirst()),
                web.enableLifecycle(),
                web.pageTitle(),
                web.corsOrigin(),
                web.userAssets()),
            new LiveView(graph.runtime(), reloads),
            facts(),
            readiness,
            notifications,
            webControls(),
            clock,
            registry);
    api.add(routes, "", readiness::whenReady);
    return routes;
  }

  private static int port(String listenAddress) {
    try {
      return Integer.parseInt(listenAddress.substring(listenAddress.lastIndexOf(':') + 1));
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private WebSurface.Controls webControls() {
    return new WebSurface.Controls() {
      @Override
      public Optional<String> reload() {
        return controls.reload();
      }

      @Override
      public void quit() {
        LOG.warn("Received termination request via web service, exiting gracefully...");
        controls.requestStop();
      }
    };
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

  @Override
  public Optional<String> start() throws IOException {
    graph.open();
    return reloads.applyFirst();
  }

  @Override
  public void ready() {
    settings
        .autoReloadInterval()
        .ifPresent(interval ->
            autoReload =
                new AutoReload(
                    interval,
                    clock,
                    () -> ConfigChecksum.of(settings.configFile()),
                    reloads::fateOf,
                    controls::reload));
    notifications.remove(Notifications.STARTING);
    readiness.set(Readiness.Phase.READY);
  }

  /// Applies what [#read] has read, as reloads do it one after the other.
  private List<String> apply(PrometheusConfig config) {
    return graph.apply(sound, config);
  }

  @Override
  public Optional<String> reload() {
    return reloads.reload();
  }

  @Override
  public void stopping() {
    api.close();
    notifications.add(Notifications.STOPPING);
    readiness.set(Readiness.Phase.STOPPING);
    if (autoReload != null) {
      autoReload.close();
    }
  }

  @Override
  public void close() {
    if (graph.isOpen()) {
      LOG.info("Stopping discovery and scrapes, sending what is left");
    }
    graph.close();
    notifications.close();
  }
}
