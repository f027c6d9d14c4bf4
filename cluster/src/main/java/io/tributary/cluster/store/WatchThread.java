package io.tributary.cluster.store;

import io.tributary.cluster.store.KeyValueStore.Listener;
import io.tributary.cluster.store.KeyValueStore.Watch;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A watch of a store that is elsewhere: a thread that reads everything and then follows what
/// changes; when that ends, by a failure say, it begins anew, after a pause that grows while
/// nothing can be read.
///
/// Telling happens under a lock, so that nothing is told once [#close] has returned. A listener may
/// close its watch.
public final class WatchThread implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);

  static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /// Soon enough after a long outage, and not a burden during it.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String name;
  private final StoreContext context;
  private final Source source;
  private final Listener listener;
  private final ReentrantLock telling = new ReentrantLock();
  private final Thread thread;

  /// Guarded by `telling`.
  private boolean isClosed;

  // Owned by the thread.
  private int failures;
  private boolean isToldLost;
  private long loadedNanos;

  /// Where a watch gets its news from.
  @FunctionalInterface
  public interface Source {
    /// Reads everything, tells it, and follows what changes, until it cannot: returns where nothing
    /// is wrong and it is to begin anew at once.
    void follow(Listener listener) throws StoreException, InterruptedException;
  }

  /// Passes on what is told, unless the watch is closed.
  private final class Guarded implements Listener {
    @Override
    public void loaded(SortedMap<String, byte[]> all) {
      recovered();
      tell(() -> listener.loaded(all));
    }

    @Override
    public void changed(String key, byte[] value) {
      tell(() -> listener.changed(key, value));
    }

    @Override
    public void deleted(String key) {
      tell(() -> listener.deleted(key));
    }
  }

  private WatchThread(String name, StoreContext context, Source source, Listener listener) {
    this.name = name;
    this.context = context;
    this.source = source;
    this.listener = listener;
    thread = Thread.ofVirtual().name("watch " + name).unstarted(this::run);
  }

  /// @param name of what is watched, for the log
  public static WatchThread start(
      String name, StoreContext context, Source source, Listener listener) {
    var watch = new WatchThread(name, context, source, listener);
    watch.thread.start();
    return watch;
  }

  private void run() {
    var guarded = new Guarded();
    try {
      while (!isOver()) {
        follow(guarded);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void follow(Listener guarded) throws InterruptedException {
    try {
      source.follow(guarded);
    } catch (StoreException e) {
      failed(e);
      pause();
    } catch (RuntimeException e) {
      // Of a library, say, whose client was closed by another thread: a watch must not end by it.
      failed(new StoreException(e.toString(), e));
      pause();
    }
  }

  private boolean isOver() {
    telling.lock();
    try {
      return isClosed;
    } finally {
      telling.unlock();
    }
  }

  private void tell(Runnable news) {
    telling.lock();
    try {
      if (!isClosed) {
        news.run();
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("store", name)
          .addKeyValue("err", e.toString())
          .log("cannot take in a change of a store");
    } finally {
      telling.unlock();
    }
  }

  /// The first failure is told, and then the recovery. What can be read but not followed is no
  /// recovery: only a watch that has lasted begins with short pauses again.
  private void failed(StoreException e) {
    if (failures > 0
        && !isToldLost
        && context.clock().nanos() - loadedNanos > LONGEST_PAUSE.toNanos()) {
      failures = 0;
    }
    failures++;
    if (!isToldLost) {
      isToldLost = true;
      LOG.atWarn()
          .addKeyValue("store", name)
          .addKeyValue("err", e.getMessage())
          .log("cannot watch a store; going on with what is known of it");
    }
  }

  private void recovered() {
    loadedNanos = context.clock().nanos();
    if (isToldLost) {
      isToldLost = false;
      LOG.atInfo()
          .addKeyValue("store", name)
          .addKeyValue("attempts", failures)
          .log("watching a store again");
    }
  }

  private void pause() throws InterruptedException {
    long nanos = FIRST_PAUSE.toNanos() << Math.min(failures, 10);
    long bounded = Math.min(nanos, LONGEST_PAUSE.toNanos());
    // Not all agents at the same time.
    long jittered = bounded / 2 + context.random().nextLong(bounded / 2);
    context.clock().sleepUntil(context.clock().nanos() + jittered);
  }

  @Override
  public void close() {
    telling.lock();
    try {
      isClosed = true;
    } finally {
      telling.unlock();
    }
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }
}
