package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.metrics.remotewrite.ColumnMapping.Mapped;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalPosition;
import io.tributary.metrics.wal.WalReader;
import io.tributary.model.layout.ScrapeColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sender of one destination: a thread that reads the log and delivers it in rounds.
///
/// A round is what the reader collected: full batches of each shard, or those whose deadline has
/// passed, or a whole window of backlog. With one shard the reader delivers it itself; with
/// several, each shard has a thread for the length of the round. Nothing is read while a round is
/// under way, so memory is bounded by what one round may hold, and between two rounds the number of
/// shards can change without anything on its way. What a slow receiver does not take stays in the
/// log.
final class Destination {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// Older than this when it is read, data is backlog and is sent series by series.
  private static final long BACKLOG_AGE_MS = 20_000;

  /// While keeping up, wake for this much data at once: waking is what costs.
  private static final long LONGEST_NAP_NANOS = 500_000_000L;

  private final RemoteWriteSettings settings;
  private final SenderOptions options;
  private final Wal wal;
  private final WalReader reader;
  private final CursorKeeper cursor;
  private final ColumnMapping mapping;
  private final int mappingHash;
  private final DestinationGate gate;
  private final DestinationLedger ledger;
  private final SenderMetrics.PerDestination metrics;
  private final Requests requests;
  private final Transport.Factory transports;
  private final MetadataSender metadata;
  private final Clock clock;
  private final Pauses pauses;
  private final int maxSamples;
  private final Thread thread;

  /// What earlier runs of the process delivered out of order.
  private Delivered earlier;

  private volatile WalPosition readPosition;
  private final ShardController controller;

  // Written by the reader between rounds; couriers touch their own shard and save the cursor.
  // Guarded by
  // this during rounds.
  private List<Shard> shards = new ArrayList<>();
  private @Nullable Window window;

  /// The record that the reader stands on waits for a window.
  private boolean recordWaits;

  private WalPosition waitsBehind;

  /// The reader found nothing more when it looked last.
  private boolean atEnd;

  private double samplesPerNano;
  private long rateNanos;
  private long rateSamples;
  private volatile boolean draining;

  /// Everything that a destination is made from.
  record Parts(
      RemoteWriteSettings settings,
      SenderOptions options,
      Wal wal,
      WalReader reader,
      CursorKeeper cursor,
      ColumnMapping mapping,
      int mappingHash,
      DestinationGate gate,
      DestinationLedger ledger,
      SenderMetrics.PerDestination metrics,
      Requests requests,
      Transport.Factory transports,
      MetadataSender metadata,
      Clock clock,
      Pauses pauses) {}

  Destination(Parts parts, WalPosition start, Delivered earlier) {
    settings = parts.settings;
    options = parts.options;
    wal = parts.wal;
    reader = parts.reader;
    cursor = parts.cursor;
    mapping = parts.mapping;
    mappingHash = parts.mappingHash;
    gate = parts.gate;
    ledger = parts.ledger;
    metrics = parts.metrics;
    requests = parts.requests;
    transports = parts.transports;
    metadata = parts.metadata;
    clock = parts.clock;
    pauses = parts.pauses;
    maxSamples = settings.queue().maxSamplesPerSend();
    this.earlier = earlier;
    readPosition = start;
    waitsBehind = start;
    rateNanos = clock.nanos();
    rateSamples = wal.end().samples();
    controller =
        new ShardController(
            settings.queue().minShards(),
            settings.queue().maxShards(),
            clock.nanos(),
            wal.end().samples());
    partition(settings.queue().minShards());
    long base = start.samples();
    ledger.measure(
        () -> wal.end().samples() - base,
        () -> wal.end().samples() - readPosition.samples() + gate.pendingSamples.get());
    metrics.shardCountMax.set(settings.queue().maxShards());
    metrics.shardCountMin.set(settings.queue().minShards());
    metrics.capacity.set(settings.queue().capacity());
    metrics.batchSize.set(maxSamples);
    thread =
        Thread.ofPlatform()
            .name("remote-write " + settings.name())
            .daemon(true)
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  RemoteWriteSettings settings() {
    return settings;
  }

  /// Other secrets may be there: knock again at once where the destination is parked.
  void knock() {
    gate.knock();
  }

  /// Asks to deliver what is in the log and then to end; [#awaitEnd] waits for it. A failure ends
  /// it too: no attempt is repeated only because the process stops.
  void drain() {
    draining = true;
    gate.drain();
    pauses.stop();
  }

  /// Waits for the end; beyond the deadline, requests under way are given up. What was not
  /// delivered stays in the log.
  void awaitEnd(long deadlineNanos) throws InterruptedException {
    long leftMs = Math.max(1, (deadlineNanos - Clock.system().nanos()) / 1_000_000);
    thread.join(leftMs);
    while (thread.isAlive()) {
      // No interrupt: it would close the log's file under the thread.
      gate.giveUp();
      for (Shard shard : shards()) {
        shard.courier.abort();
      }
      thread.join(100);
    }
  }

  private synchronized List<Shard> shards() {
    return List.copyOf(shards);
  }

  DestinationStatus status() {
    return new DestinationStatus(
        settings.name(),
        gate.message(),
        gate.isParked(),
        gate.isParked() ? gate.parkedReason() : gate.lastError(),
        shards().size(),
        ledger.balance());
  }

  private void run() {
    try {
      while (true) {
        collect();
        if (!deliverRound()) {
          break;
        }
        if (draining && isExhausted()) {
          break;
        }
        metadata.sendIfDue(shards.getFirst().courier);
        resize();
      }
    } catch (RuntimeException e) {
      log.error("BUG: sender of remote_write \"{}\" ended", settings.name(), e);
    } finally {
      synchronized (this) {
        saveCursor(true);
      }
      shards().forEach(shard -> shard.courier.abort());
      reader.close();
    }
  }

  private boolean isExhausted() {
    return !recordWaits
        && window == null
        && shards.stream().allMatch(shard -> shard.pendingSince() == null)
        && atEnd;
  }

  /// Reads until there is something to deliver.
  private void collect() {
    while (true) {
      if (recordWaits) {
        collectWindow();
        return;
      }
      boolean more = readLive();
      if (recordWaits && hasPending()) {
        // What was read before the backlog goes out first.
        shards.forEach(Shard::seal);
        return;
      }
      if (recordWaits) {
        continue;
      }
      if (more || draining) {
        if (draining) {
          shards.forEach(Shard::seal);
        }
        return;
      }
      if (sealOverdue() || shards.stream().anyMatch(Shard::hasSealed)) {
        return;
      }
      metadata.sendIfDue(shards.getFirst().courier);
      nap();
    }
  }

  private boolean hasPending() {
    return shards.stream().anyMatch(shard -> shard.pendingSince() != null);
  }

  private boolean readNext() {
    boolean more = reader.next();
    atEnd = !more;
    return more;
  }

  /// Reads into the shards; true when a round is full, false at the end of the log.
  private boolean readLive() {
    long enough = (long) shards.size() * maxSamples;
    boolean full = isFull(enough);
    while (!full && readNext()) {
      WalPosition before = readPosition;
      if (clock.wallMs() - reader.timestampMs() > BACKLOG_AGE_MS) {
        recordWaits = true;
        waitsBehind = before;
        return false;
      }
      take(before, null);
      full = isFull(enough);
    }
    return full;
  }

  private boolean isFull(long enough) {
    if (shards.size() == 1) {
      return shards.getFirst().hasSealed();
    }
    long samples = 0;
    long bytes = 0;
    boolean anySealed = false;
    for (Shard shard : shards) {
      int mine = shard.samples();
      if (mine > settings.queue().capacity() + maxSamples) {
        return true;
      }
      samples += mine;
      bytes += shard.bytes();
      anySealed |= shard.hasSealed();
    }
    return (anySealed && samples >= enough) || bytes >= options.readAheadBytes();
  }

  /// Reads a stretch of backlog, up to the bound on memory or to where the data is fresh again.
  private void collectWindow() {
    var filling = new Window(waitsBehind, shards.size(), maxSamples, clock.nanos());
    WalPosition before = waitsBehind;
    do {
      take(before, filling);
      filling.extendTo(readPosition.sequence());
      before = readPosition;
      recordWaits = false;
      if (filling.bytes() >= options.readAheadBytes() || !readNext()) {
        break;
      }
      recordWaits = true;
      waitsBehind = before;
    } while (clock.wallMs() - reader.timestampMs() > BACKLOG_AGE_MS);
    // The record that ended the window is fresh: it is read already and goes to the shards.
    if (recordWaits) {
      recordWaits = false;
      fresh = true;
    }
    filling.plan();
    synchronized (this) {
      window = filling;
    }
  }

  /// The reader stands on a record behind the window that was not taken.
  private boolean fresh;

  /// Takes the record that the reader stands on, into the window or, where that is null, into its
  /// shard.
  private void take(WalPosition before, @Nullable Window into) {
    long record = reader.position().sequence();
    int taken = reader.sampleCount();
    metadata.saw(reader.stream(), reader.layout());
    int skip =
        earlier.layers().isEmpty()
            ? 0
            : earlier.deliveredRows(reader.stream(), record, mappingHash);
    if (skip == Integer.MAX_VALUE) {
      ledger.deliver(taken);
      readPosition = reader.position();
      return;
    }
    Mapped mapped = mapping.map(reader);
    ScrapeColumn column = mapped.column();
    int kept = column.sampleCount();
    int done = Math.min(skip, column.layout().rowCount());
    int doneSamples = done == 0 ? 0 : ColumnMapping.samplesBefore(column, done);
    if (kept < taken) {
      ledger.drop("dropped_series", taken - kept);
      metrics.dropSamples("dropped_series", taken - kept);
    }
    ledger.deliver(doneSamples);
    int left = kept - doneSamples;
    if (left > 0) {
      gate.pendingSamples.addAndGet(left);
      if (into != null) {
        into.add(column, mapped.rowMap(), done, record);
      } else {
        shards
            .get(Delivered.shardOf(column.stream(), shards.size()))
            .add(column, mapped.rowMap(), done, record, before, clock.nanos());
      }
    }
    readPosition = reader.position();
    newestMs = Math.max(newestMs, reader.timestampMs());
  }

  private long newestMs = Long.MIN_VALUE;

  /// Seals batches that have waited for their deadline; true when there was one.
  private boolean sealOverdue() {
    long deadlineNanos = settings.queue().batchSendDeadline().toNanos();
    boolean any = false;
    for (Shard shard : shards) {
      if (shard.openSinceNanos() != Long.MAX_VALUE
          && clock.nanos() - shard.openSinceNanos() >= deadlineNanos) {
        shard.seal();
        any = true;
      }
    }
    return any;
  }

  /// Sleeps until about half a second's worth of data, or a batch, can be read, or an open batch is
  /// due.
  private void nap() {
    measureRate();
    long now = clock.nanos();
    long due = now + Courier.seconds(1);
    long missing = 0;
    for (Shard shard : shards) {
      if (shard.openSinceNanos() != Long.MAX_VALUE) {
        due =
            Math.min(due, shard.openSinceNanos() + settings.queue().batchSendDeadline().toNanos());
      }
      missing += Math.max(1, maxSamples - shard.openSamples());
    }
    long wanted = Math.max(missing, (long) (samplesPerNano * LONGEST_NAP_NANOS));
    long until = Math.max(due, now + 1_000_000);
    if (!draining) {
      pauses.run(() -> reader.awaitSamples(wanted, until));
    }
  }

  private void measureRate() {
    long now = clock.nanos();
    long end = wal.end().samples();
    if (now - rateNanos >= Courier.seconds(1)) {
      samplesPerNano = (double) (end - rateSamples) / (now - rateNanos);
      rateNanos = now;
      rateSamples = end;
    }
    if (newestMs > Long.MIN_VALUE) {
      metrics.highestSeconds.set((double) Math.floorDiv(newestMs, 1000));
    }
  }

  /// Delivers what was collected; false when the destination stops and something is left in the
  /// log.
  private boolean deliverRound() {
    measureRate();
    metrics.pendingSamples.set((double) gate.pendingSamples.get());
    metrics.buffered.set(
        (double)
            (shards.stream().mapToLong(Shard::bytes).sum()
                + (window == null ? 0 : window.bytes())));
    boolean settled = shards.size() == 1 ? deliver(0) : deliverAll();
    if (!settled) {
      return false;
    }
    synchronized (this) {
      if (window != null) {
        long end = window.end();
        for (Shard shard : shards) {
          shard.progress = Progress.through(end);
        }
        window = null;
      }
      saveCursor(false);
    }
    if (fresh) {
      fresh = false;
      take(readPosition, null);
    }
    return true;
  }

  private boolean deliverAll() {
    var threads = new ArrayList<Thread>();
    boolean[] settled = new boolean[shards.size()];
    for (int i = 0; i < shards.size(); i++) {
      int shard = i;
      if (window != null || shards.get(i).hasSealed()) {
        threads.add(
            Thread.ofVirtual()
                .name("remote-write " + settings.name() + " " + i)
                .start(() -> settled[shard] = deliver(shard)));
      } else {
        settled[i] = true;
      }
    }
    for (Thread one : threads) {
      joinSilently(one);
    }
    for (boolean each : settled) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  /// An interrupt here means that the time to stop is over; the couriers' calls end by themselves.
  private static void joinSilently(Thread thread) {
    boolean ended = false;
    while (!ended) {
      try {
        ended = thread.join(Duration.ofHours(1));
      } catch (InterruptedException _) {
        // Go on waiting.
      }
    }
  }

  private boolean deliver(int index) {
    Shard shard = shards.get(index);
    Window present = window;
    while (true) {
      Load load = present != null ? present.nextLoad(index, shard.progress) : shard.sealed.peek();
      if (load == null) {
        return true;
      }
      if (!shard.courier.deliver(load)) {
        return false;
      }
      synchronized (this) {
        if (present == null) {
          shard.sealed.remove();
        }
        shard.progress = load.after;
        saveCursor(false);
      }
    }
  }

  /// Stores how far all shards got. Guarded by this.
  private void saveCursor(boolean force) {
    WalPosition place = window != null ? window.before() : readPosition;
    if (recordWaits && waitsBehind.compareTo(place) < 0) {
      place = waitsBehind;
    }
    for (Shard shard : shards) {
      WalPosition since = shard.pendingSince();
      if (since != null && since.compareTo(place) < 0) {
        place = since;
      }
    }
    earlier = earlier.after(place.sequence());
    Delivered delivered = earlier;
    var all = new ArrayList<Progress>();
    boolean ahead = false;
    for (Shard shard : shards) {
      Progress progress =
          window == null && shard.pendingSince() == null
              ? Progress.through(readPosition.sequence())
              : shard.progress;
      ahead |= progress.knownThrough() > place.sequence();
      all.add(progress);
    }
    if (ahead) {
      delivered = new Delivered(mappingHash, earlier.layers()).with(new Delivered.Layer(all));
    }
    cursor.moved(place, delivered, force);
  }

  /// Between two rounds: another number of shards, where the load asks for it and nothing is on its
  /// way.
  private void resize() {
    int present = shards.size();
    int wanted =
        controller.shards(
            present,
            clock.nanos(),
            wal.end().samples(),
            gate.settledSamples.get(),
            gate.busyNanos.get(),
            gate.failures.get(),
            wal.end().samples() - readPosition.samples());
    metrics.shardCountDesired.set(controller.desired());
    if (wanted == present) {
      return;
    }
    shards.forEach(Shard::seal);
    if (hasPending() && !deliverRound()) {
      return;
    }
    log.info("remote_write \"{}\" goes from {} shards to {}", settings.name(), present, wanted);
    partition(wanted);
  }

  private synchronized void partition(int count) {
    shards.forEach(shard -> shard.courier.abort());
    var fresh = new ArrayList<Shard>();
    for (int i = 0; i < count; i++) {
      fresh.add(
          new Shard(new Courier(gate, requests, transports), maxSamples, readPosition.sequence()));
    }
    shards = fresh;
    metrics.shardCount.set(count);
  }
}
