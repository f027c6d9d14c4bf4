package io.tributary.metrics.receive.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.metrics.receive.WriteRequestIntake;
import io.tributary.model.layout.ColumnSink;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Routes;
import io.tributary.net.server.WebConfig;
import io.tributary.net.server.WebConfigHolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Listens for remote write and hands what it takes to a sink. Thread-safe: guarded by `this`.
public final class ReceiveServer implements AutoCloseable {
  /// For requests under way when other settings need another listener: somebody waits.
  private static final Duration RESTART_GRACE = Duration.ofSeconds(2);

  private final Clock clock;
  private final Logger log;
  private final ServerMetrics metrics;
  private final WriteEndpoint endpoint;
  private final WebConfigHolder web = new WebConfigHolder();

  private volatile @Nullable HttpServer server;
  private @Nullable ListenSettings settings;

  public ReceiveServer(
      WriteRequestIntake intake,
      ColumnSink sink,
      Accepted what,
      Clock clock,
      PrometheusRegistry registry,
      Logger log) {
    this.clock = clock;
    this.log = log;
    metrics = new ServerMetrics(intake, this::connections, registry);
    endpoint = new WriteEndpoint(intake, sink, metrics, what, log);
  }

  /// Takes other messages from now on.
  public void accept(Accepted what) {
    endpoint.accept(what);
  }

  /// Listens as `next` says; does nothing where that is so already. Throws where it cannot, and
  /// goes on as before then.
  public synchronized void listen(ListenSettings next) throws IOException {
    web.set(WebConfig.of(next.tls(), Optional.empty()));
    ListenSettings before = settings;
    if (before != null && before.isServedLike(next)) {
      settings = next;
      return;
    }
    close(RESTART_GRACE);
    try {
      open(next);
    } catch (IOException e) {
      if (before != null) {
        web.set(WebConfig.of(before.tls(), Optional.empty()));
        open(before);
      }
      throw e;
    }
  }

  private void open(ListenSettings next) throws IOException {
    var routes =
        new Routes().add("POST", WriteEndpoint.PATH, WriteEndpoint.ROUTE, endpoint::handle);
    var http =
        new HttpServerSettings(
            List.of(next.listenAddress()),
            "",
            next.mostConnections(),
            next.timeouts(),
            List.of(),
            new HttpServerSettings.Access.Held(web));
    server = HttpServer.start(http, routes, metrics, clock);
    settings = next;
    metrics.connectionLimit.labelValues("http").set(next.mostConnections());
    log.info("listening for remote write on {}", server.addresses());
  }

  private int connections() {
    HttpServer open = server;
    return open == null ? 0 : open.connectionCount();
  }

  /// Where it listens; null while it does not.
  public @Nullable InetSocketAddress address() {
    HttpServer open = server;
    return open == null ? null : open.addresses().getFirst();
  }

  /// Ends listening when requests under way are answered, or their time is over.
  @Override
  public synchronized void close() {
    close(settings == null ? Duration.ZERO : settings.grace());
  }

  private void close(Duration grace) {
    HttpServer open = server;
    server = null;
    settings = null;
    if (open != null) {
      open.close(grace);
    }
  }
}
