package io.tributary.plugins.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.Status;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.net.tls.ClientTls;
import io.tributary.net.tls.TlsSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Connections to etcd. Every request has a deadline, and fails with the endpoints and the reason.
///
/// gRPC waits ever longer between attempts to connect, up to two minutes; and it keeps the
/// certificates that it began with. So a client through which nothing can be reached is replaced by
/// a new one, at most every few seconds: soon after etcd is back, so are we.
///
/// Thread-safe.
final class Session implements AutoCloseable {
  /// Of one response, and so of what a page of a list or a batch of changes takes.
  static final int MOST_MESSAGE_BYTES = 16 << 20;

  private static final Duration RENEWAL = Duration.ofSeconds(5);
  private static final Duration LEAST_DEADLINE = Duration.ofSeconds(10);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final int RETRIES = 2;

  /// What a new connection may mend.
  private static final Set<Status.Code> RENEWING =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN);

  private final StoreSettings.Etcd settings;
  private final Endpoints endpoints;
  private final Clock clock;
  private final Duration deadline;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  // Guarded by this.
  private @Nullable Connection connection;
  private boolean logsIn;
  private boolean isClosed;

  /// @param goodNanos when it was made, and then when etcd last answered through it
  private record Connection(Client client, boolean logsIn, AtomicLong goodNanos) {}

  /// Something to ask of etcd.
  @FunctionalInterface
  interface Request<T> {
    CompletableFuture<T> to(Client client);
  }

  Session(StoreSettings.Etcd settings, Clock clock) throws StoreException {
    this.settings = settings;
    this.clock = clock;
    endpoints = Endpoints.parse(settings.endpoints(), settings.tls().isPresent());
    logsIn = !settings.username().isEmpty();
    deadline =
        settings.dialTimeout().compareTo(LEAST_DEADLINE) > 0
            ? settings.dialTimeout()
            : LEAST_DEADLINE;
    // A certificate that cannot be read is told now, not at the first request.
    var _ = connection();
  }

  /// @param what is done: `read "key"`
  <T> T call(String what, Request<T> request) throws StoreException, InterruptedException {
    Connection used = connection();
    try {
      return await(used, request);
    } catch (Refusal e) {
      if (!changesLogin(used, e) && !isReplaced(used, e)) {
        throw failure(what, e);
      }
    }
    try {
      return await(connection(), request);
    } catch (Refusal e) {
      throw failure(what, e);
    }
  }

  private <T> T await(Connection used, Request<T> request) throws Refusal, InterruptedException {
    CompletableFuture<T> answer = request.to(used.client());
    try {
      // Requests end by themselves at the deadline; this is for what does not even get so far.
      T value = answer.get(deadline.toNanos() * 2, TimeUnit.NANOSECONDS);
      used.goodNanos().set(clock.nanos());
      return value;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      var refusal = new Refusal(cause);
      renewIfUseless(used, refusal);
      throw refusal;
    } catch (TimeoutException e) {
      answer.cancel(false);
      var refusal = new Refusal(Status.DEADLINE_EXCEEDED.asRuntimeException());
      renewIfUseless(used, refusal);
      throw refusal;
    }
  }

  StoreException failure(String what, Throwable cause) {
    return new StoreException(
        "cannot " + what + " in etcd at " + endpoints + ": " + Reason.of(cause), cause);
  }

  /// The client of this moment, for watches.
  Client client() throws StoreException {
    return connection().client();
  }

  private synchronized Connection connection() throws StoreException {
    if (isClosed) {
      throw new StoreException("cannot use etcd at " + endpoints + ": the store is closed");
    }
    Connection now = connection;
    if (now == null) {
      now = new Connection(connect(), logsIn, new AtomicLong(clock.nanos()));
      connection = now;
    }
    return now;
  }

  /// Another request has found the client useless just before this one was to begin with it.
  private synchronized boolean isReplaced(Connection used, Refusal refusal) {
    return !isClosed && connection != used && refusal.says("Channel shutdown invoked");
  }

  private void renewIfUseless(Connection used, Refusal refusal) {
    if (RENEWING.contains(refusal.code())
        && clock.nanos() - used.goodNanos().get() > RENEWAL.toNanos()) {
      drop(used);
    }
  }

  /// A login is refused where etcd asks for none, and asked for where there is none: an operator
  /// has switched that over.
  private boolean changesLogin(Connection used, Refusal refusal) {
    boolean next;
    if (used.logsIn() && refusal.says("authentication is not enabled")) {
      next = false;
    } else if (!used.logsIn() && refusal.says("user name is empty")) {
      next = !settings.username().isEmpty();
    } else {
      return false;
    }
    synchronized (this) {
      logsIn = next;
    }
    drop(used);
    return next != used.logsIn();
  }

  private void drop(Connection used) {
    synchronized (this) {
      if (connection != used) {
        return;
      }
      connection = null;
    }
    used.client().close();
  }

  private Client connect() throws StoreException {
    ClientBuilder builder = Client.builder();
    if (endpoints.usesTls()) {
      TlsSettings tls = settings.tls().orElse(TlsSettings.DEFAULTS);
      builder.sslContext(tls(tls));
      if (!tls.serverName().isEmpty()) {
        builder.authority(tls.serverName());
      }
    }
    if (logsIn) {
      builder.user(ByteSequence.from(settings.username(), UTF_8));
      builder.password(ByteSequence.from(settings.password().value(), UTF_8));
    }
    return builder
        .endpoints(endpoints.uris())
        .connectTimeout(settings.dialTimeout())
        .keepaliveTime(KEEP_ALIVE)
        .keepaliveTimeout(settings.dialTimeout().multipliedBy(2))
        .keepaliveWithoutCalls(true)
        .waitForReady(false)
        .maxInboundMessageSize(MOST_MESSAGE_BYTES)
        .retryMaxAttempts(RETRIES)
        .retryDelay(100)
        .retryMaxDelay(1000)
        .retryMaxDuration(deadline)
        .executorService(executor)
        .interceptor(new Deadlines(deadline))
        .build();
  }

  private SslContext tls(TlsSettings of) throws StoreException {
    try {
      ClientTls tls = ClientTls.read(of);
      return new JdkSslContext(
          tls.context(),
          true,
          null,
          IdentityCipherSuiteFilter.INSTANCE,
          new ApplicationProtocolConfig(
              ApplicationProtocolConfig.Protocol.ALPN,
              ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
              ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
              List.of("h2")),
          ClientAuth.NONE,
          tls.protocols().toArray(String[]::new),
          false);
    } catch (IOException e) {
      throw new StoreException("cannot use etcd at " + endpoints + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    Connection last;
    synchronized (this) {
      isClosed = true;
      last = connection;
      connection = null;
    }
    if (last != null) {
      last.client().close();
    }
    executor.shutdownNow();
  }
}
