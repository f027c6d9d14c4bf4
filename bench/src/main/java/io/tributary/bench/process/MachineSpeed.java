package io.tributary.bench.process;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;

/// Watches how fast the machine is while agents are measured: a small fixed piece of work, twenty
/// times a second, and the CPU time that it took.
///
/// Rented machines may share their cores with others, and processors change their clock: the same
/// work was seen to take up to 1.8 times as long for minutes at a time. What two agents cost in
/// different minutes can only be compared with that beside it.
public final class MachineSpeed implements AutoCloseable {
  private static final long PAUSE_MS = 50;

  /// Steps of arithmetic and of memory, in which each waits for the one before.
  private static final int STEPS = 50_000;

  private static final int WORDS = 1 << 16;
  private static final long SEED = 42;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long[] words = new SplittableRandom(SEED).longs(WORDS).toArray();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("machine-speed").unstarted(this::watch);
  private long state = SEED;

  // Guarded by this.
  private long rounds;
  private long nanos;

  private MachineSpeed() {}

  public static MachineSpeed start() {
    var speed = new MachineSpeed();
    speed.thread.start();
    return speed;
  }

  /// All that was seen until one moment.
  public record Reading(long rounds, long nanos) {
    /// Mean microseconds of CPU time a round since `earlier`; not finite where there was none.
    public double microsSince(Reading earlier) {
      return (nanos - earlier.nanos) / 1e3 / (rounds - earlier.rounds);
    }
  }

  public synchronized Reading reading() {
    return new Reading(rounds, nanos);
  }

  private void watch() {
    try {
      while (true) {
        long start = threads.getCurrentThreadCpuTime();
        work();
        note(threads.getCurrentThreadCpuTime() - start);
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void work() {
    long at = state;
    for (int i = 0; i < STEPS; i++) {
      at ^= at << 13;
      at ^= at >>> 7;
      at ^= at << 17;
      at += words[(int) at & (WORDS - 1)];
    }
    state = at;
  }

  private synchronized void note(long cpuNanos) {
    rounds++;
    nanos += cpuNanos;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
