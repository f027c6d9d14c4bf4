package io.tributary.agent.agentctl;

import io.tributary.base.time.Clock;
import java.io.PrintStream;
import java.time.Duration;

/// One line of a terminal that says how far something is. Belongs to one thread.
public final class Progress {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final Clock clock;
  private final boolean isShown;
  private long nextNanos;
  private boolean isThere;

  /// `isShown` is whether a person watches.
  public Progress(PrintStream out, Clock clock, boolean isShown) {
    this.out = out;
    this.clock = clock;
    this.isShown = isShown;
    nextNanos = clock.nanos();
  }

  public boolean isShown() {
    return isShown;
  }

  /// `done` of `total`, as often as a person can read.
  void show(String what, long done, long total) {
    if (!isShown || clock.nanos() - nextNanos < 0) {
      return;
    }
    nextNanos = clock.nanos() + PAUSE_NANOS;
    long percent = total == 0 ? 100 : 100 * done / total;
    out.print(CLEAR + what + " " + done + " of " + total + " (" + percent + " %)");
    out.flush();
    isThere = true;
  }

  /// Takes the line away.
  void clear() {
    if (isThere) {
      out.print(CLEAR);
      out.flush();
      isThere = false;
    }
  }
}
