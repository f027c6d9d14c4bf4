package io.tributary.bench.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Keeps every processor from going to sleep while agents are measured, with loops that run only
/// where nothing else wants to (`SCHED_IDLE`).
///
/// A processor that naps between two scrapes wakes up with a low clock and cold caches, and a
/// virtual one may have been given to somebody else meanwhile: the same work then takes up to 1.8
/// times as long, in one lap and not in the next. The loops end with the race, however that ends.
public final class AwakeProcessors implements AutoCloseable {
  private static final String LOOP =
      "i=0; while :; do i=$((i+1)); [ $i -lt 500000 ] || { i=0; kill -0 PARENT || exit; }; done";

  /// A `chrt` that may not do it has ended by then.
  private static final long REFUSAL_MS = 100;

  private final List<Process> loops;

  private AwakeProcessors(List<Process> loops) {
    this.loops = loops;
  }

  /// One loop for each processor; none where `chrt` is missing or not allowed to.
  public static AwakeProcessors keep() throws InterruptedException {
    var loops = new ArrayList<Process>();
    String loop = LOOP.replace("PARENT", Long.toString(ProcessHandle.current().pid()));
    try {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        loops.add(
            new ProcessBuilder("chrt", "--idle", "0", "sh", "-c", loop)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
      }
    } catch (IOException _) {
      // Without util-linux the race runs on processors that sleep.
    }
    for (Process one : loops) {
      one.waitFor(REFUSAL_MS, TimeUnit.MILLISECONDS);
    }
    return new AwakeProcessors(loops);
  }

  /// What a report says of it.
  public String sentence() {
    return count() == Runtime.getRuntime().availableProcessors()
        ? "Loops of idle priority kept the processors awake."
        : "Nothing kept the processors awake (chrt of util-linux is not here, or may not).";
  }

  /// Loops that run.
  long count() {
    return loops.stream().filter(Process::isAlive).count();
  }

  @Override
  public void close() {
    loops.forEach(Process::destroyForcibly);
    loops.forEach(loop -> loop.onExit().join());
  }
}
