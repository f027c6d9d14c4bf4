package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sender of one destination: a thread that reads the log, and shards that deliver.
///
/// With one shard the reader delivers what it has read itself, which saves a wake-up per request.
/// With several, each has a thread of its own and its own pace; the reader waits where the shard
/// that the next record belongs to is full. What a slow receiver does not take stays in the log.
final class Destination {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// While keeping up, wake for this much data at once: waking is what costs.
  private static final long LONGEST_NAP_NANOS = 500_000_000L;

  /// Shards that do not come to rest within this keep their number for now.
  private static final long RESIZE_PATIENCE_NANOS = Courier.seconds(5);

  private static final long RESIZE_LOOK_MS = 20;
  private static final long RESIZE_REST_NANOS = Courier.seconds(60);
  private static final long AFTER_BUG_NANOS = Courier.seconds(5);

  private volatile RemoteWriteSettings settings;
  private final SenderOptions options;
  private final Wal wal;
  private final WalReader reader;
  private final Lanes lanes;
  private final CursorKeeper cursor;
  private final Intake intake;
  private final DestinationGate gate;
  private final Settlement settlement;
  private final DestinationLedger ledger;
  private final SenderMetrics.PerDestination metrics;
  private final Requests requests;
  private final MetadataSender metadata;
  private final Clock clock;
  private final Pauses pauses;
  private final ShardController controller;
  private final int maxSamples;
  private final long deadlineNanos;
  private final Thread thread;

  // Owned by the reader.
  private final List<Courier> couriers = new ArrayList<>();
  private final List<Thread> workers = new ArrayList<>();
  private double samplesPerNano;
  private long rateNanos;
  private long rateSamples;
  private long lookedNanos;

  /// The number of shards that the present ones make room for; 0 while they are to stay.
  private int resizeTo;

  private long resizeSinceNanos;
  private long resizeNotBeforeNanos;

  /// Everything that was to be delivered before the end is.
  private boolean isDone;

  private volatile boolean draining;
  private volatile boolean halted;

  /// Everything that a destination is made from.
  record Parts(
      RemoteWriteSettings settings,
      SenderOptions options,
      Wal wal,
      WalReader reader,
      Lanes lanes,
      CursorKeeper cursor,
      ColumnMapping mapping,
      DestinationGate gate,
      Settlement settlement,
      DestinationLedger ledger,
      SenderMetrics.PerDestination metrics,
      Requests requests,
      MetadataSender metadata,
      Clock clock,
      Pauses pauses) {}

  Destination(Parts parts) {
    settings = parts.settings;
    options = parts.options;
    wal = parts.wal;
    reader = parts.reader;
    lanes = parts.lanes;
    cursor = parts.cursor;
    gate = parts.gate;
    settlement = parts.settlement;
    ledger = parts.ledger;
    metrics = parts.metrics;
    requests = parts.requests;
    metadata = parts.metadata;
    clock = parts.clock;
    pauses = parts.pauses;
    QueueSettings queue = settings.queue();
    maxSamples = queue.maxSamplesPerSend();
    deadlineNanos = queue.batchSendDeadline().toNanos();
    intake =
        new Intake(
            new Intake.Parts(
                reader, lanes, cursor, parts.mapping, settlement, metrics, metadata, clock),
            maxSamples,
            options.readAheadBytes());
    rateNanos = clock.nanos();
    lookedNanos = clock.nanos();
    resizeNotBeforeNanos = clock.nanos();
    rateSamples = wal.end().samples();
    controller =
        new ShardController(queue.minShards(), queue.maxShards(), clock.nanos(), rateSamples);
    long base = lanes.taken().samples();
    ledger.measure(
        () -> wal.end().samples() - base,
        () -> wal.end().samples() - lanes.taken().samples() + settlement.pendingItems());
    metrics.shardCountMax.set(queue.maxShards());
    metrics.shardCountMin.set(queue.minShards());
    metrics.shardCountDesired.set(queue.minShards());
    metrics.capacity.set(queue.capacity());
    metrics.batchSize.set(maxSamples);
    thread =
        Thread.ofPlatform()
            .name("remote-write " + settings.name())
            .daemon(true)
            .unstarted(this::run);
  }

  void start() {
    divide(settings.queue().minShards());
    metrics.show(new Standing());
    thread.start();
    metadata.start();
  }

  /// Goes on another way, with the same queue, cursor and shards. `newSettings` differ in nothing
  /// but what the link is made from.
  void swap(RemoteWriteSettings newSettings, Link link) {
    settings = newSettings;
    gate.swap(link);
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
  }

  /// Asks to end as soon as the requests on their way are answered: what was not delivered stays in
  /// the log, for the one that goes on from here.
  void halt() {
    halted = true;
    draining = true;
    gate.giveUp();
  }

  /// Waits for the end; beyond the deadline, requests under way are given up. What was not
  /// delivered stays in the log.
  void awaitEnd(long untilNanos) throws InterruptedException {
    long leftMs = Math.max(1, (untilNanos - Clock.system().nanos()) / 1_000_000);
    thread.join(leftMs);
    while (thread.isAlive()) {
      // No interrupt: it would close the log's file under the thread.
      gate.giveUp();
      for (Shard shard : lanes.shards()) {
        shard.courier.abort();
      }
      thread.join(100);
    }
    metadata.awaitEnd();
  }

  DestinationStatus status() {
    return new DestinationStatus(
        settings.name(),
        gate.message(),
        gate.isParked(),
        gate.isParked() ? gate.parkedReason() : gate.lastError(),
        gate.lastErrorMs(),
        lanes.shards().size(),
        ledger.balance());
  }

  /// For metrics: what is in the log counts as waiting here, for it is the queue.
  private final class Standing implements SenderMetrics.Standing {
    @Override
    public double highestSeconds() {
      boolean isBehind = wal.end().sequence() > lanes.taken().sequence();
      long newestMs = isBehind ? Math.max(intake.newestMs(), wal.newestMs()) : intake.newestMs();
      return newestMs == Long.MIN_VALUE ? 0 : (double) Math.floorDiv(newestMs, 1000);
    }

    @Override
    public double pendingSamples() {
      return (double) settlement.pendingSamples();
    }

    @Override
    public double pendingExemplars() {
      return (double) settlement.pendingExemplars();
    }

    @Override
    public double pendingHistograms() {
      return (double) settlement.pendingHistograms();
    }
  }

  private void run() {
    try {
      while (!halted && !lanes.hasFailed() && !isDone) {
        if (resizeTo > 0) {
          makeRoomForResize();
        } else {
          step();
        }
        lookAround();
      }
    } catch (RuntimeException e) {
      gate.failed("BUG: " + e);
      log.error("BUG: sender of remote_write \"{}\" ended", settings.name(), e);
    } finally {
      end();
    }
  }

  private void end() {
    lanes.close();
    for (Thread worker : workers) {
      join(worker);
    }
    cursor.save();
    metadata.stop();
    couriers.forEach(Courier::abort);
    reader.close();
  }

  /// An interrupt here means that the time to stop is over; the couriers' calls end by themselves.
  private static void join(Thread worker) {
    boolean ended = false;
    while (!ended) {
      try {
        ended = worker.join(Duration.ofHours(1));
      } catch (InterruptedException _) {
        // Go on waiting.
      }
    }
  }

  /// Reads what there is; delivers it, or leaves that to the shards; sleeps where there is nothing.
  private void step() {
    // Asked before reading: what was in the log by then is to be delivered.
    boolean isLast = draining;
    boolean more = intake.read(enough());
    if (isLast && !more) {
      intake.sealAll();
    } else {
      intake.sealBegunBefore(clock.nanos() - deadlineNanos);
    }
    boolean delivered = lanes.shards().size() == 1 && deliverAll(lanes.shards().getFirst());
    if (isLast) {
      isDone = !more && lanes.awaitIdle(1_000);
    } else if (!more && !delivered && !draining) {
      nap();
    }
  }

  /// One shard: until there is something to deliver. Several: until it is time to look around.
  private BooleanSupplier enough() {
    List<Shard> shards = lanes.shards();
    if (shards.size() == 1) {
      return () -> lanes.peek(shards.getFirst()) != null;
    }
    long until = clock.nanos() + Courier.seconds(1);
    return () -> clock.nanos() >= until;
  }

  /// Sleeps until about half a second's worth of data, or a batch, can be read, or an open batch is
  /// due.
  private void nap() {
    long now = clock.nanos();
    long due = now + Courier.seconds(1);
    long missing = 0;
    for (Shard shard : lanes.shards()) {
      if (shard.openSinceNanos() != Long.MAX_VALUE) {
        due = Math.min(due, shard.openSinceNanos() + deadlineNanos);
      }
      missing += Math.max(1, maxSamples - shard.openSamples());
    }
    long wanted = Math.max(missing, (long) (samplesPerNano * LONGEST_NAP_NANOS));
    long until = Math.max(due, now + 1_000_000);
    pauses.run(() -> reader.awaitSamples(wanted, until));
  }

  /// What is to be done now and then.
  private void lookAround() {
    if (!isTimeToLook()) {
      return;
    }
    long now = clock.nanos();
    lookedNanos = now;
    long end = wal.end().samples();
    samplesPerNano = (double) (end - rateSamples) / Math.max(1, now - rateNanos);
    rateNanos = now;
    rateSamples = end;
    intake.ingest(samplesPerNano);
    if (settlement.pendingItems() == 0) {
      // Also where rules leave out all there is: the destination is not behind for that.
      settlement.settledThrough(intake.newestMs());
    }
    long open = lanes.shards().stream().mapToLong(Shard::openBytes).sum();
    metrics.buffered.set((double) (lanes.bytes() + open));
    cursor.save();
    if (!draining && resizeTo == 0) {
      considerShards(end);
    }
  }

  private boolean isTimeToLook() {
    return clock.nanos() - lookedNanos >= Courier.seconds(1);
  }

  private void considerShards(long endSamples) {
    int present = lanes.shards().size();
    int wanted =
        controller.shards(
            present,
            clock.nanos(),
            endSamples,
            settlement.settledItems(),
            settlement.busyNanos(),
            gate.failures(),
            endSamples - lanes.taken().samples() + settlement.pendingItems());
    metrics.shardCountDesired.set(controller.desired());
    if (wanted != present && clock.nanos() >= resizeNotBeforeNanos) {
      resizeTo = wanted;
      resizeSinceNanos = clock.nanos();
    }
  }

  /// Lets the shards come to rest, so that the order of no series can suffer, and divides anew.
  /// Where one does not, because the receiver is slow or away, the others are not held up for it.
  private void makeRoomForResize() {
    int present = lanes.shards().size();
    intake.sealAll();
    lanes.pause();
    if (present == 1) {
      deliverAll(lanes.shards().getFirst());
    }
    if (lanes.awaitRest(RESIZE_LOOK_MS)) {
      log.info("remote_write \"{}\" goes from {} to {} shards", settings.name(), present, resizeTo);
      divide(resizeTo);
      resizeTo = 0;
    } else if (draining || clock.nanos() - resizeSinceNanos > RESIZE_PATIENCE_NANOS) {
      resizeTo = 0;
      lanes.resume();
      resizeNotBeforeNanos = clock.nanos() + RESIZE_REST_NANOS;
    }
  }

  private void divide(int count) {
    while (couriers.size() < count) {
      couriers.add(new Courier(gate, settlement, requests, options.isolateRejected()));
    }
    while (couriers.size() > count) {
      couriers.removeLast().abort();
    }
    cursor.keep();
    List<Shard> shards = lanes.divide(couriers);
    // Those of the shards before see that they are not needed any more.
    workers.forEach(Destination::join);
    workers.clear();
    if (count > 1) {
      for (Shard shard : shards) {
        workers.add(
            Thread.ofVirtual()
                .name("remote-write " + settings.name() + " " + shard.index)
                .start(() -> work(shard)));
      }
    }
    metrics.shardCount.set(count);
  }

  private void work(Shard shard) {
    @Nullable Work next = lanes.next(shard);
    while (next != null) {
      if (!deliver(shard, next)) {
        lanes.fail();
        return;
      }
      next = lanes.next(shard);
    }
  }

  /// Delivers what waits in a shard, or as much as can be until it is time to look around; false
  /// where nothing did.
  private boolean deliverAll(Shard shard) {
    @Nullable Work done = null;
    @Nullable Work next = lanes.peek(shard);
    // A window that is still there was left.
    while (next != null && next != done) {
      done = next;
      if (!deliver(shard, next)) {
        lanes.fail();
        return true;
      }
      next = lanes.peek(shard);
    }
    return done != null;
  }

  /// False where the destination stops. A window may be left in the middle.
  private boolean deliver(Shard shard, Work work) {
    return switch (work) {
      case Load load -> {
        boolean isSettled = deliver(shard, load);
        if (isSettled) {
          lanes.settled(shard, load);
          cursor.save();
        }
        yield isSettled;
      }
      case Window window -> deliver(shard, window);
    };
  }

  private boolean deliver(Shard shard, Window window) {
    while (lanes.goesOn(shard)) {
      @Nullable Load load = window.nextLoad(shard.index, lanes.progress(shard));
      if (load == null) {
        lanes.settled(shard, window);
        cursor.save();
        return true;
      }
      if (!deliver(shard, load)) {
        return false;
      }
      lanes.settled(shard, load);
      cursor.save();
      if (Thread.currentThread() == thread && !draining && isTimeToLook()) {
        return true;
      }
    }
    return true;
  }

  /// True when the load is settled. A mistake of our own is no reason to stop sending: it is
  /// reported, and what it concerns is tried again.
  private boolean deliver(Shard shard, Load load) {
    while (true) {
      try {
        return shard.courier.deliver(load);
      } catch (RuntimeException e) {
        gate.logBug(e, AFTER_BUG_NANOS);
        if (!gate.pause(AFTER_BUG_NANOS, gate.knocks())) {
          return false;
        }
      }
    }
  }
}
