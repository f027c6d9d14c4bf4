package io.tributary.net.scrape;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what would hold a loop up, one task at a time: large pages take their turns, so that
/// however many there are, the memory and the core of one suffice. The thread goes when it has been
/// idle for a while.
///
/// What waits has no bound of its own. A task either holds the page it is about, counted against
/// [EventLoop#bodies] until it has run, where a page that finds no room fails its scrape and an
/// array takes 8 KiB at least: so no more wait than pages fit. Or it is the only one of its kind
/// that its target has waiting.
final class AsideThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AsideThread.class);

  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor executor;

  AsideThread(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name).factory());
    executor.allowCoreThreadTimeOut(true);
  }

  void run(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      log.debug("a task came after the end", e);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task beside the loop failed", e);
    }
  }

  /// Tasks that wait do not run any more; the one that runs is not waited for.
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
