package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.CursorStore;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalPosition;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores a destination's place in the log: noted after each acknowledgement, so that a killed
/// process repeats no more than what was on its way, and forced now and then, before the log may
/// delete anything. Guarded by the caller.
final class CursorKeeper {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// A force costs a disk write; a note does not.
  private static final long FORCE_NANOS = Courier.seconds(1);

  private final String name;
  private final Wal wal;
  private final CursorStore store;
  private final Clock clock;
  private final QuietLog quiet;
  private WalPosition stored;
  private long nextForceNanos;

  CursorKeeper(String name, Wal wal, CursorStore store, Clock clock, WalPosition stored) {
    this.name = name;
    this.wal = wal;
    this.store = store;
    this.clock = clock;
    this.quiet = new QuietLog(clock);
    this.stored = stored;
    this.nextForceNanos = clock.nanos();
  }

  /// Everything before `position` is settled, and behind it what `delivered` says.
  void moved(WalPosition position, Delivered delivered, boolean force) {
    boolean due = force || clock.nanos() >= nextForceNanos;
    try {
      if (!due) {
        store.note(position, delivered.encode());
        return;
      }
      nextForceNanos = clock.nanos() + FORCE_NANOS;
      store.store(position, delivered.encode());
      if (position.compareTo(stored) > 0) {
        stored = position;
        wal.acknowledge(name, position);
      }
    } catch (IOException e) {
      // Nothing is lost: until it can be stored, a restart repeats what came since.
      quiet.warn(
          log,
          "cursor",
          "cannot store how far remote_write \"%s\" got: %s".formatted(name, e.getMessage()));
    }
  }
}
