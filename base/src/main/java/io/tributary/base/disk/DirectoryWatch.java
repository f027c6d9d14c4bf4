package io.tributary.base.disk;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Waits for changes in directories. What has changed is not told: a change comes as many different
/// series of events, and reading everything again is the one answer that is always right.
///
/// [#add] and [#awaitChanges] may be called by different threads.
public final class DirectoryWatch implements AutoCloseable {
  /// A writer is believed to be done when the directories have been quiet for so long …
  private static final long QUIET_MS = 50;

  /// … or when we have waited for so long.
  private static final int MAX_QUIET_ROUNDS = 20;

  private final WatchService service;

  /// Guarded by this.
  private final Map<Path, WatchKey> keys = new HashMap<>();

  public DirectoryWatch() throws IOException {
    service = FileSystems.getDefault().newWatchService();
  }

  /// Watches `directory` too, unless it is watched already. A directory that was removed and made
  /// again is a new one.
  public synchronized void add(Path directory) throws IOException {
    WatchKey known = keys.get(directory);
    if (known == null || !known.isValid()) {
      keys.put(directory, directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
    }
  }

  /// Waits until something has changed and it is quiet again; false when this is closed.
  public boolean awaitChanges() throws InterruptedException {
    try {
      return settle(service.take());
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  /// The same, but not for something that begins to change after `most`; false when nothing did, or
  /// this is closed.
  public boolean awaitChanges(Duration most) throws InterruptedException {
    try {
      WatchKey key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
      return key != null && settle(key);
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  private boolean settle(WatchKey first) throws InterruptedException {
    WatchKey key = first;
    for (int round = 0; key != null && round < MAX_QUIET_ROUNDS; round++) {
      key.pollEvents();
      key.reset();
      key = service.poll(QUIET_MS, TimeUnit.MILLISECONDS);
    }
    if (key != null) {
      key.reset();
    }
    return true;
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new IllegalStateException("BUG: closing a watch service does no input or output", e);
    }
  }
}
