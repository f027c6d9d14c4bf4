package io.tributary.cluster.group;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts connections of members only.
///
/// It is bound from the start, so that others can be told the port before the group is joined. Each
/// connection proves itself on a thread of its own: who connects and says nothing keeps nobody
/// waiting.
final class GroupServerSocket extends ServerSocket {
  private static final Logger LOG = LoggerFactory.getLogger(GroupServerSocket.class);

  /// Connections that prove themselves at a time; more than these are refused at once.
  static final int MAX_PROVING = 64;

  /// Members whose connections wait to be taken.
  private static final int MAX_ADMITTED = 256;

  private static final int PROOF_TIMEOUT_MS = 5_000;

  /// After a connection that could not be accepted: where the process has no file left to open, the
  /// next one could not either.
  private static final int PAUSE_MS = 100;

  private final Security security;
  private final GroupCounters counters;
  private final Semaphore proving = new Semaphore(MAX_PROVING);
  private final BlockingQueue<Socket> admitted = new ArrayBlockingQueue<>(MAX_ADMITTED);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean wasWarned;

  /// Nobody waits yet.
  private boolean isListening; // guarded by this

  /// @param address null for all addresses of this host
  GroupServerSocket(
      @Nullable InetAddress address, int port, Security security, GroupCounters counters)
      throws IOException {
    this.security = security;
    this.counters = counters;
    setReuseAddress(true);
    super.bind(new InetSocketAddress(address, port), MAX_PROVING);
  }

  /// It is bound.
  @Override
  public void bind(SocketAddress ignored) {}

  @Override
  public Socket accept() throws IOException {
    listen();
    try {
      return admitted.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new SocketException("closed");
    }
  }

  private synchronized void listen() {
    if (!isListening) {
      isListening = true;
      Thread.ofVirtual().name("cluster-door").start(this::admitAll);
    }
  }

  private void admitAll() {
    try {
      while (!isClosed()) {
        admitNext();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread.
    }
  }

  private void admitNext() throws InterruptedException {
    try {
      Socket socket = super.accept();
      if (proving.tryAcquire()) {
        Thread.ofVirtual().name("cluster-proof").start(() -> admit(socket));
      } else {
        refuse(socket, "too many connections at a time that prove nothing");
      }
    } catch (IOException e) {
      if (!closed.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("err", e.getMessage()).log("cannot accept a connection");
      }
    }
  }

  private void admit(Socket socket) {
    var proved = new CountDownLatch(1);
    Thread.ofVirtual().name("cluster-proof-end").start(() -> closeUnless(proved, socket));
    try {
      Socket member = security.admit(socket);
      proved.countDown();
      if (isClosed() || !admitted.offer(member)) {
        member.close();
      }
    } catch (IOException e) {
      refuse(socket, String.valueOf(e.getMessage()));
    } finally {
      proved.countDown();
      proving.release();
    }
  }

  /// For the proof as a whole: a timeout of reads would begin anew with each byte that comes.
  private static void closeUnless(CountDownLatch proved, Socket socket) {
    try {
      if (!proved.await(PROOF_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
        socket.close();
      }
    } catch (IOException | InterruptedException _) {
      // It is of no use either way.
    }
  }

  private void refuse(Socket socket, String reason) {
    counters.refused.increment();
    // Whoever scans ports must not fill the log: the first is told, the metric counts all.
    (wasWarned ? LOG.atDebug() : LOG.atWarn())
        .addKeyValue("peer", socket.getRemoteSocketAddress())
        .addKeyValue("err", reason)
        .log("refused a connection to the cluster's port");
    wasWarned = true;
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use either way.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    super.close();
    Socket waiting;
    while ((waiting = admitted.poll()) != null) {
      waiting.close();
    }
  }
}
