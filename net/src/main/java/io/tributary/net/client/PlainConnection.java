package io.tributary.net.client;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.client.HttpClientOptions.Resolver;
import io.tributary.net.http.ChunkReader;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.ResponseHead;
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
import java.util.Arrays;
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
  private static final int FIRST_INPUT_BYTES = 4 << 10;
  private static final int MAX_INTERIM_HEADS = 8;

  /// More of a body than this is not worth reading only to keep the connection.
  private static final int MAX_DRAIN_BYTES = 64 << 10;

  /// After this much silence, look whether the other side has hung up.
  private static final long IDLE_CHECK_NANOS = 500_000_000L;

  private final URI home;
  private final Credentials credentials;
  private final Optional<String> userInfo;
  private final Resolver resolver;
  private final ByteSink head = new ByteSink(512);
  private final Answer answer = new Answer();

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
  }

  /// Sends the call and waits for the answer; any status is one.
  public HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException {
    deadlineNanos = Clock.system().nanos() + call.timeout().toNanos();
    writeHead(call);
    boolean keep = false;
    try {
      SocketChannel to = connected(call);
      answer.begin(to, call);
      boolean isSent =
          write(
              to,
              ByteBuffer.wrap(head.array(), 0, head.size()),
              ByteBuffer.wrap(call.body(), call.bodyFrom(), call.bodyLength()));
      HttpResponse response = answer.read();
      keep = isSent && answer.mayKeep;
      return response;
    } catch (HttpCallException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw failure(Kind.TIMEOUT, call, "no complete answer within " + call.timeout(), e);
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

  private static HttpCallException failure(Kind kind, HttpCall call, String why, Exception cause) {
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
    int port = url.getPort() < 0 ? 80 : url.getPort();
    List<InetAddress> addresses;
    try {
      addresses = resolver.resolve(url.getHost());
    } catch (UnknownHostException e) {
      throw failure(Kind.CONNECT, call, "no such host: " + url.getHost(), e);
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

  private void await(int operations, long untilNanos) throws IOException {
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

  /// Reads one answer at a time, with the one reader of HTTP/1 that there is; only an answer whose
  /// end is certain leaves the connection usable.
  private final class Answer {
    private final ResponseHead responseHead = new ResponseHead();
    private final ChunkReader chunks = new ChunkReader();
    private final ByteSink kept = new ByteSink(256);
    private byte[] input = new byte[FIRST_INPUT_BYTES];
    private @Nullable SocketChannel from;
    private HttpCall call = HttpCall.get(home);
    boolean mayKeep;

    // What was read and not used lies between these two.
    private int start;
    private int end;
    private int bound;
    private boolean truncated;
    private long untilNanos;

    void begin(SocketChannel channelToRead, HttpCall newCall) {
      from = channelToRead;
      call = newCall;
      mayKeep = false;
      truncated = false;
      start = 0;
      end = 0;
      kept.clear();
      untilNanos = deadlineNanos;
    }

    /// Looks, without waiting, whether something has come.
    boolean hasBegun() {
      try {
        return end > 0 || readSome() > 0;
      } catch (IOException _) {
        return false;
      }
    }

    HttpResponse read() throws IOException, MalformedException {
      int headEnd;
      int interim = 0;
      do {
        headEnd = readHead();
        responseHead.parse(input, start, headEnd);
        int status = responseHead.status();
        if (status == 101 || (status < 200 && ++interim > MAX_INTERIM_HEADS)) {
          throw new MalformedException("unexpected HTTP status " + status);
        }
        if (status < 200) {
          start = headEnd;
        }
      } while (responseHead.status() < 200);
      HttpHeaders headers = responseHead.headers(input);
      start = headEnd;
      boolean success = responseHead.status() < 300;
      bound = success ? call.maxBodyBytes() : call.maxErrorBytes();
      readBody();
      if (truncated && success && !call.headSuffices()) {
        throw failure(
            Kind.BODY_SIZE, call, "the body is larger than " + bound + " bytes", new IOException());
      }
      return new HttpResponse(
          responseHead.status(), headers, kept.toByteArray(), truncated, call.url());
    }

    private int readHead() throws IOException, MalformedException {
      int searched = start;
      while (true) {
        int headEnd = ResponseHead.end(input, searched, end);
        if (headEnd >= 0 && headEnd - start <= ResponseHead.MAX_BYTES) {
          return headEnd;
        }
        searched = Math.max(start, end - 3);
        if (end - start >= 4 && !looksLikeHttp()) {
          throw new MalformedException("the answer is not HTTP/1");
        }
        if (end - start > ResponseHead.MAX_BYTES) {
          throw ResponseHead.tooLarge();
        }
        fill();
      }
    }

    private boolean looksLikeHttp() {
      return input[start] == 'H'
          && input[start + 1] == 'T'
          && input[start + 2] == 'T'
          && input[start + 3] == 'P';
    }

    private void readBody() throws IOException, MalformedException {
      if (!call.headSuffices()) {
        readFramedBody();
        return;
      }
      untilNanos =
          Math.min(
              deadlineNanos,
              Clock.system().nanos() + BodyCollector.REMARK_PATIENCE_MS * 1_000_000L);
      try {
        readFramedBody();
      } catch (IOException | MalformedException _) {
        // The status is known, and that is what counts.
        truncated = true;
        mayKeep = false;
      }
    }

    private void readFramedBody() throws IOException, MalformedException {
      boolean isWhole;
      if (responseHead.hasNoBody() || call.method().equals("HEAD")) {
        isWhole = true;
      } else if (responseHead.isChunked()) {
        isWhole = readChunks();
      } else if (responseHead.contentLength() >= 0) {
        isWhole = readBytes(responseHead.contentLength());
      } else {
        readUntilClosed();
        isWhole = false;
      }
      mayKeep = isWhole && start == end && responseHead.isReusable();
    }

    /// False where the rest is not worth reading.
    private boolean readBytes(long length) throws IOException {
      long left = length;
      while (left > 0) {
        if (start == end) {
          fill();
        }
        int part = (int) Math.min(left, end - start);
        keep(part);
        left -= part;
        if (truncated && left > MAX_DRAIN_BYTES) {
          return false;
        }
      }
      return true;
    }

    private boolean readChunks() throws IOException, MalformedException {
      chunks.reset();
      long total = 0;
      while (true) {
        start = chunks.skipFraming(input, start, end);
        if (chunks.isDone()) {
          return true;
        }
        if (start == end) {
          fill();
          continue;
        }
        int part = (int) Math.min(chunks.dataLeft(), end - start);
        keep(part);
        chunks.taken(part);
        total += part;
        if (truncated && total > MAX_DRAIN_BYTES) {
          return false;
        }
      }
    }

    private void readUntilClosed() throws IOException {
      while (!truncated) {
        if (start == end && !fillUnlessEnded()) {
          return;
        }
        keep(end - start);
      }
    }

    private void keep(int bytes) {
      int room = Math.min(bytes, bound - kept.size());
      kept.put(input, start, room);
      start += bytes;
      truncated |= room < bytes;
    }

    private void fill() throws IOException {
      if (!fillUnlessEnded()) {
        throw new IOException("connection closed before the end of the answer");
      }
    }

    private boolean fillUnlessEnded() throws IOException {
      int read;
      while ((read = readSome()) == 0) {
        await(SelectionKey.OP_READ, untilNanos);
      }
      return read > 0;
    }

    /// Reads what is there into free room, which it makes.
    private int readSome() throws IOException {
      SocketChannel open = from;
      if (open == null) {
        throw new IOException("closed");
      }
      if (start == end) {
        start = 0;
        end = 0;
      }
      if (end == input.length) {
        input = Arrays.copyOf(input, input.length * 2);
      }
      int read = open.read(ByteBuffer.wrap(input, end, input.length - end));
      end += Math.max(read, 0);
      return read;
    }
  }
}
