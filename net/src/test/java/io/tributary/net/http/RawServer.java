package io.tributary.net.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that says exactly what a test tells it to say, byte by byte.
public final class RawServer implements AutoCloseable {
  /// What to do with one connection; it is closed afterwards.
  @FunctionalInterface
  public interface Script {
    void play(Conversation with) throws Exception;
  }

  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public RawServer(Script script) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (true) {
            Socket socket;
            try {
              socket = listener.accept();
            } catch (IOException closed) {
              return;
            }
            sockets.add(socket);
            accepted.incrementAndGet();
            Thread.ofVirtual().start(() -> serve(script, socket));
          }
        });
  }

  private void serve(Script script, Socket socket) {
    try (socket) {
      script.play(new Conversation(socket));
    } catch (Exception gone) {
      // The client left; what it made of it is the test's business.
      return;
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /// Connections so far.
  public int accepted() {
    return accepted.get();
  }

  /// Heads of all requests that were read, in order.
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) socket.close();
  }

  /// One connection, seen from the server.
  public final class Conversation {
    private final Socket socket;

    private Conversation(Socket socket) {
      this.socket = socket;
    }

    public Socket socket() {
      return socket;
    }

    /// Reads one request head; throws where the client closed instead.
    public String readHead() throws IOException {
      var head = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      int end = 0;
      while (end < 4) {
        int b = in.read();
        if (b < 0) throw new IOException("closed by the client");
        head.write(b);
        end = b == "\r\n\r\n".charAt(end) ? end + 1 : b == '\r' ? 1 : 0;
      }
      var text = head.toString(StandardCharsets.ISO_8859_1);
      requests.add(text);
      return text;
    }

    public void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /// Closes with a reset instead of a regular end.
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /// Waits until the client closes.
    public void untilClosed() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        // Whatever it still says.
      }
    }
  }
}
