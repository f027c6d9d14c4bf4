package io.tributary.cluster.group;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frames that wait to be written, in a line for each address; a line has a thread while something
/// waits in it. What one address cannot take holds up no other one.
///
/// What finds no room, or waits behind a frame that could not be written, is lost: the protocols
/// above send again what is still wanted.
///
/// An address that takes nothing in for too long loses its connection: whoever closes one waits
/// behind a write, and the library closes those of lost members before it tells who is left.
final class SendLines<A> {
  private static final Logger LOG = LoggerFactory.getLogger(SendLines.class);

  /// That wait for one address at most. More than flow control lets one agent send another.
  static final int MAX_FRAMES = 4096;

  static final long MAX_BYTES = 8 << 20;

  /// Bytes that wait for all of them at most, but that each has [#ALWAYS].
  static final long MAX_ALL_BYTES = 64 << 20;

  private static final long ALWAYS = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LOOK_MS = 100;

  private final Write<A> write;
  private final Duration longestWrite;
  private final GroupCounters counters;
  private final Clock clock = Clock.system();

  /// Those in which something waits, or is being written. Guarded by this, as all that is in them.
  private final Map<A, Line> lines = new HashMap<>();

  /// That wait in all lines. Guarded by this.
  private long allBytes;

  /// Guarded by this.
  private boolean isWatched;

  /// May wait for the receiver. Ends when its thread is interrupted.
  @FunctionalInterface
  interface Write<A> {
    void write(A to, byte[] frame) throws Exception;
  }

  SendLines(Write<A> write, Duration longestWrite, GroupCounters counters) {
    this.write = write;
    this.longestWrite = longestWrite;
    this.counters = counters;
  }

  private final class Line {
    final Thread thread;
    final Queue<byte[]> waiting = new ArrayDeque<>();
    long writesSinceNanos;
    long bytes;

    Line(A to) {
      thread = Thread.ofVirtual().name("cluster-line-" + to).unstarted(() -> run(to, this));
    }

    boolean add(byte[] frame) {
      boolean hasRoom = waiting.size() < MAX_FRAMES && hasRoomFor(bytes + frame.length, frame);
      if (hasRoom) {
        waiting.add(frame);
        changeBytes(frame.length);
      }
      return hasRoom;
    }

    private boolean hasRoomFor(long own, byte[] frame) {
      return own <= MAX_BYTES && (own <= ALWAYS || allBytes + frame.length <= MAX_ALL_BYTES);
    }

    void changeBytes(long by) {
      bytes += by;
      allBytes += by;
    }
  }

  synchronized void add(A to, byte[] frame) {
    Line line = lines.get(to);
    boolean isAdded = line == null ? begin(to).add(frame) : line.add(frame);
    if (!isAdded) {
      counters.lostFrames.increment();
    }
  }

  /// Its thread waits for the lock, which the caller has.
  private Line begin(A to) {
    var line = new Line(to);
    line.writesSinceNanos = clock.nanos();
    line.thread.start();
    lines.put(to, line);
    if (!isWatched) {
      isWatched = true;
      Thread.ofVirtual().name("cluster-lines").start(this::watch);
    }
    return line;
  }

  /// A socket that a virtual thread writes to is closed when that is interrupted.
  private synchronized void watch() {
    try {
      while (!lines.isEmpty()) {
        long latest = clock.nanos() - longestWrite.toNanos();
        for (Line line : lines.values()) {
          if (line.writesSinceNanos - latest < 0) {
            line.thread.interrupt();
          }
        }
        wait(LOOK_MS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      isWatched = false;
    }
  }

  private void run(A to, Line line) {
    for (byte[] frame = next(to, line); frame != null; frame = next(to, line)) {
      try {
        write.write(to, frame);
      } catch (Exception | Error e) { // The line would stay, and nobody would write what is in it.
        LOG.atDebug().addKeyValue("peer", to).addKeyValue("err", e.getMessage()).log("cannot send");
        fail(line);
      }
    }
  }

  /// Null where nothing waits any more: then the line is over.
  private synchronized byte @Nullable [] next(A to, Line line) {
    var _ = Thread.interrupted(); // Meant for the write before.
    line.writesSinceNanos = clock.nanos();
    byte[] frame = line.waiting.poll();
    if (frame == null) {
      lines.remove(to, line);
      notifyAll();
    } else {
      line.changeBytes(-frame.length);
    }
    return frame;
  }

  private synchronized void fail(Line line) {
    counters.lostFrames.add(1 + line.waiting.size());
    line.waiting.clear();
    line.changeBytes(-line.bytes);
  }

  /// Waits until everything is written, within a bound.
  synchronized void awaitEmpty() {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    try {
      for (long left = PATIENCE.toMillis(); left > 0 && !lines.isEmpty(); ) {
        wait(left);
        left = Duration.ofNanos(deadline - clock.nanos()).toMillis();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized int size() {
    return lines.size();
  }
}
