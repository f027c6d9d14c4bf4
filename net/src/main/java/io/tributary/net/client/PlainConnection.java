package io.tributary.net.client;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.client.HttpClientOptions.Resolver;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.ResponseHead.MalformedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls over plain HTTP/1.1 on one kept-alive connection: a call costs its system calls and little
/// else. Redirects are answers, not followed.
///
/// One call at a time; [#close] from another thread ends it. The channel never blocks; a selector
/// of its own waits, so that one deadline covers connecting, writing and reading. Measured for a
/// body of 120 KB on loopback: a third of the CPU of the full client. Deadlines are in the
/// machine's own time, also where a test turns the clock: sockets know no other.
///
/// Credentials go to the origin that the connection was made for and to no other.
public final class PlainConnection implements AutoCloseable {
  /// After this much silence, look whether the other side has hung up.
  private static final long IDLE_CHECK_NANOS = 500_000_000L;

  private final URI home;
  private final Credentials credentials;
  private final Optional<String> userInfo;
  private final Resolver resolver;
  private final ByteSink head = new ByteSink(512);
  private final PlainAnswer answer;

  private volatile boolean closed;
  private @Nullable Selector selector;
  private @Nullable SocketChannel channel;
  private @Nullable URI connectedTo;
  private long lastUseNanos;

  /// Of the call under way.
  private long deadlineNanos;

  /// For calls to `home`, whose user information counts as credentials.
  public PlainConnection(URI home, Credentials credentials, Resolver resolver) {
    this.home = home;
    this.credentials = credentials;
    this.userInfo = Credentials.ofUserInfo(home);
    this.resolver = resolver;
    this.answer = new PlainAnswer(this, home);
  }

  /// Sends the call and waits for the answer; any status is one.
  public HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException {
    deadlineNanos = Clock.system().nanos() + call.timeout().toNanos();
    writeHead(call);
    boolean keep = false;
    try {
      SocketChannel to = connected(call);
      answer.begin(to, call, deadlineNanos);
      boolean isSent =
          write(
              to,
              ByteBuffer.wrap(head.array(), 0, head.size()),
              ByteBuffer.wrap(call.body(), call.bodyFrom(), call.bodyLength()));
      HttpResponse response = answer.read();
      keep = isSent && answer.mayKeep();
      return response;
    } catch (HttpCallException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw failure(
          Kind.TIMEOUT,
          call,
          "no complete answer within %s s".formatted(call.timeout().toMillis() / 1e3),
          e);
    } catch (MalformedException e) {
      throw failure(Kind.MALFORMED, call, String.valueOf(e.getMessage()), e);
    } catch (IOException | ClosedSelectorException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      throw failure(Kind.CLOSED, call, why(e), e);
    } finally {
      lastUseNanos = Clock.system().nanos();
      if (!keep) {
        disconnect();
      }
    }
  }

  private static String why(Exception e) {
    String message = e.getMessage();
    if (message != null && !message.isEmpty()) {
      return message;
    }
    return e instanceof ClosedChannelException ? "connection closed" : e.getClass().getSimpleName();
  }

  static HttpCallException failure(Kind kind, HttpCall call, String why, Exception cause) {
    return new HttpCallException(kind, "cannot " + call + ": " + why, cause);
  }

  private void writeHead(HttpCall call) throws HttpCallException {
    URI url = call.url();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var text = new StringBuilder(512);
    text.append(call.method()).append(' ').append(path);
    if (url.getRawQuery() != null) {
      text.append('?').append(url.getRawQuery());
    }
    String authority = url.getRawAuthority();
    text.append(" HTTP/1.1\r\nHost: ")
        .append(authority.substring(authority.lastIndexOf('@') + 1))
        .append("\r\n");
    boolean isHome = Redirects.isSameOrigin(home, url);
    for (HttpHeaders.Entry entry : configured(call, isHome)) {
      append(text, entry);
    }
    for (HttpHeaders.Entry entry : call.headers()) {
      if (isHome || !Redirects.isSensitive(entry.name())) {
        append(text, entry);
      }
    }
    text.append("Content-Length: ").append(call.bodyLength()).append("\r\n\r\n");
    head.clear();
    head.put(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// What the settings add to the call.
  private HttpHeaders configured(HttpCall call, boolean isHome) throws HttpCallException {
    try {
      if (!isHome) {
        return credentials.readForStrangers();
      }
      HttpHeaders configured = credentials.read();
      return userInfo.isEmpty() || configured.contains("Authorization")
          ? configured
          : configured.with("Authorization", userInfo.get());
    } catch (IOException e) {
      throw failure(Kind.CREDENTIALS, call, String.valueOf(e.getMessage()), e);
    }
  }

  private static void append(StringBuilder text, HttpHeaders.Entry entry) {
    text.append(entry.name()).append(": ").append(entry.value()).append("\r\n");
  }

  private SocketChannel connected(HttpCall call) throws IOException {
    SocketChannel present = channel;
    if (present != null && (hasHungUp(present) || !isFor(call.url()))) {
      disconnect();
      present = null;
    }
    return present == null ? connect(call) : present;
  }

  private boolean isFor(URI url) {
    return connectedTo != null && Redirects.isSameOrigin(connectedTo, url);
  }

  /// Between two calls nothing may come but the end.
  private boolean hasHungUp(SocketChannel present) {
    if (Clock.system().nanos() - lastUseNanos <= IDLE_CHECK_NANOS) {
      return false;
    }
    try {
      return present.read(ByteBuffer.allocate(1)) != 0;
    } catch (IOException _) {
      return true;
    }
  }

  private SocketChannel connect(HttpCall call) throws IOException {
    URI url = call.url();
    String host = String.valueOf(Urls.host(url));
    int port = Urls.port(url) < 0 ? 80 : Urls.port(url);
    List<InetAddress> addresses;
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw failure(Kind.CONNECT, call, "no such host: " + host, e);
    }
    IOException last = null;
    for (int i = 0; i < addresses.size(); i++) {
      // An address that swallows packets must not use up the time of those behind it.
      long left = deadlineNanos - Clock.system().nanos();
      long until = Clock.system().nanos() + left / (addresses.size() - i);
      try {
        SocketChannel opened = connect(new InetSocketAddress(addresses.get(i), port), until);
        connectedTo = url;
        return opened;
      } catch (IOException e) {
        disconnect();
        last = e;
      }
    }
    if (last instanceof SocketTimeoutException) {
      throw last;
    }
    String why = last == null ? "no address" : why(last);
    throw failure(Kind.CONNECT, call, why, last == null ? new IOException(why) : last);
  }

  private SocketChannel connect(InetSocketAddress address, long untilNanos) throws IOException {
    Selector mine = Selector.open();
    SocketChannel opened = SocketChannel.open();
    synchronized (this) {
      selector = mine;
      channel = opened;
    }
    if (closed) {
      throw new IOException("closed");
    }
    opened.configureBlocking(false);
    opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
    opened.register(mine, SelectionKey.OP_CONNECT);
    if (!opened.connect(address)) {
      while (!opened.finishConnect()) {
        await(SelectionKey.OP_CONNECT, untilNanos);
      }
    }
    return opened;
  }

  /// False where the answer came before everything was written: a server that has seen enough.
  private boolean write(SocketChannel to, ByteBuffer... parts) throws IOException {
    long left = 0;
    for (ByteBuffer part : parts) {
      left += part.remaining();
    }
    while (left > 0) {
      long written;
      try {
        written = to.write(parts);
      } catch (IOException e) {
        // The server may have said why before it hung up.
        if (answer.hasBegun()) {
          return false;
        }
        throw e;
      }
      left -= written;
      if (written == 0) {
        await(SelectionKey.OP_WRITE | SelectionKey.OP_READ, deadlineNanos);
        if (answer.hasBegun()) {
          return false;
        }
      }
    }
    return true;
  }

  /// Waits for one of `operations`; throws [SocketTimeoutException] when the time has come.
  void await(int operations, long untilNanos) throws IOException {
    Selector mine = selector;
    if (mine == null || closed) {
      throw new IOException("closed");
    }
    long leftMs = (untilNanos - Clock.system().nanos() + 999_999) / 1_000_000;
    if (leftMs <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    for (SelectionKey key : mine.keys()) {
      if (key.interestOps() != operations) {
        key.interestOps(operations);
      }
    }
    mine.select(leftMs);
    mine.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
  }

  private synchronized void disconnect() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (selector != null) {
        selector.close();
      }
    } catch (IOException _) {
      // It is gone either way.
    }
    channel = null;
    selector = null;
    connectedTo = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
