package io.tributary.agent.scrapingservice;

import io.tributary.agent.scrapingservice.ScrapingServiceArguments.Server;
import io.tributary.base.host.HostName;
import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.DocumentCheck;
import io.tributary.cluster.service.AgentCalls;
import io.tributary.cluster.service.GrpcAgentCalls;
import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.ScrapingService;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.service.ServiceParts;
import io.tributary.cluster.service.Workload;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreUse;
import io.tributary.cluster.store.Stores;
import io.tributary.component.ComponentContext;
import io.tributary.metrics.component.DataPlane;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.HttpServerSettings.Access;
import io.tributary.net.server.HttpServerSettings.Timeouts;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Routes;
import io.tributary.net.server.WebConfig;
import io.tributary.net.server.WebConfigHolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// How this agent is connected to the others: its stores, its door for them, and the service
/// between these. The ring and the configurations have each a store of their own; after a reload,
/// the original looks for configurations where the ring is (DF-04).
final class ServiceLink implements AutoCloseable {
  /// For a message to arrive, which is empty.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  /// What Jetty has for no limit at all.
  private static final int ANY_NUMBER = Integer.MAX_VALUE;

  private final ComponentContext context;
  private final ScrapingServiceSettings settings;
  private final AtomicReference<ScrapingService> running = new AtomicReference<>();

  /// What is open, the last first.
  private final Deque<Runnable> open = new ArrayDeque<>();

  private ServiceLink(ComponentContext context, ScrapingServiceSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  /// Enters the ring. Throws where that can never work with these settings; does not wait for
  /// stores that are away.
  static ServiceLink open(
      ScrapingServiceArguments arguments,
      ComponentContext context,
      Workload workload,
      DocumentCheck check)
      throws IOException {
    var link = new ServiceLink(context, named(arguments.service()));
    try {
      link.start(arguments.server(), workload, check);
      return link;
    } catch (IOException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /// By the name of the host where the configuration has none.
  private static ScrapingServiceSettings named(ScrapingServiceSettings settings) {
    LifecyclerSettings lifecycler = settings.lifecycler();
    return lifecycler.id().isEmpty() ? settings.with(lifecycler.withId(HostName.get())) : settings;
  }

  private void start(Server server, Workload workload, DocumentCheck check) throws IOException {
    Stores stores = context.service(Stores.class);
    LifecyclerSettings lifecycler = settings.lifecycler();
    KeyValueStore ring = stores.open(lifecycler.ring().store(), StoreUse.RING);
    open.push(ring::close);
    KeyValueStore member = stores.open(lifecycler.ring().store(), StoreUse.LIFECYCLER);
    open.push(member::close);
    KeyValueStore configurations = stores.open(settings.configurations(), StoreUse.CONFIGURATIONS);
    open.push(configurations::close);
    var calls = new GrpcAgentCalls(settings.client());
    open.push(calls::close);
    HttpServer door = listen(server);
    open.push(door::close);
    var parts =
        new ServiceParts(
            ring,
            member,
            configurations,
            ScrapingService.address(lifecycler, door.port()),
            workload,
            check,
            calls,
            context.clock(),
            new Random(),
            context.service(DataPlane.class).disk());
    ScrapingService service = ScrapingService.start(settings, parts);
    running.set(service);
    open.push(service::close);
  }

  /// Where others tell this agent to look. Its answers are there before the service is.
  private HttpServer listen(Server server) throws IOException {
    Clock clock = context.clock();
    var routes = new Routes();
    GrpcAgentCalls.addMethods(routes, server.maxMessageBytes(), clock, new Door());
    var web = new WebConfigHolder();
    web.set(WebConfig.of(server.tls(), Optional.empty()));
    Duration idle = server.idleTimeout();
    var listening =
        new HttpServerSettings(
                List.of(server.address()),
                "",
                server.maxConnections() == 0 ? ANY_NUMBER : server.maxConnections(),
                new Timeouts(READ_TIMEOUT, idle, Optional.empty()),
                // No browser speaks gRPC.
                List.of("*"),
                new Access.Held(web))
            .withMaxStreams(server.maxStreams());
    return HttpServer.start(listening, routes, RequestObserver.NONE, clock);
  }

  /// What others may ask before the service is there, and after it.
  private final class Door implements AgentCalls.Answers {
    @Override
    public void reshard() {
      ScrapingService service = running.get();
      if (service != null) {
        service.reshard();
      }
    }

    @Override
    public boolean hasBegun(String name) {
      ScrapingService service = running.get();
      return service != null && service.hasBegun(name);
    }
  }

  ScrapingService service() {
    ScrapingService service = running.get();
    if (service == null) {
      throw new IllegalStateException("BUG: the service has not begun");
    }
    return service;
  }

  /// Leaves the ring.
  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
