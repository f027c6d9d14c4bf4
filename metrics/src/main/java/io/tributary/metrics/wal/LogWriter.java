package io.tributary.metrics.wal;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the log to the disk: all writing and deleting happens here, one step at a time, and
/// forcing beside it, in [Forcer].
///
/// Trouble with the disk never leaves this class. After a failed write or force the file counts as
/// lost from the last success on: what the memory keeps goes into a further part in a new file, as
/// soon as one can be written. Owned by one thread.
final class LogWriter {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogWriter.class);

  /// What comes in between two rounds is written together, twice between two forces: a kill costs
  /// what came in within this time. Each round costs as much as storing two hundred samples.
  private static final long ROUND_NANOS = 50_000_000L;

  /// Rounds without work after which the writer waits to be woken.
  private static final int IDLE_ROUNDS = 2;

  private static final long TIDY_EVERY_NANOS = 1_000_000_000L;
  private static final long FIRST_RETRY_NANOS = 1_000_000_000L;
  private static final long LAST_RETRY_NANOS = 30_000_000_000L;

  /// What was done and what went wrong, for metrics. Guarded by itself.
  static final class Figures {
    long writes;
    long writtenBytes;
    long writesFailed;
    long forcesFailed;
    long deletions;
    long deletionsFailed;

    synchronized Figures copy() {
      var copy = new Figures();
      copy.writes = writes;
      copy.writtenBytes = writtenBytes;
      copy.writesFailed = writesFailed;
      copy.forcesFailed = forcesFailed;
      copy.deletions = deletions;
      copy.deletionsFailed = deletionsFailed;
      return copy;
    }
  }

  /// Told how long each force took; the name of the class says where that goes.
  public interface Timings {
    void forced(long nanos);

    void deleted(long nanos);
  }

  /// The file that is being written. A force that is running is of this one.
  private static final class PartFile {
    final Segment segment;
    final Segment.Part part;
    final DiskFile file;

    /// Holds records that no force was begun for.
    boolean isDirty;

    PartFile(Segment segment, Segment.Part part, DiskFile file) {
      this.segment = segment;
      this.part = part;
      this.file = file;
    }
  }

  final Figures figures = new Figures();

  private final Log log;
  private final LogDirectory directory;
  private final Disk disk;
  private final Clock clock;
  private final ForcePolicy policy;
  private final Timings timings;
  private final QuietLog quietly;
  private final Forcer forcer;
  private final Runnable directoryRestored;
  private final Supplier<Map<String, CursorStore>> cursors;
  private final List<Path> trash = new ArrayList<>();

  private @Nullable PartFile open;
  private long forceDueNanos;
  private long tidyDueNanos;
  private long retryNanos;
  private long retryDelayNanos = FIRST_RETRY_NANOS;
  private boolean isFailing;

  /// The directory may hold segments that are not of this log.
  private boolean mustLookForOthers;

  private int idleRounds;

  /// @param found what the directory held
  /// @param cursors those in use, by consumer
  LogWriter(
      Log log,
      LogDirectory directory,
      LogDirectory.Found found,
      Disk disk,
      Clock clock,
      Timings timings,
      QuietLog quietly,
      Forcer forcer,
      Runnable directoryRestored,
      Supplier<Map<String, CursorStore>> cursors) {
    this.log = log;
    this.trash.addAll(found.trash());
    this.mustLookForOthers = !found.isComplete();
    this.directory = directory;
    this.disk = disk;
    this.clock = clock;
    this.policy = log.settings.force();
    this.timings = timings;
    this.quietly = quietly;
    this.forcer = forcer;
    this.directoryRestored = directoryRestored;
    this.cursors = cursors;
    this.tidyDueNanos = clock.nanos();
  }

  /// Does what is due and returns when to come again, in nanoseconds of the clock; sooner when
  /// woken.
  long step() {
    long now = clock.nanos();
    boolean isTidyDue = now - tidyDueNanos >= 0;
    if (isTidyDue) {
      tidyDueNanos = now + TIDY_EVERY_NANOS;
      forcer.beside(this::forceCursors);
      log.tidy();
      log.takeDoomed().forEach(part -> trash.add(part.file()));
      if (deleteTrash()) {
        // There may be room again.
        retryNanos = now;
      }
    }
    boolean worked = false;
    if (!isFailing || now - retryNanos >= 0) {
      worked = write(false, isTidyDue);
    }
    return nextStep(worked);
  }

  private long nextStep(boolean worked) {
    long now = clock.nanos();
    idleRounds = worked ? 0 : idleRounds + 1;
    if (isFailing) {
      return Math.min(retryNanos, tidyDueNanos);
    }
    if (idleRounds <= IDLE_ROUNDS || forcer.isRunning()) {
      return now + ROUND_NANOS;
    }
    boolean mustForce = open != null && open.isDirty && !(policy instanceof ForcePolicy.Never);
    if (mustForce) {
      return Math.min(forceDueNanos, tidyDueNanos);
    }
    log.isWriterIdle = true;
    // An append between the last look and the flag did not wake anybody.
    return log.hasUnwritten() ? now + ROUND_NANOS : tidyDueNanos;
  }

  /// Writes and forces everything, or as much as the disk takes, and lets go of the files.
  void close() {
    try (forcer) {
      write(true, true);
      forcer.last(this::forceCursors);
      finish();
    } catch (IOException e) {
      failed("force", e);
    } finally {
      reportLost();
      closeOpen();
    }
  }

  private void reportLost() {
    long lost = log.unwrittenSamples();
    if (lost > 0) {
      LOGGER.error(
          "closed the log with {} samples that the disk did not take:"
              + " those of them that a destination has not confirmed are lost",
          lost);
    }
  }

  /// Only what a durable cursor has passed may be deleted.
  private void forceCursors() {
    for (var cursor : cursors.get().entrySet()) {
      try {
        var position = cursor.getValue().force();
        if (position != null) {
          log.acknowledge(cursor.getKey(), position);
        }
      } catch (IOException e) {
        quietly.warn(
            "cursor",
            "cannot force how far %s got, what it has acknowledged stays in the log: %s"
                .formatted(cursor.getKey(), e));
      }
    }
  }

  private boolean write(boolean isFlush, boolean mayLookAtDirectory) {
    boolean mayWait = isFlush || isFailing;
    String doing = "force";
    boolean worked = false;
    try {
      worked = settle(forcer.poll());
      doing = "write";
      if (mayLookAtDirectory && open != null) {
        requireInPlace(open);
      }
      for (var batch = log.nextBatch(); batch != null; batch = log.nextBatch()) {
        write(batch);
        worked = true;
      }
      doing = "force";
      if (mayWait) {
        settle(forcer.await());
      }
      if (open != null && isForceDue(mayWait)) {
        force(open, mayWait || policy instanceof ForcePolicy.Always);
        worked = true;
      }
      recovered();
    } catch (IOException e) {
      failed(doing, e);
    }
    return worked;
  }

  /// Without its name, or under another file's, what is written would be gone with the process.
  private void requireInPlace(PartFile part) throws IOException {
    var file = part.part.file();
    if (!directory.isOurs(file, part.segment.headerOf(part.part))) {
      throw new NoSuchFileException(file.toString(), null, "removed or replaced");
    }
  }

  private void write(Batch batch) throws IOException {
    if (open == null || open.segment != batch.segment()) {
      finish();
      open = create(batch.segment(), batch.from());
    }
    long at = open.part.inFile(batch.from().offset());
    if (!open.isDirty) {
      forceDueNanos = batch.sinceNanos() + forceIntervalNanos();
    }
    open.isDirty = true;
    for (ByteBuffer slice : batch.slices()) {
      int bytes = slice.remaining();
      open.file.write(slice, at);
      at += bytes;
    }
    synchronized (figures) {
      figures.writes++;
      figures.writtenBytes += batch.to().offset() - batch.from().offset();
    }
    log.written(batch, !(policy instanceof ForcePolicy.Never));
  }

  private PartFile create(Segment segment, WalPosition from) throws IOException {
    if (!disk.isDirectory(directory.segments)) {
      directory.create();
      directoryRestored.run();
    }
    lookForOthers();
    int index = segment.nextPart++;
    var part = new Segment.Part(index, directory.partFile(segment.number, index), from.offset());
    var file = disk.create(part.file());
    try {
      file.write(ByteBuffer.wrap(segment.headerOf(part).encode()), 0);
      if (!(policy instanceof ForcePolicy.Never)) {
        disk.forceDirectory(directory.segments);
      }
    } catch (IOException e) {
      file.close();
      deleteOrRemember(part.file());
      throw e;
    }
    if (!log.addPart(segment, part)) {
      // Everybody has passed the segment meanwhile; the file goes with the next tidying.
      trash.add(part.file());
    }
    return new PartFile(segment, part, file);
  }

  private void lookForOthers() throws IOException {
    if (mustLookForOthers) {
      log.takeDoomed().forEach(part -> trash.add(part.file()));
      deleteTrash();
      directory.setAsideOthers(log.files());
      mustLookForOthers = false;
    }
  }

  private boolean isForceDue(boolean isFlush) {
    return open != null
        && open.isDirty
        && !forcer.isRunning()
        && switch (policy) {
          case ForcePolicy.Always _ -> true;
          case ForcePolicy.Interval _ -> isFlush || clock.nanos() - forceDueNanos >= 0;
          case ForcePolicy.Never _ -> false;
        };
  }

  private long forceIntervalNanos() {
    return switch (policy) {
      case ForcePolicy.Interval(Duration interval) -> Math.max(interval.toNanos() - ROUND_NANOS, 0);
      case ForcePolicy.Always _, ForcePolicy.Never _ -> 0;
    };
  }

  private void force(PartFile part, boolean mayWait) throws IOException {
    forcer.start(part.segment, part.segment.written, part.file);
    part.isDirty = false;
    settle(mayWait ? forcer.await() : forcer.poll());
  }

  /// True when there was something to note.
  private boolean settle(Forcer.@Nullable Forced forced) {
    if (forced == null) {
      return false;
    }
    timings.forced(forced.nanos());
    log.forced(forced.segment(), forced.to());
    return true;
  }

  /// The open file is complete: forces and closes it.
  private void finish() throws IOException {
    if (open == null) {
      return;
    }
    settle(forcer.await());
    if (open.isDirty && !(policy instanceof ForcePolicy.Never)) {
      force(open, true);
    }
    closeOpen();
  }

  private void failed(String doing, IOException e) {
    count(doing);
    awaitForce();
    quietly.warn(
        doing,
        "cannot %s the log in %s, keeping at most %d bytes of it in memory meanwhile: %s"
            .formatted(doing, directory.segments, log.settings.memoryBytes(), IoReason.of(e)));
    var part = open;
    log.writeFailed(part == null ? null : part.segment);
    if (part != null) {
      cutBack(part);
    }
    isFailing = true;
    mustLookForOthers = true;
    retryNanos = clock.nanos() + retryDelayNanos;
    retryDelayNanos = Math.min(2 * retryDelayNanos, LAST_RETRY_NANOS);
  }

  private void count(String failed) {
    synchronized (figures) {
      if (failed.equals("force")) {
        figures.forcesFailed++;
      } else {
        figures.writesFailed++;
      }
    }
  }

  /// Nothing may be cut back under a force that is running.
  private void awaitForce() {
    try {
      settle(forcer.await());
    } catch (IOException _) {
      // What it was to force is written elsewhere like the rest.
      count("force");
    }
  }

  /// Leaves nothing behind of what will be written elsewhere.
  private void cutBack(PartFile part) {
    long keep = part.part.inFile(part.segment.kept.offset());
    try {
      part.file.truncate(keep);
    } catch (IOException _) {
      // The header of the next part says where this one ends.
    }
    closeOpen();
    if (keep <= SegmentHeader.BYTES) {
      log.removePart(part.segment, part.part);
      deleteOrRemember(part.part.file());
    }
  }

  private void recovered() {
    if (isFailing) {
      isFailing = false;
      retryDelayNanos = FIRST_RETRY_NANOS;
      log.writesAgain();
      LOGGER.info("the log is written to {} again", directory.segments);
    }
  }

  /// True when something was deleted.
  private boolean deleteTrash() {
    if (trash.isEmpty()) {
      return false;
    }
    long start = clock.nanos();
    var files = List.copyOf(trash);
    trash.clear();
    files.forEach(this::deleteOrRemember);
    timings.deleted(clock.nanos() - start);
    return trash.size() < files.size();
  }

  private void deleteOrRemember(Path file) {
    try {
      directory.delete(file);
      synchronized (figures) {
        figures.deletions++;
      }
    } catch (IOException e) {
      trash.add(file);
      synchronized (figures) {
        figures.deletionsFailed++;
      }
      quietly.warn("delete", "cannot delete %s, will try again: %s".formatted(file, e));
    }
  }

  private void closeOpen() {
    if (open != null) {
      open.file.close();
      open = null;
    }
  }
}
