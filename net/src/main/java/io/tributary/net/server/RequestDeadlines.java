package io.tributary.net.server;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Ends connections that take too long to say what they want, or to be answered.
///
/// An idle timeout does not: who sends a byte now and then is never idle, and a few hundred of them
/// take all connections there are. So the head of a request, a TLS handshake before it included,
/// has a deadline from its first byte on. Bodies have one in [JettyRequest]; the answer has one
/// where the settings say so, whoever is slow. HTTP/2 multiplexes and has bounds of its own.
final class RequestDeadlines {
  /// Time for a head: heads are small, and nobody types them.
  private static final Duration HEAD = Duration.ofSeconds(10);

  /// How long a connection may rest between requests while all that are allowed are open.
  private static final long REST_WHEN_FULL_MS = 3_000;

  private static final long LOOK_MS = 500;

  private final Duration head;
  private final Optional<Duration> answer;
  private final Clock clock;
  private volatile BooleanSupplier isFull = () -> false;

  RequestDeadlines(HttpServerSettings.Timeouts timeouts, Clock clock) {
    this.head = timeouts.read().compareTo(HEAD) < 0 ? timeouts.read() : HEAD;
    this.answer = timeouts.answer();
    this.clock = clock;
  }

  /// Tells how to find out that no further connection is accepted.
  void whenFull(BooleanSupplier full) {
    isFull = full;
  }

  /// A connector whose connections are watched.
  ServerConnector connector(Server server, ConnectionFactory... factories) {
    return new ServerConnector(server, 1, 1, factories) {
      // Of this listener: the others have connections of their own.
      private final AtomicBoolean isLooking = new AtomicBoolean();

      @Override
      protected SocketChannelEndPoint newEndPoint(
          SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var endPoint = new Watched(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
      }

      @Override
      protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        beginLooking(this, isLooking);
      }
    };
  }

  /// Tells that the head of the request is there.
  static void begin(Request request) {
    var watched = watched(request);
    if (watched != null) watched.expectAnswer();
  }

  /// Tells that the answer is written: what comes next is another head.
  static void end(Request request) {
    var watched = watched(request);
    if (watched != null) watched.expectHead();
  }

  private static @Nullable Watched watched(Request request) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    while (endPoint instanceof EndPoint.Wrapper wrapper) endPoint = wrapper.unwrap();
    return endPoint instanceof Watched watched ? watched : null;
  }

  /// Looks as long as there are connections: a listener that nobody talks to sleeps.
  private void beginLooking(ServerConnector connector, AtomicBoolean isLooking) {
    if (isLooking.compareAndSet(false, true)) lookLater(connector, isLooking);
  }

  private void lookLater(ServerConnector connector, AtomicBoolean isLooking) {
    var _ =
        connector
            .getScheduler()
            .schedule(() -> lookNow(connector, isLooking), LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private void lookNow(ServerConnector connector, AtomicBoolean isLooking) {
    if (!connector.isRunning()) return;
    if (!connector.getConnectedEndPoints().isEmpty()) {
      look(connector);
      lookLater(connector, isLooking);
      return;
    }
    isLooking.set(false);
    // One that was opened meanwhile began nothing.
    if (!connector.getConnectedEndPoints().isEmpty()) beginLooking(connector, isLooking);
  }

  private void look(ServerConnector connector) {
    long now = clock.nanos();
    boolean full = isFull.getAsBoolean();
    for (var endPoint : connector.getConnectedEndPoints()) {
      if (endPoint instanceof Watched watched
          && (watched.isLate(now) || (full && watched.isResting()))) {
        watched.close();
      }
    }
  }

  private final class Watched extends SocketChannelEndPoint {
    /// Requests under way; while there are none, what arrives is a head.
    private final AtomicInteger active = new AtomicInteger();

    /// When the first byte of the head came; 0 while there is none.
    private volatile long begunNanos;

    /// When the head of the request under way was there.
    private volatile long askedNanos;

    Watched(
        SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
      super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      int filled = super.fill(buffer);
      if (filled > 0 && begunNanos == 0 && active.get() == 0)
        begunNanos = Math.max(clock.nanos(), 1);
      return filled;
    }

    void expectAnswer() {
      askedNanos = clock.nanos();
      active.incrementAndGet();
    }

    void expectHead() {
      begunNanos = 0;
      active.decrementAndGet();
    }

    boolean isLate(long now) {
      return (active.get() == 0 ? isHeadLate(now) : isAnswerLate(now)) && !isHttp2();
    }

    private boolean isHeadLate(long now) {
      long begun = begunNanos;
      return begun != 0 && now - begun > head.toNanos();
    }

    private boolean isAnswerLate(long now) {
      return answer.isPresent() && now - askedNanos > answer.get().toNanos();
    }

    boolean isResting() {
      return active.get() == 0 && getIdleFor() > REST_WHEN_FULL_MS;
    }

    private boolean isHttp2() {
      Connection connection = getConnection();
      if (connection instanceof SslConnection tls)
        connection = tls.getSslEndPoint().getConnection();
      return connection instanceof HTTP2Connection;
    }
  }
}
