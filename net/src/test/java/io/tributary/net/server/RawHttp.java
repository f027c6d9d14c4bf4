package io.tributary.net.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/// Sends bytes as they are and reads what comes back.
final class RawHttp {
  private static final int PATIENCE_MS = 5_000;

  private RawHttp() {}

  /// What came back, and whether the server closed the connection by itself.
  record Exchange(String text, boolean isClosed) {
    int status() {
      return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text, 9, 12, 10) : 0;
    }
  }

  /// Everything that the server answers to `request` until it closes, or falls silent.
  static Exchange send(int port, String request) throws IOException {
    return send(port, request, PATIENCE_MS);
  }

  static Exchange send(int port, String request, int patienceMs) throws IOException {
    var answer = new StringBuilder();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(patienceMs);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      byte[] buffer = new byte[8192];
      for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
        answer.append(new String(buffer, 0, read, ISO_8859_1));
      }
      return new Exchange(answer.toString(), true);
    } catch (SocketTimeoutException e) {
      return new Exchange(answer.toString(), false);
    } catch (SocketException e) {
      return new Exchange(answer.toString(), true);
    }
  }

  /// A request of these lines, each ended as HTTP ends them, and the empty one behind them.
  static String request(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }
}
