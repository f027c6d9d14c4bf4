package io.tributary.bench.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Serves every target of the fleet from one thread, each on a port of 127.0.0.1.
///
/// Understands as much HTTP as scrapers speak: a GET without a body, keep-alive, one request at a
/// time.
final class PageServer implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int REQUEST_LIMIT_BYTES = 8192;

  private final List<Target> targets;
  private final boolean gzip;
  private final Selector selector;
  private final List<Integer> ports = new ArrayList<>();
  private volatile boolean holding;
  private volatile boolean closed;
  private volatile long firstRequestAtMs;

  /// One connection of a scraper; owned by the server's thread.
  private static final class Connection {
    final Target target;
    final ByteBuffer request = ByteBuffer.allocate(REQUEST_LIMIT_BYTES);
    ByteBuffer @Nullable [] response;
    long scrape;
    long responseBytes;

    Connection(Target target) {
      this.target = target;
    }
  }

  PageServer(List<Target> targets, boolean gzip) throws IOException {
    this.targets = targets;
    this.gzip = gzip;
    this.selector = Selector.open();
    for (var target : targets) {
      var listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(LOOPBACK, 0), 16);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT, target);
      ports.add(((InetSocketAddress) listener.getLocalAddress()).getPort());
    }
  }

  List<Integer> ports() {
    return List.copyOf(ports);
  }

  /// From now on requests are read and never answered: nothing new reaches the agent while it
  /// drains.
  void hold(boolean hold) {
    holding = hold;
  }

  /// When the first request since [#forgetFirstRequest()] came, or 0.
  long firstRequestAtMs() {
    return firstRequestAtMs;
  }

  void forgetFirstRequest() {
    firstRequestAtMs = 0;
  }

  /// Runs `task` between two rounds of the server, which owns the targets.
  synchronized <T> T snapshot(java.util.function.Function<List<Target>, T> task) {
    return task.apply(targets);
  }

  /// The server's loop, on the calling thread, until [#close()].
  void run() throws IOException {
    while (!closed) {
      selector.select();
      synchronized (this) {
        for (var key : selector.selectedKeys()) {
          handle(key);
        }
        selector.selectedKeys().clear();
      }
    }
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void handle(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      accept(key);
      return;
    }
    try {
      if (key.isWritable()) {
        write(key);
      } else {
        read(key);
      }
    } catch (IOException _) {
      // The scraper went away: its business, and the response stays uncounted.
      key.channel().close();
    }
  }

  private void accept(SelectionKey key) throws IOException {
    @Nullable SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, new Connection((Target) key.attachment()));
    }
  }

  private void read(SelectionKey key) throws IOException {
    var connection = (Connection) key.attachment();
    int read = ((SocketChannel) key.channel()).read(connection.request);
    if (read < 0) {
      key.channel().close();
    } else if (Requests.isComplete(connection.request)) {
      answer(key, connection);
    } else if (!connection.request.hasRemaining()) {
      throw new IOException("request longer than " + REQUEST_LIMIT_BYTES + " bytes");
    }
  }

  private void answer(SelectionKey key, Connection connection) throws IOException {
    if (firstRequestAtMs == 0) {
      firstRequestAtMs = System.currentTimeMillis();
    }
    boolean compress = gzip && Requests.acceptsGzip(connection.request);
    connection.request.clear();
    if (holding) {
      return;
    }
    var response = connection.target.respond(compress);
    connection.response = response;
    connection.scrape = connection.target.lastScrape();
    connection.responseBytes = remaining(response);
    write(key);
  }

  private static void write(SelectionKey key) throws IOException {
    var connection = (Connection) key.attachment();
    var response = connection.response;
    if (response == null) {
      key.interestOps(SelectionKey.OP_READ);
      return;
    }
    ((SocketChannel) key.channel()).write(response);
    if (remaining(response) > 0) {
      key.interestOps(SelectionKey.OP_WRITE);
      return;
    }
    connection.target.completed(connection.scrape, connection.responseBytes);
    connection.response = null;
    key.interestOps(SelectionKey.OP_READ);
  }

  private static long remaining(ByteBuffer[] buffers) {
    long bytes = 0;
    for (var buffer : buffers) {
      bytes += buffer.remaining();
    }
    return bytes;
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
