package io.tributary.metrics.wal;

import io.tributary.base.disk.DiskFile;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forces files to the disk beside the thread that writes them, one at a time.
///
/// A busy disk may take half a second over a force. What is appended meanwhile still reaches the
/// file, and so outlives the process. At most one force of a segment, one of the cursors and the
/// last one wait. Owned by the writer's thread.
final class Forcer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Forcer.class);

  /// The segment's records up to `to` are durable; it took so long.
  record Forced(Segment segment, WalPosition to, long nanos) {}

  private final Clock clock;
  private final Executor executor;
  private final Runnable onClose;
  private final AtomicBoolean isBusyBeside = new AtomicBoolean();
  private @Nullable FutureTask<Forced> running;

  private Forcer(Clock clock, Executor executor, Runnable onClose) {
    this.clock = clock;
    this.executor = executor;
    this.onClose = onClose;
  }

  /// With a thread of its own.
  static Forcer aside(Clock clock) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform()
                .daemon()
                .name("wal-force")
                .uncaughtExceptionHandler((_, bug) -> LOGGER.error("BUG: forcing failed", bug))
                .factory());
    return new Forcer(clock, thread, thread::shutdown);
  }

  /// On the thread that asks, for simulations.
  static Forcer inPlace(Clock clock) {
    return new Forcer(clock, Runnable::run, () -> {});
  }

  /// Begins to force `file`, which holds the segment up to `to`. None may be running.
  void start(Segment segment, WalPosition to, DiskFile file) {
    var task =
        new FutureTask<>(() -> {
          long start = clock.nanos();
          file.force();
          return new Forced(segment, to, clock.nanos() - start);
        });
    running = task;
    executor.execute(task);
  }

  boolean isRunning() {
    return running != null;
  }

  /// What has been forced since the last call, null when there is nothing new. Throws when forcing
  /// failed.
  @Nullable Forced poll() throws IOException {
    var task = running;
    return task == null || !task.isDone() ? null : await();
  }

  /// As [#poll], but waits for what is running.
  @Nullable Forced await() throws IOException {
    var task = running;
    if (task == null) {
      return null;
    }
    running = null;
    return get(task);
  }

  private static <T extends @Nullable Object> T get(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("BUG: forcing a file failed", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("BUG: the log's writer was interrupted", e);
    }
  }

  /// Runs other forcing after what is running, unless the last of it has not ended yet.
  void beside(Runnable forcing) {
    if (isBusyBeside.compareAndSet(false, true)) {
      executor.execute(() -> {
        try {
          forcing.run();
        } finally {
          isBusyBeside.set(false);
        }
      });
    }
  }

  /// Runs other forcing after all that was asked for, and waits for it.
  void last(Runnable forcing) throws IOException {
    var task = new FutureTask<@Nullable Void>(forcing, null);
    executor.execute(task);
    get(task);
  }

  /// Lets the thread end after what it has been given.
  @Override
  public void close() {
    onClose.run();
  }
}
