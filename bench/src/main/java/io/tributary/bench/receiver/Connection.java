package io.tributary.bench.receiver;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Serves one sender's connection on a thread of its own: read a request, count it, answer, repeat.
final class Connection implements Runnable {
  private static final int BODY_LIMIT_BYTES = 1 << 28;
  private static final int LINE_LIMIT_BYTES = 1 << 14;

  private final Socket socket;
  private final Receiver receiver;
  private final Counts counts;
  private final Codec codec = new Codec();
  private final Decoder decoder = new Decoder();
  private final Batch batch = new Batch();
  private final byte[] line = new byte[LINE_LIMIT_BYTES];
  private byte[] body = new byte[1 << 16];
  private boolean busy; // guarded by this: between the first byte of a request and its answer
  private boolean leaving; // guarded by this

  // The head of the request being served.
  private int length;
  private boolean chunked;
  private String encoding = "";
  private boolean versionTwo;

  Connection(Socket socket, Receiver receiver, Counts counts) {
    this.socket = socket;
    this.receiver = receiver;
    this.counts = counts;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      do {
        in.mark(1);
        if (in.read() < 0) {
          return;
        }
        in.reset();
        if (!enter()) {
          return;
        }
        readRequest(in);
        Thread.sleep(receiver.delayMs());
        var mode = receiver.mode();
        switch (mode.kind()) {
          case UP, DOWN -> answer(store());
          case REFUSING -> answer(mode.status() + " Refused\r\nContent-Length: 0\r\n");
          case HANGING -> receiver.awaitOtherThan(mode);
        }
        if (mode.kind() == Mode.Kind.HANGING) {
          return;
        }
      } while (stay());
    } catch (IOException _) {
      // The sender left, killed perhaps: what it had not sent whole was not counted.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      receiver.closed(this);
    }
  }

  private synchronized boolean enter() {
    busy = true;
    return !leaving;
  }

  private synchronized boolean stay() {
    busy = false;
    return !leaving;
  }

  /// Closes now if no request is being served, else after its answer: no sender is left guessing.
  synchronized void leave() throws IOException {
    leaving = true;
    if (!busy) {
      socket.close();
    }
  }

  private void readRequest(InputStream in) throws IOException {
    length = 0;
    chunked = false;
    encoding = "";
    versionTwo = false;
    line(in);
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      var value = header.substring(colon + 1).strip();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "content-encoding" -> encoding = value;
        case "content-type" -> versionTwo = value.contains("io.prometheus.write.v2.Request");
        default -> {}
      }
    }
    if (!chunked) {
      fill(in, 0, length);
      return;
    }
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      fill(in, length, size);
      length += size;
      line(in);
    }
    line(in);
  }

  private int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private void fill(InputStream in, int from, int size) throws IOException {
    if (size < 0 || size > BODY_LIMIT_BYTES - from) {
      throw new IOException("body of " + size + " bytes");
    }
    if (body.length < from + size) {
      body = Arrays.copyOf(body, Math.max(from + size, body.length * 2));
    }
    if (in.readNBytes(body, from, size) < size) {
      throw new EOFException();
    }
  }

  private String line(InputStream in) throws IOException {
    int size = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (size == line.length) {
        throw new IOException("header longer than " + LINE_LIMIT_BYTES + " bytes");
      }
      line[size++] = (byte) b;
    }
    return new String(line, 0, size, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private String store() {
    try {
      int size = codec.decompress(encoding, body, length);
      decoder.decode(codec.message(), size, versionTwo, batch);
      counts.add(decoder, batch, versionTwo, length, size);
    } catch (RuntimeException e) {
      counts.refused();
      return "400 Cannot decode\r\nContent-Length: 0\r\n";
    }
    if (!versionTwo) {
      return "204 No Content\r\n";
    }
    var prefix = "X-Prometheus-Remote-Write-";
    return "204 No Content\r\n"
        + (prefix + "Samples-Written: " + batch.samples + "\r\n")
        + (prefix + "Histograms-Written: " + batch.histograms + "\r\n")
        + (prefix + "Exemplars-Written: " + batch.exemplars + "\r\n");
  }

  private void answer(String head) throws IOException {
    socket
        .getOutputStream()
        .write(("HTTP/1.1 " + head + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
