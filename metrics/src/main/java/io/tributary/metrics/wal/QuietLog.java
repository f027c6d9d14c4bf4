package io.tributary.metrics.wal;

import io.tributary.base.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/// Logs each cause once a minute at most, with the number of times that it was left out.
///
/// Thread-safe: guarded by `this`.
final class QuietLog {
  private static final long INTERVAL_NANOS = 60_000_000_000L;

  private static final class Cause {
    long nextNanos;
    long suppressed;
  }

  private final Logger logger;
  private final Clock clock;
  private final Map<String, Cause> causes = new HashMap<>();

  QuietLog(Logger logger, Clock clock) {
    this.logger = logger;
    this.clock = clock;
  }

  /// `cause` is one of a few constants of the code; `message` says what was seen.
  synchronized void warn(String cause, String message) {
    long now = clock.nanos();
    var known = causes.get(cause);
    if (known == null) {
      known = new Cause();
      causes.put(cause, known);
    } else if (now - known.nextNanos < 0) {
      known.suppressed++;
      return;
    }
    if (known.suppressed > 0) {
      logger.warn("{} ({} more of the kind since the last message)", message, known.suppressed);
    } else {
      logger.warn("{}", message);
    }
    known.suppressed = 0;
    known.nextNanos = now + INTERVAL_NANOS;
  }
}
