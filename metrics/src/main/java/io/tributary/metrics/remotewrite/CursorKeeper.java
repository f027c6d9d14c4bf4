package io.tributary.metrics.remotewrite;

import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.CursorStore;
import io.tributary.metrics.wal.WalPosition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes a destination's place in the log after each acknowledgement, so that a killed process
/// repeats no more than what was on its way. The log forces it before it deletes anything; nobody
/// who sends waits for that.
///
/// Guarded by this: a courier sends nothing more before its acknowledgement is noted.
final class CursorKeeper {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  private final String name;
  private final CursorStore store;
  private final QuietLog quiet;
  private final Lanes lanes;
  private final int mappingHash;
  private final long origin;

  /// What earlier runs of the process, and shards before the present ones, delivered out of order.
  /// Written under this lock.
  private volatile Delivered earlier;

  private @Nullable WalPosition noted;

  /// @param isStored whether the place of the lanes is what the store has
  /// @param origin identifies where the destination sends to, for [Delivered#origin]
  CursorKeeper(
      String name,
      CursorStore store,
      Clock clock,
      Lanes lanes,
      boolean isStored,
      Delivered earlier,
      int mappingHash,
      long origin) {
    this.name = name;
    this.store = store;
    this.quiet = new QuietLog(clock);
    this.lanes = lanes;
    this.earlier = earlier;
    this.mappingHash = mappingHash;
    this.origin = origin;
    if (isStored) {
      noted = lanes.taken();
    }
  }

  Delivered earlier() {
    return earlier;
  }

  /// The shards are at rest and will be divided anew: what they know stays known.
  synchronized void keep() {
    Lanes.Place place = lanes.place();
    if (place.isAhead()) {
      earlier = earlier.after(place.before().sequence()).with(new Delivered.Layer(place.shards()));
    }
  }

  /// Notes how far all shards got.
  synchronized void save() {
    Lanes.Place place = lanes.place();
    earlier = earlier.after(place.before().sequence());
    if (!place.isAhead() && place.before().equals(noted)) {
      return;
    }
    Delivered delivered = new Delivered(origin, mappingHash, earlier.layers());
    if (place.isAhead()) {
      delivered = delivered.with(new Delivered.Layer(place.shards()));
    }
    try {
      store.note(place.before(), delivered.encode(CursorStore.MAX_EXTRA_BYTES));
      noted = place.before();
    } catch (IOException e) {
      // Nothing is lost: until it can be noted, a restart repeats what came since.
      quiet.warn(
          log,
          "cursor",
          "cannot note how far remote_write \"%s\" got: %s".formatted(name, IoReason.of(e)));
    }
  }
}
