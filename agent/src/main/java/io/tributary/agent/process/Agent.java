package io.tributary.agent.process;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.web.WebMetrics;
import io.tributary.base.memory.JvmHeap;
import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running agent: the listeners, the memory and the life of its [Work].
///
/// Start: listeners, then the work, then ready; the HTTP surface answers from the first step on.
/// Stop, the other way round. [#start], [#awaitStop] and [#close] belong to one thread; the rest
/// may be called from anywhere.
public final class Agent<W extends Work> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /// Where the agent is in its life.
  private enum Phase {
    STARTING,
    READY,
    STOPPING
  }

  private final HttpServerSettings listening;
  private final Clock clock;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final JvmHeap heap;
  private final W work;
  private final CountDownLatch stop = new CountDownLatch(1);

  /// Down once the agent is ready, or will never be.
  private final CountDownLatch started = new CountDownLatch(1);

  private volatile Phase phase = Phase.STARTING;
  private @Nullable HttpServer server;
  private @Nullable HeapKeeper heapKeeper;
  private @Nullable PageKeeper pageKeeper;

  public Agent(HttpServerSettings listening, Work.Maker<W> maker, Clock clock) {
    this.listening = listening;
    this.clock = clock;
    heap = new JvmHeap(clock);
    work = maker.make(new Work.Site(registry, clock, heap, controls()));
  }

  private Work.Controls controls() {
    return new Work.Controls() {
      @Override
      public Optional<String> reload() {
        return reloadWhenReady();
      }

      @Override
      public void requestStop() {
        Agent.this.requestStop();
      }
    };
  }

  /// Starts everything; `moreRoutes` may add to the routes. Throws where an address is taken, the
  /// web configuration is bad or another process holds the log; the reason where the first
  /// configuration could not be applied. Either way, [#close] is still due.
  public Optional<String> start(Consumer<Routes> moreRoutes) throws IOException {
    heapKeeper = HeapKeeper.start(heap::letGoBytes, clock).orElse(null);
    listen(moreRoutes);
    Optional<String> failure = work.start();
    if (failure.isPresent()) {
      return failure;
    }
    work.ready();
    phase = Phase.READY;
    started.countDown();
    LOG.info("Server is ready to receive web requests.");
    pageKeeper = new PageKeeper(clock);
    return Optional.empty();
  }

  private void listen(Consumer<Routes> moreRoutes) throws IOException {
    Routes routes = work.routes();
    moreRoutes.accept(routes);
    var webMetrics = new WebMetrics(registry);
    webMetrics.begin(routes);
    server = HttpServer.start(listening, routes, webMetrics, clock);
    for (InetSocketAddress address : server.addresses()) {
      LOG.atInfo().addKeyValue("address", text(address)).log("Start listening for connections");
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /// What the agent does.
  public W work() {
    return work;
  }

  /// Reads the configuration again and applies it; what fails is in the log and in the metrics.
  /// While the agent starts this waits until it is ready, so that a change after the first reading
  /// is not lost.
  public void reload() {
    var _ = reloadWhenReady();
  }

  /// The same; the reason where it failed.
  public Optional<String> reloadAndTell() {
    return reloadWhenReady();
  }

  private Optional<String> reloadWhenReady() {
    try {
      started.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
    return phase == Phase.READY ? work.reload() : Optional.of("the agent is stopping");
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
    HttpServer listener = server;
    if (listener == null) {
      throw new IllegalStateException("BUG: asked for the port before the start");
    }
    return listener.port();
  }

  @Override
  public void close() {
    phase = Phase.STOPPING;
    work.stopping();
    started.countDown();
    if (pageKeeper != null) {
      pageKeeper.close();
    }
    if (heapKeeper != null) {
      heapKeeper.close();
    }
    work.close();
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
