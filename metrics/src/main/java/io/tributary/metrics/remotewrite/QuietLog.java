package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Logs each cause at once the first time, and at most once a minute after that, with the number of
/// times that it was not logged. Thread-safe.
final class QuietLog {
  private static final long PERIOD_NANOS = Courier.seconds(60);

  private static final class Cause {
    long nextNanos;
    long held;
  }

  private final Clock clock;
  private final Map<String, Cause> causes = new HashMap<>(); // guarded by this

  QuietLog(Clock clock) {
    this.clock = clock;
  }

  void warn(Logger log, String cause, String message) {
    log(log, Level.WARN, cause, message);
  }

  void error(Logger log, String cause, String message) {
    log(log, Level.ERROR, cause, message);
  }

  private void log(Logger log, Level level, String name, String message) {
    long held;
    synchronized (this) {
      long now = clock.nanos();
      Cause cause = causes.get(name);
      if (cause == null) {
        cause = new Cause();
        causes.put(name, cause);
      } else if (now < cause.nextNanos) {
        cause.held++;
        return;
      }
      held = cause.held;
      cause.held = 0;
      cause.nextNanos = now + PERIOD_NANOS;
    }
    String times = held == 0 ? "" : " (and " + held + " times more in the last minute)";
    log.atLevel(level).log(message + times);
  }
}
