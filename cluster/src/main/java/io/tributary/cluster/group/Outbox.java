package io.tributary.cluster.group;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages on a thread of its own: the library makes a sender wait while the other one is
/// slow, and two that wait for each other would wait for good.
final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /// Messages and bytes that wait at most; what finds no room is lost and counted.
  static final int MAX_MESSAGES = 4096;

  static final long MAX_BYTES = 64 << 20;
  private static final long FLUSH_SECONDS = 5;

  private record Letter(@Nullable Address to, byte[] content, boolean isLast) {}

  private final JChannel channel;
  private final GroupCounters counters;
  private final BlockingQueue<Letter> waiting = new ArrayBlockingQueue<>(MAX_MESSAGES);
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread;

  Outbox(JChannel channel, GroupCounters counters) {
    this.channel = channel;
    this.counters = counters;
    thread = Thread.ofVirtual().name("cluster-send").start(this::run);
  }

  /// To all others where `to` is null.
  void add(@Nullable Address to, byte[] content) {
    if (bytes.addAndGet(content.length) > MAX_BYTES
        || !waiting.offer(new Letter(to, content, false))) {
      bytes.addAndGet(-content.length);
      counters.lost.increment();
    }
  }

  int size() {
    return waiting.size();
  }

  private void run() {
    try {
      while (true) {
        Letter letter = waiting.take();
        if (letter.isLast) {
          return;
        }
        bytes.addAndGet(-letter.content.length);
        send(letter);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void send(Letter letter) {
    try {
      channel.send(new BytesMessage(letter.to, letter.content));
      counters.sentMessages.increment();
      counters.sentBytes.add(letter.content.length);
    } catch (Exception e) {
      counters.failedSends.increment();
      LOG.atDebug().addKeyValue("err", e.getMessage()).log("cannot send to another agent");
    }
  }

  /// Sends what waits, within a bound.
  @Override
  public void close() {
    try {
      boolean isTold =
          waiting.offer(new Letter(null, new byte[0], true), FLUSH_SECONDS, TimeUnit.SECONDS);
      if (isTold) {
        thread.join(TimeUnit.SECONDS.toMillis(FLUSH_SECONDS));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
