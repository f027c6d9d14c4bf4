package io.tributary.testkit.network;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A network between clients and a server on loopback that is slow, or cut, on demand.
public final class Relay implements AutoCloseable {
  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile long delayNanos;
  private volatile boolean isCut;

  public Relay(int target) throws IOException {
    this(InetAddress.getLoopbackAddress(), target);
  }

  /// Listens at an address of this machine that others reach: of a [NetworkLab], say.
  public Relay(InetAddress address, int target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, address);
    Thread.ofVirtual().start(this::accept);
  }

  /// `ADDRESS:PORT`
  public String endpoint() {
    return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  /// Of each piece of data, in each direction.
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /// Ends all connections, and new ones at once, until [#mend].
  public void cut() {
    isCut = true;
    sockets.forEach(Relay::end);
  }

  public void mend() {
    isCut = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        if (isCut) {
          end(from);
          continue;
        }
        Socket to = connect(from);
        sockets.add(from);
        sockets.add(to);
        Thread.ofVirtual().start(() -> copy(from, to));
        Thread.ofVirtual().start(() -> copy(to, from));
      } catch (IOException _) {
        // The target is down, or this has ended.
      }
    }
  }

  /// Where the target is down, so is the relay.
  private Socket connect(Socket from) throws IOException {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      end(from);
      throw e;
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    Clock clock = Clock.system();
    try {
      int read;
      while ((read = from.getInputStream().read(buffer)) > 0) {
        clock.sleepUntil(clock.nanos() + delayNanos);
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException _) {
      // Cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
