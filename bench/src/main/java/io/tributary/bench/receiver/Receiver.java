package io.tributary.bench.receiver;

import io.tributary.bench.process.Commands;
import io.tributary.bench.process.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The receiver's process. Greets with its port and obeys:
///
/// - `stats`, `reset`, `gaps MILLIS`, `dump FILE`: see [Counts];
/// - `mode up`, `mode down`, `mode hang`, `mode status 503`: see [Mode.Kind];
/// - `delay MILLIS`: take so long for each answer.
public final class Receiver {
  public static final List<String> JVM_FLAGS =
      List.of("-Xmx4g", "-XX:+UseSerialGC", "-Xss512k", "--enable-native-access=ALL-UNNAMED");

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Counts counts;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile int delayMs;
  private Mode mode = new Mode(Mode.Kind.UP, 0); // guarded by this
  private @Nullable ServerSocket listener; // guarded by this

  private Receiver(Counts counts) throws IOException {
    this.counts = counts;
    this.port = listen(0);
  }

  public static void main(String[] arguments) throws IOException {
    var options = Options.parse(arguments, Set.of("verify"));
    var receiver = new Receiver(new Counts(options.number("verify", 16)));
    Commands.serve("port=" + receiver.port, receiver::obey);
    System.exit(0);
  }

  private String obey(String[] words) {
    return switch (words[0]) {
      case "stats" -> counts.stats();
      case "gaps" -> counts.gaps(Long.parseLong(words[1]));
      case "reset" -> {
        counts.reset();
        yield "ok=1";
      }
      case "dump" -> {
        write(Path.of(words[1]));
        yield "ok=1";
      }
      case "delay" -> {
        delayMs = Integer.parseInt(words[1]);
        yield "ok=1";
      }
      case "mode" -> {
        change(Mode.parse(words));
        yield "ok=1";
      }
      default -> throw new IllegalArgumentException("cannot obey " + words[0]);
    };
  }

  private void write(Path file) {
    try {
      Files.writeString(file, counts.dump());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int delayMs() {
    return delayMs;
  }

  synchronized Mode mode() {
    return mode;
  }

  synchronized void awaitOtherThan(Mode hanging) throws InterruptedException {
    while (mode.equals(hanging)) {
      wait();
    }
  }

  void closed(Connection connection) {
    connections.remove(connection);
  }

  private synchronized void change(Mode next) {
    try {
      mode = next;
      notifyAll();
      if (next.kind() == Mode.Kind.DOWN) {
        if (listener != null) {
          listener.close();
          listener = null;
        }
        for (var connection : connections) {
          connection.leave();
        }
      } else if (listener == null) {
        listen(port);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized int listen(int wanted) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(LOOPBACK, wanted), 512);
    listener = socket;
    Thread.ofPlatform().name("accept").daemon().start(() -> accept(socket));
    return socket.getLocalPort();
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        var connection = new Connection(socket.accept(), this, counts);
        connections.add(connection);
        if (mode().kind() == Mode.Kind.DOWN) {
          connection.leave();
        }
        Thread.ofPlatform().name("connection").daemon().start(connection);
      }
    } catch (IOException _) {
      // The listener was closed: the receiver is down.
    }
  }
}
