package io.tributary.metrics.wal;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskLock;
import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.layout.WeakInterner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of one pipeline: scrapes go in at the end, every consumer reads at its own pace.
///
/// Thread-safe. [#append] never throws for trouble with the disk and never waits for it: records go
/// to memory, and a thread of the log writes and forces them. While the disk cannot be written the
/// log goes on in bounded memory and returns to the disk by itself.
///
/// A consumer registers, opens a reader, and notes in its cursor what was acknowledged; the log
/// forces cursors once a second, and then lets go of what they have passed:
///
/// ```java
/// var cursor = wal.cursor(name);
/// var start = cursor.load().map(Cursor::position).orElseGet(wal::oldest);
/// wal.registerConsumer(name, budget, start, losses);
/// var reader = wal.openReader(name, start);
/// …
/// cursor.note(position, extra);
/// ```
public final class Wal implements ColumnSink, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Wal.class);

  /// A disk that hangs does not keep the process from ending.
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  /// A disk that is this slow is as good as none.
  private static final Duration SYNC_PATIENCE = Duration.ofSeconds(10);

  private static final long AFTER_BUG_NANOS = 1_000_000_000L;
  private static final long START_PAUSE_NANOS = 100_000_000L;

  private final Disk disk;
  private final Clock clock;
  private final Layouts layouts;
  private final WalMetrics metrics;
  private final LogDirectory directory;
  private final Log log;
  private final LogWriter writer;
  private final QuietLog quietly;
  private final WeakInterner<Stream> streams = new WeakInterner<>();
  private final Map<String, CursorStore> cursors = new HashMap<>();
  private final Set<String> dormant = ConcurrentHashMap.newKeySet();
  private final boolean isStartClean;
  private final double openSeconds;

  private @Nullable DiskLock diskLock;
  private @Nullable Thread thread;
  private volatile boolean isClosing;
  private boolean isClosed;

  private Wal(
      WalSettings settings,
      Disk disk,
      Clock clock,
      Layouts layouts,
      WalMetrics metrics,
      Runnable pause,
      Forcer forcer) {
    long start = clock.nanos();
    this.disk = disk;
    this.clock = clock;
    this.layouts = layouts;
    this.metrics = metrics;
    this.quietly = new QuietLog(LOGGER, clock);
    this.directory = new LogDirectory(settings.directory(), disk, pause);
    this.isStartClean = prepare(settings);
    var found = directory.scan();
    var loaded = new ArrayList<Segment>();
    var pool = new TailMemory.Pool();
    for (LogDirectory.Loaded segment : found.segments()) {
      loaded.add(segmentOf(segment, pool));
    }
    this.log = new Log(settings, clock, loaded, found.start(), found.openMs(), pool);
    found
        .cursors()
        .forEach((name, position) -> {
          log.addDormant(name, position);
          dormant.add(name);
        });
    this.writer =
        new LogWriter(
            log,
            directory,
            found,
            disk,
            clock,
            metrics,
            quietly,
            forcer,
            () -> lockAgain(settings),
            this::cursorsInUse);
    this.openSeconds = (clock.nanos() - start) / 1e9;
    LOGGER.info(
        "opened the log in {}: {} segments, next record in segment {}",
        settings.directory(),
        loaded.size(),
        found.start().segment());
  }

  /// Opens the log, whatever its directory holds: what cannot be read is moved aside or passed
  /// over, and where nothing can be written the log starts in memory. Throws [StorageException]
  /// only when another process has the directory, or it is a file.
  public static Wal open(
      WalSettings settings, Disk disk, Clock clock, Layouts layouts, WalMetrics metrics) {
    Runnable pause = () -> clock.parkUntil(clock.nanos() + START_PAUSE_NANOS);
    var wal = new Wal(settings, disk, clock, layouts, metrics, pause, Forcer.aside(clock));
    metrics.attach(wal);
    wal.startThread();
    return wal;
  }

  /// As [#open], but without a thread: [#step] does its work when it is called, and nothing waits.
  /// For simulations.
  public static Wal openStepped(
      WalSettings settings, Disk disk, Clock clock, Layouts layouts, WalMetrics metrics) {
    var wal = new Wal(settings, disk, clock, layouts, metrics, () -> {}, Forcer.inPlace(clock));
    metrics.attach(wal);
    return wal;
  }

  private static Segment segmentOf(LogDirectory.Loaded loaded, TailMemory.Pool pool) {
    var header = loaded.header();
    var base = new WalPosition(header.segment(), 0, header.baseSequence(), header.baseSamples());
    var segment = new Segment(base, header.createdMs(), header.openMs(), new TailMemory(pool));
    segment.parts.addAll(loaded.parts());
    segment.kept = loaded.end();
    segment.written = loaded.end();
    segment.end = loaded.end();
    segment.isSealed = true;
    segment.newestOpenMs = loaded.newestOpenMs();
    segment.nextPart = loaded.parts().getLast().index() + 1;
    return segment;
  }

  /// Creates and locks the directory. True when the process before ended in good order.
  private boolean prepare(WalSettings settings) {
    requireNoFile(settings.directory());
    try {
      directory.create();
    } catch (IOException e) {
      quietly.warn("create", "cannot create " + settings.directory() + ": " + IoReason.of(e));
    }
    if (disk.isDirectory(settings.directory().resolve("wal"))) {
      LOGGER.info(
          "{} is Prometheus' own log: it is neither read nor changed",
          settings.directory().resolve("wal"));
    }
    if (!settings.lockFile()) {
      return true;
    }
    try {
      var taken = disk.lock(directory.lockFile());
      diskLock = taken;
      if (taken.isLeftover()) {
        LOGGER.warn(
            "{} was left behind: the process before did not stop in good order",
            directory.lockFile());
      }
      return !taken.isLeftover();
    } catch (DiskLock.HeldException e) {
      // In the words of Prometheus, which takes the same file.
      throw new StorageException(
          "opening storage failed: lock DB directory: resource temporarily unavailable (%s)"
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      quietly.warn(
          "lock",
          "cannot lock %s, going on without: %s (--storage.agent.no-lockfile turns the lock off)"
              .formatted(directory.lockFile(), IoReason.of(e)));
      return true;
    }
  }

  /// A disk that cannot be written may be so again; a path through a file stays wrong.
  private void requireNoFile(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (disk.isFile(at)) {
        throw new StorageException(
            "opening storage failed: mkdir %s: %s is a file and not a directory"
                .formatted(directory, at));
      }
    }
  }

  /// The directory was removed, and with it the lock file that the lock is on.
  private void lockAgain(WalSettings settings) {
    if (!settings.lockFile() || disk.isFile(directory.lockFile())) {
      return;
    }
    try {
      diskLock = disk.lock(directory.lockFile());
    } catch (IOException e) {
      quietly.warn("lock", "cannot lock " + directory.lockFile() + " again: " + IoReason.of(e));
    }
  }

  private void startThread() {
    var started =
        new Thread(
            () -> {
              while (!isClosing) {
                clock.parkUntil(safeStep());
              }
              writer.close();
            },
            "wal-writer");
    started.setDaemon(true);
    log.writer = started;
    thread = started;
    started.start();
  }

  /// The thread outlives whatever goes wrong in it: without it nothing is written any more.
  private long safeStep() {
    try {
      return writer.step();
    } catch (RuntimeException | LinkageError e) {
      LOGGER.error("BUG: writing the log failed", e);
      return clock.nanos() + AFTER_BUG_NANOS;
    }
  }

  /// Does what the log's thread would do now, and returns when it would come again.
  public long step() {
    return writer.step();
  }

  @Override
  public void append(ScrapeColumn column) {
    log.append(column);
  }

  /// Returns when everything that was appended before is in a file, from where a process that is
  /// killed finds it again; under [ForcePolicy.Always] it is forced as well. Throws
  /// [StorageException] where the disk does not take it.
  @Override
  public void sync() throws InterruptedException {
    if (!log.awaiting.await(SYNC_PATIENCE, clock)) {
      throw new StorageException("the disk does not take the log");
    }
  }

  /// The oldest record that is still there.
  public WalPosition oldest() {
    return log.oldest();
  }

  /// Behind the newest record.
  public WalPosition end() {
    return log.end();
  }

  /// The newest timestamp that was appended since the log was opened; [Long#MIN_VALUE] before the
  /// first.
  public long newestMs() {
    return log.newestMs;
  }

  /// Keeps what lies behind `start` for `name`, within `budget`. For a name that is registered this
  /// replaces budget and listener and leaves the place alone.
  public void registerConsumer(
      String name, ConsumerBudget budget, WalPosition start, LossListener listener) {
    dormant.remove(name);
    log.register(name, budget, start, listener);
  }

  /// Forgets a consumer: nothing is kept for it any more. Its cursor stays until that is deleted.
  public void unregister(String name) {
    log.unregister(name);
  }

  /// Consumers that have a cursor from an earlier run and have not registered since.
  public List<String> dormantConsumers() {
    return List.copyOf(dormant);
  }

  /// Consumers that have a cursor from an earlier run keep their part of the log until they
  /// register again. Once the configuration is known, this forgets those that are not in it.
  public void retainConsumers(Collection<String> names) {
    dormant.clear();
    for (String gone : log.dropDormant(names)) {
      try {
        cursor(gone).delete();
        directory.deleteIfUnreadable(gone);
      } catch (IOException e) {
        quietly.warn("cursor", "cannot delete the cursor of " + gone + ": " + IoReason.of(e));
      }
    }
  }

  /// The reader of a registered consumer, at `from`; the consumer's earlier reader ends.
  public WalReader openReader(String consumer, WalPosition from) {
    var place = log.consumer(consumer, from);
    var reader = new WalReader(log, disk, clock, layouts, streams, place, quietly);
    log.setReader(place, reader);
    return reader;
  }

  /// Everything before `position` was delivered, and that is durable: segments that every consumer
  /// has passed may go. The log does this itself for what a cursor notes.
  public void acknowledge(String consumer, WalPosition position) {
    log.acknowledge(consumer, position);
  }

  /// Where `consumer` keeps its position.
  public CursorStore cursor(String consumer) {
    synchronized (cursors) {
      return cursors.computeIfAbsent(
          consumer, name -> new CursorStore(directory.cursors, disk, name));
    }
  }

  private Map<String, CursorStore> cursorsInUse() {
    synchronized (cursors) {
      return Map.copyOf(cursors);
    }
  }

  public WalStatistics statistics() {
    return log.statistics();
  }

  /// False when the process before left its lock file behind.
  boolean isStartClean() {
    return isStartClean;
  }

  boolean hasLockFile() {
    return log.settings.lockFile();
  }

  double openSeconds() {
    return openSeconds;
  }

  int damagedFiles() {
    return directory.damagedFiles();
  }

  LogWriter.Figures figures() {
    return writer.figures.copy();
  }

  /// Writes and forces what it can, and lets go of the directory. Readers end.
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    log.close();
    stopThread();
    metrics.detach(this);
    synchronized (cursors) {
      cursors.values().forEach(CursorStore::close);
    }
    if (diskLock != null) {
      diskLock.close();
    }
  }

  /// The thread writes what is left and ends. When the disk holds it up it is left behind: it must
  /// not be interrupted, which would close the file under it.
  private void stopThread() {
    isClosing = true;
    var running = thread;
    if (running == null) {
      writer.close();
      return;
    }
    LockSupport.unpark(running);
    boolean ended = false;
    try {
      ended = running.join(CLOSE_DEADLINE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      LOGGER.error("closed the log while its disk did not answer");
    }
  }
}
