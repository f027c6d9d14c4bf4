package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.cli.CommandLine;
import io.tributary.base.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// An agent as the command line starts it, in this process, with its log at `debug`.
final class RunningAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Answers of an agent that is up: to those who may ask, and to the others.
  private static final Set<Integer> READY = Set.of(200, 302, 401);

  private static final int READ_TIMEOUT_MS = 10_000;

  private final int port;
  private final String readyPath;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Thread thread;
  private volatile int exitCode = -1;

  private RunningAgent(int port, String readyPath, List<String> arguments) {
    this.port = port;
    this.readyPath = readyPath;
    var stream = new PrintStream(log, true, StandardCharsets.UTF_8);
    thread =
        Thread.ofPlatform()
            .name("agent-under-test")
            .start(() -> exitCode = CommandLine.run(arguments, stream, stream));
  }

  /// A port that was free a moment ago.
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Starts a command that listens on `port` of loopback, and waits until it is ready.
  static RunningAgent start(int port, String readyPath, List<String> arguments) {
    var agent = new RunningAgent(port, readyPath, arguments);
    agent.await("ready", () -> agent.hasEnded() || READY.contains(agent.status("GET", readyPath)));
    assertThat(agent.hasEnded()).as(agent.log()).isFalse();
    return agent;
  }

  /// `tributary prometheus` with a file, and with more flags.
  static RunningAgent prometheus(int port, Path file, Path data, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "prometheus",
                "--config.file=" + file,
                "--web.listen-address=127.0.0.1:" + port,
                "--storage.agent.path=" + data));
    arguments.addAll(List.of(more));
    return start(port, "/-/ready", arguments);
  }

  int port() {
    return port;
  }

  private boolean hasEnded() {
    return !thread.isAlive();
  }

  /// Everything that was logged and printed until now.
  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /// Waits until something holds; the log is the message where it does not come to hold.
  void await(String what, BooleanSupplier holds) {
    Clock clock = Clock.system();
    long patience = clock.nanos() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(clock.nanos() - patience).as(what + "\n" + log()).isNegative();
      clock.parkUntil(clock.nanos() + 20_000_000);
    }
  }

  /// The answer to raw bytes, head and body, as far as it comes before the connection ends.
  String send(String request) {
    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(READ_TIMEOUT_MS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().transferTo(answer);
    } catch (SocketTimeoutException | SocketException _) {
      // What came until then is the answer.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /// One request without a body; HTTP/1.0 where nothing else is said, so that bodies come in one
  /// piece.
  String ask(String method, String target, String... headers) {
    var request = new StringBuilder(method + " " + target + " HTTP/1.0\r\n");
    if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
      request.append("Host: 127.0.0.1:").append(port).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return send(request.append("\r\n").toString());
  }

  /// The status of one request; 0 where there is no answer.
  int status(String method, String target, String... headers) {
    String answer = ask(method, target, headers);
    return answer.matches("(?s)HTTP/1\\.[01] \\d{3}.*") ? Integer.parseInt(answer, 9, 12, 10) : 0;
  }

  String body(String target) {
    String answer = ask("GET", target);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  boolean isReady() {
    return status("GET", readyPath) == 200;
  }

  /// Stops it as a service manager does. Only once it is ready: its handler is in place then.
  @Override
  public void close() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal
          .getMethod("raise", signal)
          .invoke(null, signal.getConstructor(String.class).newInstance("TERM"));
      thread.join(PATIENCE);
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(exitCode).as(log()).isZero();
  }
}
