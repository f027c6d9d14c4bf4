package io.tributary.exporters.unix.disk;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks file systems how large they are, without waiting for ever: a dead network file system does
/// not answer, and no signal ends the call.
///
/// One thread asks for all of them as long as they answer. One that takes longer than a moment
/// keeps its thread, another thread goes on with the rest, and at the end all slow ones together
/// get until the timeout. What has not answered by then is *stuck*: it is not asked again before
/// its call has come back. So a dead server costs one scrape the timeout and every later one
/// nothing.
///
/// Used by the thread of the scrape; [#stuck] is shared with the threads that ask.
final class SpaceProbe implements AutoCloseable {
  /// Far above what a living file system takes.
  private static final long MOMENT_MILLIS = 50;

  private static final long IDLE_SECONDS = 60;

  /// What is asked; [Space#of] outside of tests.
  @FunctionalInterface
  interface Question {
    Space ask(Path path) throws IOException;
  }

  private final Question question;
  private final Duration timeout;
  private final Clock clock;
  private final Set<Path> stuck = ConcurrentHashMap.newKeySet();

  /// As many threads as there are calls that hang, and one more; each goes after a minute of rest.
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("mount-probe-", 0).factory());

  SpaceProbe(Question question, Duration timeout, Clock clock) {
    this.question = question;
    this.timeout = timeout;
    this.clock = clock;
  }

  /// The answers; nothing for a file system that is stuck or fails.
  Map<Path, Optional<Space>> ask(Collection<Path> paths) throws IOException {
    long deadlineNanos = clock.nanos() + timeout.toNanos();
    var answers = new LinkedHashMap<Path, Optional<Space>>();
    var slow = new LinkedHashMap<Path, Future<Space>>();
    for (Path path : paths) {
      answers.put(path, Optional.empty());
      if (!stuck.contains(path)) {
        Future<Space> pending = threads.submit(() -> ask(path));
        long nanos =
            Math.min(TimeUnit.MILLISECONDS.toNanos(MOMENT_MILLIS), deadlineNanos - clock.nanos());
        if (!take(path, pending, nanos, answers)) {
          slow.put(path, pending);
        }
      }
    }
    for (var one : slow.entrySet()) {
      if (!take(one.getKey(), one.getValue(), deadlineNanos - clock.nanos(), answers)) {
        stuck.add(one.getKey());
        if (one.getValue().isDone()) {
          stuck.remove(one.getKey()); // It came back while it was being given up.
        }
      }
    }
    return answers;
  }

  private Space ask(Path path) throws IOException {
    try {
      return question.ask(path);
    } finally {
      stuck.remove(path);
    }
  }

  /// Whether the call came back in time.
  private static boolean take(
      Path path, Future<Space> pending, long nanos, Map<Path, Optional<Space>> answers)
      throws IOException {
    try {
      answers.put(path, Optional.of(pending.get(Math.max(0, nanos), TimeUnit.NANOSECONDS)));
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return true; // It answered, and the answer is that it cannot tell.
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking for the size of " + path);
    }
  }

  /// Threads that hang stay until their calls come back; they do not keep the process.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
