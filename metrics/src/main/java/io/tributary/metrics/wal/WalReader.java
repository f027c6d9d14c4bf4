package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.SegmentDecoder.Outcome;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.layout.WeakInterner;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the log in order for one consumer.
///
/// Owned by one thread. After [#next] returned true the accessors describe that record until the
/// next call; arrays belong to the reader: they must not be written, and are overwritten by it.
public final class WalReader implements AutoCloseable {
  /// An unreadable stretch of a file is tried again this long before it is passed over.
  private static final long READ_PATIENCE_NANOS = 30_000_000_000L;

  private static final long READ_RETRY_NANOS = 1_000_000_000L;

  /// What is passed over then: a page of the file system.
  private static final int UNREADABLE_BYTES = 4096;

  private final Log log;
  private final Clock clock;
  private final Consumer consumer;
  private final QuietLog quietly;
  private final OpenPart file;
  private final FrameScanner scanner = new FrameScanner();
  private final SegmentDecoder decoder;
  private final ByteSource payload = new ByteSource(new byte[0]);
  private final FrameScanner.Bytes bytes = new SegmentBytes();

  private @Nullable Segment segment;
  private int epoch;

  /// Records before this offset are decoded for what follows from them, not handed out.
  private long resumeOffset;

  /// The last key column of each stream before [#resumeOffset], by sequence: columns before it need
  /// not be decoded to go on behind.
  private final Map<Integer, Long> lastKeys = new HashMap<>();

  private boolean mustFindKeys;

  /// Samples before the next record, handed out or reported.
  private long samples;

  private WalPosition position = WalPosition.BEGINNING;
  private boolean isClosed;
  private boolean isReadFailing;
  private long readFailingSinceNanos;
  private long readRetryNanos;
  private long unreadableUntil;
  private long definitionsRead;
  private long damagedRecords;

  WalReader(
      Log log,
      Disk disk,
      Clock clock,
      Layouts layouts,
      WeakInterner<Stream> streams,
      Consumer consumer,
      QuietLog quietly) {
    this.log = log;
    this.file = new OpenPart(disk);
    this.clock = clock;
    this.consumer = consumer;
    this.quietly = quietly;
    this.decoder = new SegmentDecoder(layouts, streams);
    this.epoch = consumer.epoch;
    this.position = consumer.position;
  }

  /// Moves to the next record; false at the present end. Records that cannot be had any more are
  /// passed over and reported to the consumer's [LossListener].
  public boolean next() {
    while (true) {
      boolean isInPlace = isInPlace();
      file.closeLeft();
      if (!isInPlace) {
        return false;
      }
      var current = current();
      WalPosition end = endOf(current);
      boolean found;
      try {
        if (mustFindKeys) {
          findKeys(current, end);
        }
        found = scanner.next(bytes, end.offset(), end.sequence());
        isReadFailing = false;
      } catch (IOException e) {
        if (!passOverUnreadable(e)) {
          return false;
        }
        continue;
      }
      if (!found) {
        if (!leave(current, end)) {
          return false;
        }
      } else if (decodeRecord(current)) {
        return true;
      }
    }
  }

  /// Finds the place of the consumer when the log has moved it; false when reading is over.
  private boolean isInPlace() {
    long gap = 0;
    LossReason reason = LossReason.MISSING;
    log.lock.lock();
    try {
      if (isClosed || consumer.reader != this || !log.isRegistered(consumer)) {
        return false;
      }
      if (segment != null && epoch == consumer.epoch) {
        return true;
      }
      epoch = consumer.epoch;
      var place = consumer.position;
      var found = log.segmentAtOrBehind(place.segment());
      if (found == null) {
        return false;
      }
      enter(found);
      if (found.number == place.segment()) {
        resumeOffset = place.offset();
        mustFindKeys = resumeOffset > 0;
        samples = place.samples();
        position = place;
        return true;
      }
      gap = found.base.samples() - place.samples();
      reason = found.gapBefore == null ? LossReason.MISSING : found.gapBefore;
      consumer.position = found.base;
      countLost(reason, gap);
    } finally {
      log.lock.unlock();
    }
    report(reason, gap);
    return true;
  }

  /// Goes to the start of a segment. Caller holds the lock of the log.
  private void enter(Segment next) {
    if (segment != next) {
      file.leave();
    }
    segment = next;
    resumeOffset = 0;
    mustFindKeys = false;
    lastKeys.clear();
    samples = next.base.samples();
    position = next.base;
    unreadableUntil = 0;
    scanner.reset(next.base.sequence());
    decoder.startSegment(next.createdMs);
  }

  private WalPosition endOf(Segment current) {
    log.lock.lock();
    try {
      return current.end;
    } finally {
      log.lock.unlock();
    }
  }

  /// At `end` of the segment: accounts for what was not found before it and goes to the next one.
  /// False when there is nothing more to read at present.
  private boolean leave(Segment current, WalPosition end) {
    long damaged = 0;
    long gap = 0;
    var reason = LossReason.DAMAGED;
    boolean isMore;
    log.lock.lock();
    try {
      if (epoch != consumer.epoch) {
        return true;
      }
      if (!current.end.equals(end)) {
        // Records came in, or the unwritten ones went, while this looked.
        return true;
      }
      damaged = Math.max(end.samples() - samples, 0);
      countDamaged(end.sequence());
      countLost(LossReason.DAMAGED, damaged);
      samples = Math.max(samples, end.samples());
      position = new WalPosition(end.segment(), end.offset(), end.sequence(), samples);
      consumer.position = position;
      flushCounts();
      var next = current.isSealed ? log.segmentAtOrBehind(current.number + 1) : null;
      isMore = next != null;
      if (next != null) {
        gap = Math.max(next.base.samples() - samples, 0);
        if (next.gapBefore != null) {
          reason = next.gapBefore;
        } else if (next.number > current.number + 1) {
          reason = LossReason.MISSING;
        }
        countLost(reason, gap);
        enter(next);
        consumer.position = next.base;
      }
    } finally {
      log.lock.unlock();
    }
    report(LossReason.DAMAGED, damaged);
    report(reason, gap);
    return isMore;
  }

  private void findKeys(Segment current, WalPosition end) throws IOException {
    long until = Math.min(resumeOffset, end.offset());
    while (scanner.next(bytes, until, end.sequence())) {
      if (scanner.type() == Frame.SCRAPE) {
        payload.reset(scanner.array(), scanner.payloadFrom(), scanner.payloadTo());
        int stream = SegmentDecoder.streamOfKey(payload);
        if (stream >= 0) {
          lastKeys.put(stream, scanner.sequence());
        }
      }
    }
    scanner.takeLost();
    scanner.reset(current.base.sequence());
    mustFindKeys = false;
  }

  private boolean isBeforeKey() {
    payload.reset(scanner.array(), scanner.payloadFrom(), scanner.payloadTo());
    var key = lastKeys.get(SegmentDecoder.streamOf(payload));
    return key != null && scanner.sequence() < key;
  }

  /// Decodes the record that the scanner found; true when it is one to hand out.
  private boolean decodeRecord(Segment current) {
    boolean isHandedOut = scanner.offset() > resumeOffset;
    if (isHandedOut) {
      lastKeys.clear();
    } else {
      scanner.takeLost();
      if (scanner.type() == Frame.SCRAPE && isBeforeKey()) {
        return false;
      }
    }
    payload.reset(scanner.array(), scanner.payloadFrom(), scanner.payloadTo());
    try {
      if (scanner.type() != Frame.SCRAPE) {
        if (!decoder.define(scanner.type(), payload) && isHandedOut) {
          damagedRecords++;
        }
        definitionsRead++;
        return false;
      }
      var outcome = decoder.scrape(scanner.sequence(), payload);
      return isHandedOut && claim(current, outcome);
    } catch (MalformedRecordException | ByteSource.TruncatedException e) {
      damagedRecords++;
      quietly.warn(
          "malformed",
          "cannot read record %d of segment %d: %s"
              .formatted(scanner.sequence(), current.number, e.getMessage()));
      return false;
    }
  }

  /// Makes the decoded record the consumer's own, unless the log has given it up meanwhile.
  private boolean claim(Segment current, Outcome outcome) {
    boolean isDecoded = outcome == Outcome.DECODED;
    long before = current.base.samples() + decoder.samplesBefore();
    long behind = before + decoder.sampleCount();
    long gap = Math.max(isDecoded ? before - samples : behind - samples, 0);
    log.lock.lock();
    try {
      if (epoch != consumer.epoch) {
        return false;
      }
      samples = Math.max(samples, behind);
      position = new WalPosition(current.number, scanner.offset(), scanner.sequence() + 1, samples);
      consumer.position = position;
      consumer.scrapesRead += isDecoded ? 1 : 0;
      damagedRecords += isDecoded ? 0 : 1;
      damagedRecords += scanner.takeLost();
      countLost(LossReason.DAMAGED, gap);
      flushCounts();
    } finally {
      log.lock.unlock();
    }
    report(LossReason.DAMAGED, gap);
    return isDecoded;
  }

  private void countDamaged(long endSequence) {
    damagedRecords += scanner.takeLost() + Math.max(endSequence - scanner.expectedSequence(), 0);
  }

  private void flushCounts() {
    consumer.damagedRecords += damagedRecords;
    consumer.definitionsRead += definitionsRead;
    consumer.readerBytes = decoder.columnBytes() + scanner.bufferBytes();
    damagedRecords = 0;
    definitionsRead = 0;
  }

  private void countLost(LossReason reason, long lost) {
    if (lost > 0) {
      consumer.count(reason, lost);
    }
  }

  private void report(LossReason reason, long lost) {
    if (lost > 0) {
      quietly.warn(
          reason.label(),
          "%s lost %d samples of the log: %s".formatted(consumer.name, lost, reason.label()));
      consumer.listener.lost(reason, lost);
    }
  }

  /// A sector may come back, a disk may be plugged in again: waits before it gives a page up. False
  /// when there is nothing to read for now.
  private boolean passOverUnreadable(IOException e) {
    file.close();
    if (Thread.currentThread().isInterrupted()) {
      // The interrupt closed the file, and the owner wants its thread back.
      return false;
    }
    long now = clock.nanos();
    if (!isReadFailing) {
      isReadFailing = true;
      readFailingSinceNanos = now;
    }
    quietly.warn("read", "cannot read the log, will try again: " + IoReason.of(e));
    if (now - readFailingSinceNanos < READ_PATIENCE_NANOS) {
      readRetryNanos = now + READ_RETRY_NANOS;
      return false;
    }
    unreadableUntil = scanner.readOffset() + UNREADABLE_BYTES;
    return true;
  }

  public Stream stream() {
    return decoder.stream();
  }

  /// The layout, shared through the log's `Layouts`.
  public Layout layout() {
    return decoder.layout();
  }

  public long timestampMs() {
    return decoder.timestampMs();
  }

  /// Raw bits by row; only the rows of [#selected] mean anything, and rows with a native histogram
  /// have no value here.
  public long[] values() {
    return decoder.values();
  }

  /// The rows that carry a sample; null means all.
  public @Nullable BitSet selected() {
    return decoder.selected();
  }

  public @Nullable SideColumns side() {
    return decoder.side();
  }

  /// Samples in this record: floats and histograms.
  public int sampleCount() {
    return decoder.sampleCount();
  }

  /// The place behind the record: what to acknowledge when everything up to it was delivered.
  public WalPosition position() {
    return position;
  }

  /// Samples in the records behind this one, at present.
  public long samplesBehind() {
    log.lock.lock();
    try {
      return log.endSamples() - position.samples();
    } finally {
      log.lock.unlock();
    }
  }

  /// Waits until there is a record to read, or `deadlineNanos` of the log's clock, or an interrupt;
  /// true when there is one.
  public boolean awaitMore(long deadlineNanos) {
    return awaitSamples(1, deadlineNanos);
  }

  /// Waits until at least `wanted` samples can be read: a sender that wakes for a full batch wakes
  /// seldom.
  public boolean awaitSamples(long wanted, long deadlineNanos) {
    while (true) {
      long until = deadlineNanos;
      log.lock.lock();
      try {
        consumer.waiting = null;
        if (isClosed
            || consumer.reader != this
            || !log.isRegistered(consumer)
            || Thread.currentThread().isInterrupted()) {
          return false;
        }
        long now = clock.nanos();
        boolean isBlocked = isReadFailing && now - readRetryNanos < 0;
        if (!isBlocked && log.endSamples() - consumer.position.samples() >= wanted) {
          return true;
        }
        if (now - deadlineNanos >= 0) {
          return false;
        }
        if (isBlocked && readRetryNanos - deadlineNanos < 0) {
          until = readRetryNanos;
        }
        consumer.wantedSamples = wanted;
        consumer.waiting = Thread.currentThread();
      } finally {
        log.lock.unlock();
      }
      clock.parkUntil(until);
    }
  }

  /// Ends the reader; the consumer stays registered.
  @Override
  public void close() {
    isClosed = true;
    file.close();
  }

  private Segment current() {
    if (segment == null) {
      throw new IllegalStateException("BUG: the reader has no segment");
    }
    return segment;
  }

  /// The current segment's bytes, from memory where they are there and from its files otherwise.
  private final class SegmentBytes implements FrameScanner.Bytes {
    @Override
    public int read(long offset, byte[] to, int at, int most) throws IOException {
      var current = current();
      Segment.Part part;
      long runEnd;
      log.lock.lock();
      try {
        if (offset >= current.end.offset()) {
          return 0;
        }
        if (offset >= current.kept.offset()) {
          return current.memory().copy(offset, to, at, most);
        }
        part = current.partAt(offset);
        runEnd = current.runEnd(offset);
      } finally {
        log.lock.unlock();
      }
      if (part == null || offset < unreadableUntil) {
        return 0;
      }
      return file.read(current, part, offset, to, at, (int) Math.min(most, runEnd - offset));
    }

    @Override
    public long behindHole(long offset) {
      if (offset < unreadableUntil) {
        return unreadableUntil;
      }
      var current = current();
      log.lock.lock();
      try {
        return current.runEnd(offset);
      } finally {
        log.lock.unlock();
      }
    }
  }
}
