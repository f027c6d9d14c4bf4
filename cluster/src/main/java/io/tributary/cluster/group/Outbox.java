package io.tributary.cluster.group;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages on a thread for each receiver: the library makes a sender wait while the other
/// one is slow. One that hangs holds up nobody else, and two that wait for each other would wait
/// for good.
final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /// Messages and bytes that wait for one receiver at most; what finds no room is lost and counted.
  static final int MAX_MESSAGES = 4096;

  static final long MAX_BYTES = 32 << 20;

  /// Bytes that wait for all of them at most, but that each has [#ALWAYS].
  static final long MAX_ALL_BYTES = 64 << 20;

  private static final long ALWAYS = 1 << 20;
  private static final long FLUSH_SECONDS = 5;
  private static final byte[] LAST = new byte[0];

  private final Post post;
  private final GroupCounters counters;
  private final AtomicLong bytes = new AtomicLong();
  private final Map<Address, Lane> lanes = new ConcurrentHashMap<>();

  /// May wait for the receiver.
  @FunctionalInterface
  interface Post {
    void send(Address to, byte[] content) throws Exception;
  }

  Outbox(Post post, GroupCounters counters) {
    this.post = post;
    this.counters = counters;
  }

  void add(Address to, byte[] content) {
    if (!lanes.computeIfAbsent(to, Lane::new).add(content)) {
      counters.lost.increment();
    }
  }

  /// Forgets what waits for others than these.
  void keep(Collection<Address> members) {
    lanes.forEach((to, lane) -> {
      if (!members.contains(to) && lanes.remove(to, lane)) {
        lane.end();
      }
    });
  }

  int size() {
    return lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
  }

  /// What waits for one receiver.
  private final class Lane {
    private final Address to;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_MESSAGES);
    private final AtomicLong mine = new AtomicLong();
    private final Thread thread;

    Lane(Address to) {
      this.to = to;
      thread = Thread.ofVirtual().name("cluster-send-" + to).start(this::run);
    }

    boolean add(byte[] content) {
      long all = bytes.addAndGet(content.length);
      long own = mine.addAndGet(content.length);
      boolean hasRoom = own <= MAX_BYTES && (all <= MAX_ALL_BYTES || own <= ALWAYS);
      boolean isAdded = hasRoom && waiting.offer(content);
      if (!isAdded) {
        taken(content);
      }
      return isAdded;
    }

    private void taken(byte[] content) {
      bytes.addAndGet(-content.length);
      mine.addAndGet(-content.length);
    }

    private void run() {
      try {
        while (true) {
          byte[] content = waiting.take();
          if (content == LAST) {
            return;
          }
          taken(content);
          send(content);
        }
      } catch (InterruptedException _) {
        // Closed, or the receiver has left.
      }
    }

    private void send(byte[] content) throws InterruptedException {
      try {
        post.send(to, content);
        counters.sentMessages.increment();
        counters.sentBytes.add(content.length);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        counters.failedSends.increment();
        LOG.atDebug().addKeyValue("err", e.getMessage()).log("cannot send to another agent");
      }
    }

    void end() {
      thread.interrupt();
      for (byte[] content = waiting.poll(); content != null; content = waiting.poll()) {
        taken(content);
      }
    }
  }

  /// Sends what waits, within a bound for all.
  @Override
  public void close() {
    List<Lane> all = List.copyOf(lanes.values());
    Thread flushing =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (Lane lane : all) {
                  lane.waiting.put(LAST);
                }
                for (Lane lane : all) {
                  lane.thread.join();
                }
              } catch (InterruptedException _) {
                // It takes too long.
              }
            });
    try {
      flushing.join(TimeUnit.SECONDS.toMillis(FLUSH_SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    flushing.interrupt();
    all.forEach(Lane::end);
  }
}
