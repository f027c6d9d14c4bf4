package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.remotewrite.ColumnMapping.Mapped;
import io.tributary.metrics.wal.WalPosition;
import io.tributary.metrics.wal.WalReader;
import io.tributary.model.layout.ScrapeColumn;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Reads the log for one destination and spreads what it holds over the shards: fresh data record
/// by record, a backlog in windows that are sent series by series. Owned by the reader's thread.
final class Intake {
  /// Older than this when it is read, data is backlog and is sent series by series.
  private static final long BACKLOG_AGE_MS = 20_000;

  /// So is whatever has so much behind it as comes in within this time: the same targets are in it
  /// again, and the sender is not keeping up.
  private static final long BACKLOG_NANOS = Courier.seconds(2);

  /// Fewer samples are no backlog before they are old.
  private static final long FEWEST_SAMPLES = 20_000;

  /// Whoever reads has to look around, too.
  private static final long LONGEST_WAIT_MS = 500;

  private final WalReader reader;
  private final Lanes lanes;
  private final CursorKeeper cursor;
  private final ColumnMapping mapping;
  private final Settlement settlement;
  private final SenderMetrics.PerDestination metrics;
  private final MetadataSender metadata;
  private final Clock clock;
  private final int maxSamples;
  private final long maxBytes;

  /// The reader stands on a record that was not taken.
  private boolean stands;

  private volatile long newestMs = Long.MIN_VALUE;

  /// With so many samples behind it a record is backlog.
  private double backlogSamples = FEWEST_SAMPLES;

  /// Everything that it is made from.
  record Parts(
      WalReader reader,
      Lanes lanes,
      CursorKeeper cursor,
      ColumnMapping mapping,
      Settlement settlement,
      SenderMetrics.PerDestination metrics,
      MetadataSender metadata,
      Clock clock) {}

  /// @param maxBytes most memory of what is read ahead
  Intake(Parts parts, int maxSamples, long maxBytes) {
    reader = parts.reader;
    lanes = parts.lanes;
    cursor = parts.cursor;
    mapping = parts.mapping;
    settlement = parts.settlement;
    metrics = parts.metrics;
    metadata = parts.metadata;
    clock = parts.clock;
    this.maxSamples = maxSamples;
    this.maxBytes = maxBytes;
  }

  /// The newest timestamp that was read; callable from any thread.
  long newestMs() {
    return newestMs;
  }

  /// So much comes into the log.
  void ingest(double samplesPerNano) {
    backlogSamples = Math.max(FEWEST_SAMPLES, samplesPerNano * BACKLOG_NANOS);
  }

  /// Reads until `enough` says so, or no more can be taken for now; false at the end of the log.
  boolean read(BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
      if (!stands && !advance()) {
        return false;
      }
      boolean went = isBacklog() ? readWindow() : readRecord();
      if (!went) {
        return true;
      }
    }
    return true;
  }

  private boolean advance() {
    stands = reader.next();
    if (!stands) {
      // Behind what was lost where the log ended, and nothing has come since.
      lanes.taken(reader.position());
    }
    return stands;
  }

  private boolean isBacklog() {
    return reader.samplesBehind() >= backlogSamples
        || clock.wallMs() - reader.timestampMs() > BACKLOG_AGE_MS;
  }

  /// Takes the record that the reader stands on into its shard; false where that takes no more.
  private boolean readRecord() {
    var shards = lanes.shards();
    Shard shard = shards.get(Delivered.shardOf(reader.stream(), shards.size()));
    if (shards.size() > 1 && !lanes.hasRoom(shard)) {
      metrics.enqueueRetriesTotal.inc();
      // Nothing can be added while this waits, so what the others have collected goes out.
      sealAll();
      if (!lanes.awaitRoom(shard)) {
        return false;
      }
    }
    take(shard, null);
    return true;
  }

  /// Reads a stretch of backlog, up to the bound on memory or to the end of the log: what is fresh
  /// joins the older samples of its series.
  private boolean readWindow() {
    var shards = lanes.shards();
    sealAll();
    if (shards.size() > 1 && !lanes.awaitRoomForWindow(LONGEST_WAIT_MS)) {
      return false;
    }
    // As large as can be, for the more samples a series has in it the less it takes to send them.
    // Reading is fast beside sending, so it does no harm that shards wait for one another here.
    long most = maxBytes - lanes.bytes();
    lanes.fillFrom(lanes.taken());
    var window = new Window(lanes.taken(), shards.size(), maxSamples, clock.nanos());
    do {
      take(null, window);
    } while (window.bytes() < most && advance());
    window.extendTo(lanes.taken().sequence());
    window.plan();
    shards.forEach(shard -> shard.skipTo(window.end()));
    lanes.enqueue(window);
    return true;
  }

  /// Takes the record that the reader stands on, into its shard or, where that is null, into a
  /// window.
  private void take(@Nullable Shard shard, @Nullable Window window) {
    stands = false;
    WalPosition before = lanes.taken();
    long record = reader.position().sequence();
    metadata.saw(reader.stream(), reader.layout());
    var earlier = cursor.earlier();
    int skip = earlier.layers().isEmpty() ? 0 : earlier.deliveredRows(reader.stream(), record);
    newestMs = Math.max(newestMs, reader.timestampMs()); // written by the reader alone
    if (skip == Integer.MAX_VALUE) {
      settlement.wereDelivered(reader.sampleCount());
      lanes.taken(reader.position());
      return;
    }
    Mapped mapped = mapping.map(reader);
    ScrapeColumn column = mapped.column();
    int kept = column.sampleCount();
    if (kept < reader.sampleCount()) {
      settlement.leftOut(reader.sampleCount() - kept, ColumnMapping.leftOut(reader, column));
    }
    int done = Math.min(skip, column.layout().rowCount());
    int doneSamples = done == 0 ? 0 : ColumnMapping.samplesBefore(column, done);
    settlement.wereDelivered(doneSamples);
    if (kept > doneSamples) {
      settlement.took(kept - doneSamples, Extras.of(column, done));
      if (window != null) {
        window.add(column, mapped.rowMap(), done, record, Progress.hash(reader.stream()));
      } else if (shard != null) {
        shard.add(lanes, column, mapped.rowMap(), done, record, before, clock.nanos());
      }
    }
    lanes.taken(reader.position());
  }

  /// Closes the open loads, so that they go out.
  void sealAll() {
    lanes.shards().forEach(shard -> shard.seal(lanes));
  }

  /// Closes the open loads that began before `nanos`.
  void sealBegunBefore(long nanos) {
    for (Shard shard : lanes.shards()) {
      if (shard.openSinceNanos() <= nanos) {
        shard.seal(lanes);
      }
    }
  }
}
