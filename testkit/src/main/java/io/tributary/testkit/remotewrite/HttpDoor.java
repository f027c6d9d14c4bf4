package io.tributary.testkit.remotewrite;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 on plain sockets, because no HTTP server lets a test reset a connection, write garbage
/// or promise a body that never comes. One virtual thread accepts, one serves each connection.
final class HttpDoor implements AutoCloseable {
  private static final int BODY_LIMIT_BYTES = 1 << 28;

  /// A request, read to its end. Header names are in lower case.
  static final class Request {
    private final SortedMap<String, String> headers;
    private final byte[] body;

    private Request(SortedMap<String, String> headers, byte[] body) {
      this.headers = headers;
      this.body = body;
    }

    SortedMap<String, String> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }
  }

  private final ServerSocket listener;
  private final Function<Request, Answer> handler;
  private final Supplier<@Nullable Answer> early;
  private final AtomicLong written = new AtomicLong();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param early asked when the head of a request is read and its body is not: an answer is given
  ///   at once, and the connection closed; null lets the request in
  HttpDoor(
      ServerSocket listener, Function<Request, Answer> handler, Supplier<@Nullable Answer> early) {
    this.listener = listener;
    this.handler = handler;
    this.early = early;
  }

  /// Bytes of answers that the system took.
  long writtenBytes() {
    return written.get();
  }

  void open() {
    Thread.ofVirtual().name("receiver-accept").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        var socket = listener.accept();
        open.add(socket);
        if (closed.getCount() == 0) {
          socket.close();
        }
        Thread.ofVirtual().name("receiver-connection").start(() -> serve(socket));
      } catch (IOException _) {
        // The listener was closed, or a client gave up while it was being accepted.
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      var out = new BufferedOutputStream(counted(socket.getOutputStream()), 1 << 13);
      boolean keep = true;
      while (keep) {
        var headers = readHeaders(in);
        var atOnce = early.get();
        if (atOnce != null) {
          answer(atOnce, socket, in, out);
          return;
        }
        var answer = handler.apply(readBody(headers, in, out));
        boolean waits = answer.kind() != Answer.Kind.DRIP;
        keep = !waits || !closed.await(answer.delay().toNanos(), TimeUnit.NANOSECONDS);
        keep = keep && answer(answer, socket, in, out);
      }
    } catch (IOException _) {
      // The sender left, or the test ended.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private OutputStream counted(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        written.addAndGet(length);
      }
    };
  }

  private static SortedMap<String, String> readHeaders(InputStream in) throws IOException {
    line(in); // POST, or a mistake that decoding will show
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("header without colon: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static Request readBody(
      SortedMap<String, String> headers, InputStream in, OutputStream out) throws IOException {
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    var body =
        headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
            ? chunks(in)
            : exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Request(Collections.unmodifiableSortedMap(headers), body);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(exactly(in, size));
      line(in);
    }
    while (!line(in).isEmpty()) {
      // Trailers say nothing that a test asks for.
    }
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    var line = line(in);
    int extension = line.indexOf(';');
    return Integer.parseInt(extension < 0 ? line : line.substring(0, extension), 16);
  }

  private static byte[] exactly(InputStream in, int bytes) throws IOException {
    if (bytes < 0 || bytes > BODY_LIMIT_BYTES) {
      throw new IOException("body of " + bytes + " bytes");
    }
    var body = in.readNBytes(bytes);
    if (body.length < bytes) {
      throw new EOFException();
    }
    return body;
  }

  /// Returns whether the connection goes on.
  private boolean answer(Answer answer, Socket socket, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    switch (answer.kind()) {
      case RESPONSE -> {
        respond(answer, answer.rawBody().length + answer.bodyBytes(), out);
        return true;
      }
      case HANG -> untilTheSenderLeaves(in);
      case STALL -> {
        respond(answer, 1L << 40, out);
        untilTheSenderLeaves(in);
      }
      case RAW -> {
        out.write(answer.rawBody());
        out.flush();
      }
      case RESET -> socket.setSoLinger(true, 0);
      case BREAK -> {
        respond(answer, answer.rawBody().length + 1000L, out);
        socket.setSoLinger(true, 0);
      }
      case ENDLESS_HEAD -> {
        out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
        while (true) {
          out.write(("X-More: " + "y".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
      }
      case DRIP -> drip(answer, out);
    }
    return false;
  }

  private void drip(Answer answer, OutputStream out) throws IOException, InterruptedException {
    var whole = new ByteArrayOutputStream();
    respond(answer, answer.rawBody().length, whole);
    for (byte b : whole.toByteArray()) {
      if (closed.await(answer.delay().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      out.write(b);
      out.flush();
    }
  }

  private static void respond(Answer answer, long length, OutputStream out) throws IOException {
    var head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" Scripted\r\n");
    answer
        .headers()
        .forEach(header ->
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
    // RFC 9110: 1xx and 204 have no body, and no length either.
    if (answer.status() != 204) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(answer.rawBody());
    var filler = "x".repeat(1 << 13).getBytes(StandardCharsets.US_ASCII);
    for (long left = answer.bodyBytes(); left > 0; left -= filler.length) {
      out.write(filler, 0, (int) Math.min(left, filler.length));
    }
    out.flush();
  }

  private static void untilTheSenderLeaves(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // A pipelined request stays unanswered too.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    closeQuietly(listener);
    open.forEach(HttpDoor::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // It is going away in any case.
    }
  }
}
