package io.tributary.cluster.sharing;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop on a virtual thread. What a task throws is logged and counted, and the next one runs,
/// also behind an error: whoever does not answer keeps what it has from all others. Where memory is
/// exhausted, the process ends by itself (`-XX:+ExitOnOutOfMemoryError`).
public final class LoopThread implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

  /// Messages of others that wait at most. Few: where they come from, many wait already.
  static final int MAX_WAITING = 64;

  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final Clock clock;
  private final LongAdder failures;
  private final Thread thread;

  // Guarded by this.
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long count;
  private boolean isClosed;

  private record Task(long atNanos, long number, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int order = Long.signum(atNanos - other.atNanos);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  /// @param failures counts the tasks that threw something
  public LoopThread(String name, Clock clock, LongAdder failures) {
    this.clock = clock;
    this.failures = failures;
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  @Override
  public long nanos() {
    return clock.nanos();
  }

  @Override
  public long wallMs() {
    return clock.wallMs();
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public void executeWhenRoom(Runnable task) {
    try {
      room.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    boolean isAdded =
        add(
            Duration.ZERO,
            () -> {
              room.release();
              task.run();
            });
    if (!isAdded) {
      room.release(); // Closed: nobody waits for that any more.
    }
  }

  @Override
  public void after(Duration delay, Runnable task) {
    var _ = add(delay, task);
  }

  /// Whether it is still open.
  private boolean add(Duration delay, Runnable task) {
    synchronized (this) {
      if (isClosed) {
        return false;
      }
      tasks.add(new Task(clock.nanos() + delay.toNanos(), count++, task));
    }
    LockSupport.unpark(thread);
    return true;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      Task task = nextDue();
      if (task == null) {
        clock.parkUntil(wakeNanos());
        continue;
      }
      try {
        task.run.run();
      } catch (RuntimeException | Error e) {
        failures.increment();
        LOG.atError().setCause(e).log("BUG: a task of the cluster failed");
      }
    }
  }

  private synchronized @Nullable Task nextDue() {
    Task first = tasks.peek();
    return first != null && first.atNanos - clock.nanos() <= 0 ? tasks.poll() : null;
  }

  private synchronized long wakeNanos() {
    Task first = tasks.peek();
    return first == null ? clock.nanos() + IDLE_NANOS : first.atNanos;
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      tasks.clear();
    }
    thread.interrupt();
    room.release(MAX_WAITING);
  }
}
