package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.CursorStore;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalPosition;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores a destination's place in the log: noted after each acknowledgement, so that a killed
/// process repeats no more than what was on its way, and forced now and then, before the log may
/// delete anything.
///
/// Guarded by this, also while the disk takes its time: a courier sends nothing more before its
/// acknowledgement is noted. The reader only looks by when [#isDue].
final class CursorKeeper {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// A force costs a disk write; a note does not.
  private static final long FORCE_NANOS = Courier.seconds(1);

  private final String name;
  private final Wal wal;
  private final CursorStore store;
  private final Clock clock;
  private final QuietLog quiet;
  private final Lanes lanes;
  private final int mappingHash;
  private final long origin;

  /// What earlier runs of the process delivered out of order. Written under this lock.
  private volatile Delivered earlier;

  private @Nullable WalPosition noted;
  private @Nullable WalPosition forced;
  private volatile long nextForceNanos;

  /// @param isStored whether the place of the lanes is what the store has
  /// @param origin identifies where the destination sends to, for [Delivered#origin]
  CursorKeeper(
      String name,
      Wal wal,
      CursorStore store,
      Clock clock,
      Lanes lanes,
      boolean isStored,
      Delivered earlier,
      int mappingHash,
      long origin) {
    this.name = name;
    this.wal = wal;
    this.store = store;
    this.clock = clock;
    this.quiet = new QuietLog(clock);
    this.lanes = lanes;
    this.earlier = earlier;
    this.mappingHash = mappingHash;
    this.origin = origin;
    if (isStored) {
      noted = lanes.taken();
      forced = noted;
    }
    this.nextForceNanos = clock.nanos();
  }

  Delivered earlier() {
    return earlier;
  }

  /// Whether [#save] would force; asked by the reader, which must not wait for one in vain.
  boolean isDue() {
    return clock.nanos() >= nextForceNanos;
  }

  /// Stores how far all shards got.
  synchronized void save(boolean force) {
    Lanes.Place place = lanes.place();
    earlier = earlier.after(place.before().sequence());
    boolean isNew = place.isAhead() || !place.before().equals(noted);
    boolean isDue = force || isDue();
    if (!isNew && (!isDue || Objects.equals(noted, forced))) {
      return;
    }
    Delivered delivered = new Delivered(origin, mappingHash, earlier.layers());
    if (place.isAhead()) {
      delivered = delivered.with(new Delivered.Layer(place.shards()));
    }
    try {
      write(place.before(), delivered.encode(CursorStore.MAX_EXTRA_BYTES), isDue);
    } catch (IOException e) {
      // Nothing is lost: until it can be stored, a restart repeats what came since.
      quiet.warn(
          log,
          "cursor",
          "cannot store how far remote_write \"%s\" got: %s".formatted(name, e.getMessage()));
    }
  }

  private void write(WalPosition position, byte[] extra, boolean force) throws IOException {
    if (!force) {
      store.note(position, extra);
      noted = position;
      return;
    }
    nextForceNanos = clock.nanos() + FORCE_NANOS;
    store.store(position, extra);
    noted = position;
    if (forced == null || position.compareTo(forced) > 0) {
      forced = position;
      wal.acknowledge(name, position);
    }
  }
}
