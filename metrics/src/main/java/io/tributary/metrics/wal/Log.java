package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.time.Clock;
import io.tributary.model.layout.ScrapeColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the log consists of at this moment: segments, consumers, the encoder. No I/O happens here.
///
/// [#lock] guards everything; it is held for microseconds, by scrape loops as they append, by
/// readers once a record, by the writer between two calls to the disk. Methods take it themselves
/// unless they say that the caller holds it.
final class Log {
  private static final long DROP_IDLE_EVERY_NANOS = 60_000_000_000L;
  private static final int SCRATCH_BYTES = 64 << 10;

  /// A scratch buffer larger than this is given back once its records are stored.
  private static final int MAX_KEPT_SCRATCH_BYTES = 1 << 20;

  final ReentrantLock lock = new ReentrantLock();
  final WalSettings settings;

  private final Clock clock;
  private final SegmentEncoder encoder = new SegmentEncoder();
  private ByteSink scratch = new ByteSink(SCRATCH_BYTES);
  private final TailMemory.Pool pool;
  private final long openedNanos;
  private final long openedMs;
  private final long openMsBase;

  /// Oldest first; the last one is open for records.
  private final List<Segment> segments = new ArrayList<>();

  private final Consumers consumers = new Consumers();
  private final Map<LossReason, Long> dropped = new EnumMap<>(LossReason.class);

  /// Files that nothing needs any more, for the writer to delete.
  private final List<Segment.Part> doomed = new ArrayList<>();

  private long nextDropIdleNanos;
  private long oldestUnwrittenNanos;
  private boolean isMemoryOnly;
  private boolean isRotationWanted;
  private boolean isClosed;

  private final AppendedCounts appended = new AppendedCounts();

  /// Of what was appended since the log was opened. Written with the lock held, read without.
  volatile long newestMs = Long.MIN_VALUE;

  /// Threads that wait for the writer.
  final WriteWait awaiting = new WriteWait(this);

  private final Retention retention;
  private final MemoryLimit memory;

  /// The writer sleeps until woken.
  volatile boolean isWriterIdle;

  volatile @Nullable Thread writer;

  /// @param loaded the segments that were found, oldest first, all sealed
  /// @param start the place of the first new record, in a segment of its own
  Log(
      WalSettings settings,
      Clock clock,
      List<Segment> loaded,
      WalPosition start,
      long openMsBase,
      TailMemory.Pool pool) {
    this.settings = settings;
    this.retention = new Retention(settings, segments, consumers);
    this.memory = new MemoryLimit(settings.memoryBytes(), segments, this::dropped);
    this.pool = pool;
    this.clock = clock;
    this.openedNanos = clock.nanos();
    this.openedMs = clock.wallMs();
    this.openMsBase = openMsBase;
    this.nextDropIdleNanos = openedNanos + DROP_IDLE_EVERY_NANOS;
    segments.addAll(loaded);
    addSegment(start, openedNanos);
  }

  /// Milliseconds that the log has been open, over all runs.
  long openMs(long nanos) {
    return openMsBase + (nanos - openedNanos) / 1_000_000;
  }

  // Runs on scrape loops.
  void append(ScrapeColumn column) {
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("BUG: append to a closed log");
      }
      long now = clock.nanos();
      if (mustRotate(now)) {
        rotate(now);
      }
      memory.makeRoom(() -> rotate(now));
      var active = active();
      scratch.clear();
      boolean fits = encoder.encode(column, now, Frame.MAX_PAYLOAD_BYTES, scratch);
      if (scratch.size() > 0) {
        add(active, fits ? column.sampleCount() : 0, now);
      }
      if (fits) {
        appended.samples(column);
        newestMs = Math.max(newestMs, column.timestampMs());
      } else {
        dropped(LossReason.TOO_LARGE, column.sampleCount());
      }
      if (scratch.array().length > MAX_KEPT_SCRATCH_BYTES) {
        scratch = new ByteSink(SCRATCH_BYTES);
      }
      consumers.wakeReaders(active.end.samples());
    } finally {
      lock.unlock();
    }
    wakeWriter();
  }

  private void add(Segment active, int samples, long now) {
    if (active.written.offset() == active.end.offset()) {
      oldestUnwrittenNanos = now;
    }
    var end =
        new WalPosition(
            active.number,
            active.end.offset() + scratch.size(),
            encoder.sequence(),
            active.end.samples() + samples);
    active.append(scratch.array(), scratch.size(), end, openMs(now));
    memory.added(scratch.size());
    appended.record(scratch.size());
    if (now - nextDropIdleNanos >= 0) {
      nextDropIdleNanos = now + DROP_IDLE_EVERY_NANOS;
      encoder.dropIdle(now);
    }
  }

  /// The writer looks by itself for a while after it had work: one wake-up for many appends.
  private void wakeWriter() {
    var thread = writer;
    if (isWriterIdle && thread != null) {
      isWriterIdle = false;
      LockSupport.unpark(thread);
    }
  }

  private Segment active() {
    return segments.getLast();
  }

  private boolean mustRotate(long now) {
    var active = active();
    if (active.end.offset() == 0) {
      isRotationWanted = false;
      return false;
    }
    return isRotationWanted
        || active.end.offset() >= retention.segmentLimit(isMemoryOnly || memory.isDiskBehind())
        || openMs(now) - active.openMs >= retention.segmentAgeMs();
  }

  private void rotate(long now) {
    var full = active();
    full.isSealed = true;
    var end = full.end;
    addSegment(new WalPosition(full.number + 1, 0, end.sequence(), end.samples()), now);
    isRotationWanted = false;
  }

  private void addSegment(WalPosition base, long now) {
    // Wall time as of the opening: one run's segments never disagree about the order of time.
    long createdMs = openedMs + (now - openedNanos) / 1_000_000;
    segments.add(new Segment(base, createdMs, openMs(now), new TailMemory(pool)));
    encoder.startSegment(createdMs, base.sequence());
  }

  private void dropped(LossReason reason, long samples) {
    dropped.merge(reason, samples, Long::sum);
  }

  // Runs on the writer from here.

  /// The next records to write, null when there are none. Their memory stays until [#written] or
  /// [#writeFailed].
  @Nullable Batch nextBatch() {
    lock.lock();
    try {
      for (Segment segment : segments) {
        if (segment.end.offset() == segment.written.offset()) {
          continue;
        }
        segment.isInFlight = true;
        return new Batch(
            segment,
            segment.written,
            segment.end,
            oldestUnwrittenNanos,
            segment.memory().slices(segment.written.offset(), segment.end.offset()));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  void written(Batch batch, boolean isKeptUntilForced) {
    lock.lock();
    try {
      var segment = batch.segment();
      segment.isInFlight = false;
      segment.written = batch.to();
      if (!isKeptUntilForced) {
        memory.release(segment, batch.to());
      }
      awaiting.wake();
    } finally {
      lock.unlock();
    }
  }

  void forced(Segment segment, WalPosition to) {
    lock.lock();
    try {
      memory.release(segment, to);
      awaiting.wake();
    } finally {
      lock.unlock();
    }
  }

  /// The disk does not take `segment`, or not even a new file: what is kept of it counts as
  /// unwritten again, and new records go to segments of their own, which can be dropped one by one.
  void writeFailed(@Nullable Segment segment) {
    lock.lock();
    try {
      // Whatever was to be written, nothing is any more: it may be given up, or have been passed.
      segments.forEach(one -> one.isInFlight = false);
      if (segment != null) {
        segment.written = segment.kept;
      }
      // At each try: what is delivered meanwhile can go, and what is left fits into little room.
      isRotationWanted = true;
      isMemoryOnly = true;
      awaiting.wake();
    } finally {
      lock.unlock();
    }
  }

  /// Whether everything before `to` is in a file, or forced.
  boolean isWritten(WalPosition to, boolean mustBeForced) {
    lock.lock();
    try {
      return segments.stream().allMatch(segment -> segment.isWritten(to, mustBeForced));
    } finally {
      lock.unlock();
    }
  }

  /// Whether the disk takes nothing at the moment.
  boolean isMemoryOnly() {
    lock.lock();
    try {
      return isMemoryOnly;
    } finally {
      lock.unlock();
    }
  }

  void writesAgain() {
    lock.lock();
    try {
      isRotationWanted |= isMemoryOnly && active().end.offset() > settings.memoryBytes();
      isMemoryOnly = false;
    } finally {
      lock.unlock();
    }
  }

  boolean hasUnwritten() {
    lock.lock();
    try {
      return segments.stream().anyMatch(s -> s.written.offset() < s.end.offset());
    } finally {
      lock.unlock();
    }
  }

  long unwrittenSamples() {
    lock.lock();
    try {
      return segments.stream().mapToLong(s -> s.end.samples() - s.written.samples()).sum();
    } finally {
      lock.unlock();
    }
  }

  boolean addPart(Segment segment, Segment.Part part) {
    lock.lock();
    try {
      return segments.contains(segment) && segment.parts.add(part);
    } finally {
      lock.unlock();
    }
  }

  void removePart(Segment segment, Segment.Part part) {
    lock.lock();
    try {
      segment.parts.remove(part);
    } finally {
      lock.unlock();
    }
  }

  /// Closes the open segment when it is old, gives up what exceeds budgets and lets go of what
  /// every consumer has passed; the files are in [#takeDoomed] then.
  void tidy() {
    var losses = new ArrayList<Retention.Loss>();
    lock.lock();
    try {
      long now = clock.nanos();
      if (mustRotate(now)) {
        rotate(now);
      }
      for (Consumer consumer : consumers.all()) {
        retention.enforceBudget(consumer, openMs(now), losses);
        if (consumer.position.samples() >= active().end.samples()) {
          consumer.caughtUpOpenMs = openMs(now);
        }
      }
      removePassed();
    } finally {
      lock.unlock();
    }
    losses.forEach(loss -> loss.listener().lost(loss.reason(), loss.samples()));
  }

  private void removePassed() {
    long total = retention.bytes();
    for (Iterator<Segment> all = segments.iterator(); all.hasNext(); ) {
      var segment = all.next();
      if (!segment.isSealed || segment.isInFlight) {
        return;
      }
      if (consumers.isEmpty()) {
        if (total <= settings.unclaimedBytes()) {
          return;
        }
        dropped(LossReason.UNCLAIMED, segment.end.samples() - segment.base.samples());
      } else if (retention.isNeeded(segment)) {
        return;
      }
      total -= segment.bytes();
      memory.release(segment, segment.end);
      doomed.addAll(segment.parts);
      all.remove();
    }
  }

  /// The files of the log and what they begin with.
  Map<Path, SegmentHeader> files() {
    lock.lock();
    try {
      var files = new HashMap<Path, SegmentHeader>();
      for (Segment segment : segments) {
        segment.parts.forEach(part -> files.put(part.file(), segment.headerOf(part)));
      }
      return files;
    } finally {
      lock.unlock();
    }
  }

  List<Segment.Part> takeDoomed() {
    lock.lock();
    try {
      var taken = List.copyOf(doomed);
      doomed.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  // Runs on senders from here.

  void register(String name, ConsumerBudget budget, WalPosition start, LossListener listener) {
    lock.lock();
    try {
      var known = consumers.get(name);
      if (known != null && !known.isDormant) {
        known.budget = budget;
        known.listener = listener;
        return;
      }
      // A cursor that could not be read kept everything for whoever it belongs to.
      consumers.forget(CursorStore.fileName(name));
      addConsumer(new Consumer(name, budget, clamp(start), listener));
    } finally {
      lock.unlock();
    }
  }

  /// Keeps the log for a destination that has a cursor and may come back: all of it, since only the
  /// configuration, which is not known yet, says what its budget is.
  void addDormant(String name, WalPosition start) {
    var consumer = new Consumer(name, ConsumerBudget.UNLIMITED, start, LossListener.NONE);
    consumer.isDormant = true;
    lock.lock();
    try {
      addConsumer(consumer);
    } finally {
      lock.unlock();
    }
  }

  private void addConsumer(Consumer consumer) {
    consumer.caughtUpOpenMs = openMs(clock.nanos());
    for (Segment segment : segments) {
      if (segment.number >= consumer.position.segment()) {
        consumer.caughtUpOpenMs = Math.min(consumer.caughtUpOpenMs, segment.openMs);
        break;
      }
    }
    consumers.add(consumer);
  }

  private WalPosition clamp(WalPosition position) {
    return position.compareTo(active().end) > 0 ? active().end : position;
  }

  /// Drops consumers that are only known by their cursor, but for `names`; returns the dropped.
  List<String> dropDormant(Collection<String> names) {
    lock.lock();
    try {
      return consumers.dropDormant(names);
    } finally {
      lock.unlock();
    }
  }

  void unregister(String name) {
    lock.lock();
    try {
      consumers.end(name);
    } finally {
      lock.unlock();
    }
  }

  void acknowledge(String name, WalPosition position) {
    lock.lock();
    try {
      var consumer = consumers.get(name);
      if (consumer != null && position.compareTo(consumer.acknowledged) > 0) {
        consumer.acknowledged = clamp(position);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The consumer of a new reader, moved to `from`.
  Consumer consumer(String name, WalPosition from) {
    lock.lock();
    try {
      var consumer = consumers.get(name);
      if (consumer == null || consumer.isDormant) {
        throw new IllegalStateException("BUG: consumer " + name + " is not registered");
      }
      consumer.moveTo(clamp(from));
      return consumer;
    } finally {
      lock.unlock();
    }
  }

  void setReader(Consumer consumer, WalReader reader) {
    lock.lock();
    try {
      LockSupport.unpark(consumer.waiting);
      consumer.reader = reader;
    } finally {
      lock.unlock();
    }
  }

  /// Caller holds the lock.
  boolean isRegistered(Consumer consumer) {
    return !isClosed && consumers.get(consumer.name) == consumer;
  }

  /// The segment `number` or the next one that is there. Caller holds the lock.
  @Nullable Segment segmentAtOrBehind(long number) {
    for (Segment segment : segments) {
      if (segment.number >= number) {
        return segment;
      }
    }
    return null;
  }

  /// Samples accepted since the log began. Caller holds the lock.
  long endSamples() {
    return active().end.samples();
  }

  WalPosition oldest() {
    lock.lock();
    try {
      return segments.getFirst().base;
    } finally {
      lock.unlock();
    }
  }

  WalPosition end() {
    lock.lock();
    try {
      return active().end;
    } finally {
      lock.unlock();
    }
  }

  /// No more records; readers that wait return.
  void close() {
    lock.lock();
    try {
      isClosed = true;
      consumers.wakeAllReaders();
    } finally {
      lock.unlock();
    }
  }

  /// Figures for metrics, taken together.
  WalStatistics statistics() {
    lock.lock();
    try {
      long now = openMs(clock.nanos());
      var perConsumer = new ArrayList<WalStatistics.OfConsumer>();
      for (Consumer consumer : consumers.all()) {
        var first = segmentAtOrBehind(consumer.position.segment());
        boolean isCaughtUp = consumer.position.samples() >= active().end.samples();
        long since = Math.max(consumer.caughtUpOpenMs, first == null ? now : first.openMs);
        long unreadMs = isCaughtUp ? 0 : Math.max(now - since, 0);
        perConsumer.add(consumer.statistics(unreadMs, retention.backlogBytes(consumer)));
      }
      return new WalStatistics(
          active().end,
          segments.size(),
          retention.bytes(),
          memory.bytes(),
          encoder.columnBytes() + scratch.array().length + pool.bytes(),
          isMemoryOnly,
          encoder.activeSeries(),
          appended.now(),
          Map.copyOf(dropped),
          perConsumer);
    } finally {
      lock.unlock();
    }
  }
}
