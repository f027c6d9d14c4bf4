package io.tributary.metrics.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.time.Clock;
import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.Urls;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Posts over plain HTTP on one kept-alive connection: a request costs its system calls and little
/// else.
///
/// The channel never blocks; a selector of its own waits, so that one deadline covers connecting,
/// writing and reading, and closing from another thread ends the wait. Measured for a body of 120
/// KB on loopback: a third of the CPU of the full client. Deadlines are in the machine's own time,
/// also where a test turns the clock: sockets know no other.
final class PlainTransport implements Transport {
  private static final int MAX_HEAD_BYTES = 32 << 10;

  /// More of a body than this is not worth reading only to keep the connection.
  private static final int MAX_DRAIN_BYTES = 64 << 10;

  /// After this much silence, look whether the other side has hung up.
  private static final long IDLE_CHECK_NANOS = 500_000_000L;

  private final Credentials credentials;
  private final Optional<String> userInfo;
  private final boolean shuffleAddresses;
  private final ByteBuffer input = ByteBuffer.allocate(MAX_HEAD_BYTES);
  private final ByteSink head = new ByteSink(512);
  private final ByteSink kept = new ByteSink(256);

  private volatile boolean closed;
  private @Nullable Selector selector;
  private @Nullable SocketChannel channel;
  private long lastUseNanos;

  /// Of the call under way.
  private long deadlineNanos;

  PlainTransport(URI url, Credentials credentials, boolean shuffleAddresses) {
    this.credentials = credentials;
    this.userInfo = Credentials.ofUserInfo(url);
    this.shuffleAddresses = shuffleAddresses;
  }

  @Override
  public HttpResponse post(URI url, byte[] body, int length, HttpHeaders headers, Duration timeout)
      throws HttpCallException, InterruptedException {
    deadlineNanos = Clock.system().nanos() + timeout.toNanos();
    writeHead(url, length, headers);
    boolean keep = false;
    try {
      SocketChannel to = connected(url);
      write(to, ByteBuffer.wrap(head.array(), 0, head.size()), ByteBuffer.wrap(body, 0, length));
      var answer = new Answer(to, url);
      HttpResponse response = answer.read();
      keep = answer.mayKeep;
      return response;
    } catch (HttpCallException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw failure(Kind.TIMEOUT, url, "no complete answer within " + timeout, e);
    } catch (IOException | ClosedSelectorException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      throw failure(Kind.CLOSED, url, String.valueOf(e.getMessage()), e);
    } finally {
      lastUseNanos = Clock.system().nanos();
      if (!keep) {
        disconnect();
      }
    }
  }

  private static HttpCallException failure(Kind kind, URI url, String why, Exception cause) {
    return new HttpCallException(kind, "cannot post to " + Urls.brief(url) + ": " + why, cause);
  }

  private void writeHead(URI url, int length, HttpHeaders headers) throws HttpCallException {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var text = new StringBuilder(512);
    text.append("POST ").append(path);
    if (url.getRawQuery() != null) {
      text.append('?').append(url.getRawQuery());
    }
    String authority = url.getRawAuthority();
    text.append(" HTTP/1.1\r\nHost: ")
        .append(authority.substring(authority.lastIndexOf('@') + 1))
        .append("\r\n");
    HttpHeaders secret;
    try {
      secret = credentials.read();
    } catch (IOException e) {
      throw failure(Kind.CREDENTIALS, url, String.valueOf(e.getMessage()), e);
    }
    if (!secret.contains("Authorization")) {
      userInfo.ifPresent(value -> append(text, "Authorization", value));
    }
    secret.forEach(entry -> append(text, entry.name(), entry.value()));
    headers.forEach(entry -> append(text, entry.name(), entry.value()));
    text.append("Content-Length: ").append(length).append("\r\n\r\n");
    head.clear();
    head.put(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private SocketChannel connected(URI url) throws IOException {
    SocketChannel present = channel;
    if (present != null && Clock.system().nanos() - lastUseNanos > IDLE_CHECK_NANOS) {
      input.clear();
      if (hasHungUp(present)) {
        disconnect();
        present = null;
      }
    }
    return present == null ? connect(url) : present;
  }

  /// Between two calls nothing may come but the end.
  private boolean hasHungUp(SocketChannel present) {
    try {
      return present.read(input) != 0;
    } catch (IOException _) {
      return true;
    }
  }

  private SocketChannel connect(URI url) throws IOException {
    int port = url.getPort() < 0 ? 80 : url.getPort();
    List<InetAddress> addresses;
    try {
      addresses = Arrays.asList(InetAddress.getAllByName(url.getHost()));
    } catch (UnknownHostException e) {
      throw failure(Kind.CONNECT, url, "unknown host", e);
    }
    if (shuffleAddresses) {
      Collections.shuffle(addresses);
    }
    IOException last = null;
    for (int i = 0; i < addresses.size(); i++) {
      // An address that swallows packets must not use up the time of those behind it.
      long left = deadlineNanos - Clock.system().nanos();
      long until = Clock.system().nanos() + left / (addresses.size() - i);
      try {
        return connect(new InetSocketAddress(addresses.get(i), port), until);
      } catch (IOException e) {
        disconnect();
        last = e;
      }
    }
    if (last instanceof SocketTimeoutException) {
      throw last;
    }
    String why = last == null ? "no address" : String.valueOf(last.getMessage());
    throw failure(Kind.CONNECT, url, why, last == null ? new IOException(why) : last);
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

  private void write(SocketChannel to, ByteBuffer... parts) throws IOException {
    long left = 0;
    for (ByteBuffer part : parts) {
      left += part.remaining();
    }
    while (left > 0) {
      long written = to.write(parts);
      left -= written;
      if (written == 0) {
        await(SelectionKey.OP_WRITE, deadlineNanos);
      }
    }
  }

  private void await(int operation, long untilNanos) throws IOException {
    Selector mine = selector;
    if (mine == null || closed) {
      throw new IOException("closed");
    }
    long leftMs = (untilNanos - Clock.system().nanos() + 999_999) / 1_000_000;
    if (leftMs <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    for (SelectionKey key : mine.keys()) {
      if (key.interestOps() != operation) {
        key.interestOps(operation);
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
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }

  /// Reads one answer, strictly: what is not HTTP/1 is an error, and only an answer whose end is
  /// certain leaves the connection usable.
  private final class Answer {
    private final SocketChannel from;
    private final URI url;
    boolean mayKeep;
    private int start;
    private int end;
    private boolean truncated;

    Answer(SocketChannel from, URI url) {
      this.from = from;
      this.url = url;
      input.clear();
      kept.clear();
    }

    HttpResponse read() throws IOException {
      int status;
      HttpHeaders headers;
      do {
        int headEnd = readHead();
        String[] lines =
            new String(input.array(), start, headEnd - start, StandardCharsets.ISO_8859_1)
                .split("\r\n", -1);
        status = status(lines[0]);
        headers = headers(lines);
        start = headEnd + 4;
      } while (status >= 100 && status < 200 && status != 101);
      readBody(status, headers);
      return new HttpResponse(status, headers, kept.toByteArray(), truncated, url);
    }

    private int readHead() throws IOException {
      int scanned = start;
      while (true) {
        for (int i = scanned; i + 4 <= end; i++) {
          byte[] b = input.array();
          if (b[i] == '\r' && b[i + 1] == '\n' && b[i + 2] == '\r' && b[i + 3] == '\n') {
            return i;
          }
        }
        scanned = Math.max(start, end - 3);
        if (end >= 4 && start == 0 && !looksLikeHttp()) {
          throw failure(Kind.MALFORMED, url, "the answer is not HTTP/1", new IOException());
        }
        if (end == input.capacity()) {
          throw failure(Kind.MALFORMED, url, "the answer's head is too large", new IOException());
        }
        fill();
      }
    }

    private boolean looksLikeHttp() {
      byte[] b = input.array();
      return b[0] == 'H' && b[1] == 'T' && b[2] == 'T' && b[3] == 'P';
    }

    private int status(String line) throws HttpCallException {
      // HTTP/1.1 204 No Content
      boolean valid =
          line.length() >= 12
              && line.startsWith("HTTP/1.")
              && line.charAt(8) == ' '
              && line.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
              && (line.length() == 12 || line.charAt(12) == ' ');
      if (!valid) {
        throw failure(Kind.MALFORMED, url, "invalid status line", new IOException());
      }
      return Integer.parseInt(line.substring(9, 12));
    }

    private HttpHeaders headers(String[] lines) throws HttpCallException {
      var headers = HttpHeaders.builder();
      try {
        for (int i = 1; i < lines.length; i++) {
          int colon = lines[i].indexOf(':');
          if (colon <= 0) {
            throw new IllegalArgumentException("line without name");
          }
          headers.add(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        return headers.build();
      } catch (IllegalArgumentException e) {
        throw failure(Kind.MALFORMED, url, "invalid header: " + e.getMessage(), e);
      }
    }

    private void readBody(int status, HttpHeaders headers) throws IOException {
      boolean close = "close".equalsIgnoreCase(headers.first("Connection"));
      List<String> lengths = headers.all("Content-Length");
      List<String> codings = headers.all("Transfer-Encoding");
      if (status == 204 || status == 304) {
        mayKeep = !close && start == end;
      } else if (!codings.isEmpty()) {
        if (!lengths.isEmpty() || !codings.equals(List.of("chunked"))) {
          throw failure(Kind.MALFORMED, url, "ambiguous length of body", new IOException());
        }
        mayKeep = readChunks() && !close && start == end;
      } else if (lengths.size() == 1) {
        mayKeep = readBytes(length(lengths.getFirst())) && !close && start == end;
      } else if (lengths.isEmpty()) {
        readUntilClosed();
      } else {
        throw failure(Kind.MALFORMED, url, "ambiguous length of body", new IOException());
      }
    }

    private long length(String text) throws HttpCallException {
      if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(Character::isDigit)) {
        throw failure(Kind.MALFORMED, url, "invalid Content-Length", new IOException());
      }
      return Long.parseLong(text);
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

    private boolean readChunks() throws IOException {
      long total = 0;
      while (true) {
        long size = chunkSize(line());
        if (size == 0) {
          while (!line().isEmpty()) {
            // Trailers say nothing that we need.
          }
          return true;
        }
        total += size;
        if (!readBytes(size) || total > MAX_DRAIN_BYTES) {
          truncated = true;
          return false;
        }
        if (!line().isEmpty()) {
          throw failure(Kind.MALFORMED, url, "invalid chunk", new IOException());
        }
      }
    }

    private long chunkSize(String line) throws HttpCallException {
      int end = line.indexOf(';') < 0 ? line.length() : line.indexOf(';');
      try {
        String digits = line.substring(0, end).strip();
        if (digits.isEmpty() || digits.length() > 15 || digits.charAt(0) == '-') {
          throw new NumberFormatException(digits);
        }
        return Long.parseLong(digits, 16);
      } catch (NumberFormatException e) {
        throw failure(Kind.MALFORMED, url, "invalid chunk size", e);
      }
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      while (true) {
        if (start == end) {
          fill();
        }
        byte b = input.array()[start++];
        if (b == '\n' && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
          return line.substring(0, line.length() - 1);
        }
        if (line.length() > 1024) {
          throw failure(Kind.MALFORMED, url, "endless line", new IOException());
        }
        line.append((char) (b & 0xFF));
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
      int room = Math.min(bytes, MAX_BODY_BYTES - kept.size());
      kept.put(input.array(), start, room);
      start += bytes;
      truncated |= room < bytes;
    }

    private void fill() throws IOException {
      if (!fillUnlessEnded()) {
        throw new IOException("connection closed before the end of the answer");
      }
    }

    private boolean fillUnlessEnded() throws IOException {
      if (start == end && start > 0) {
        start = 0;
        end = 0;
      }
      input.limit(input.capacity()).position(end);
      int read;
      while ((read = from.read(input)) == 0) {
        await(SelectionKey.OP_READ, deadlineNanos);
      }
      end = input.position();
      return read > 0;
    }
  }
}
