package io.tributary.runtime.content;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Notices changes in the directory of a file, as far as the system announces them.
final class FileWatch implements AutoCloseable {
  static final FileWatch NONE = new FileWatch(null);

  private final @Nullable WatchService service;

  private FileWatch(@Nullable WatchService service) {
    this.service = service;
  }

  /// A directory is watched itself. What cannot be watched gives [#NONE].
  static FileWatch open(Path path) {
    Path absolute = path.toAbsolutePath();
    Path directory = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    if (directory == null) {
      return NONE;
    }
    try {
      WatchService service = directory.getFileSystem().newWatchService();
      try {
        directory.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
        return new FileWatch(service);
      } catch (IOException e) {
        service.close();
        return NONE;
      }
    } catch (IOException e) {
      return NONE;
    }
  }

  boolean isOpen() {
    return service != null;
  }

  /// True when something changed before `most` had passed.
  boolean await(Duration most) throws InterruptedException {
    if (service == null) {
      return false;
    }
    try {
      WatchKey key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
      return key != null && reset(key);
    } catch (ClosedWatchServiceException e) {
      throw new InterruptedException("closed");
    }
  }

  /// Forgets what was announced and not yet heard.
  void drain() {
    if (service == null) {
      return;
    }
    try {
      WatchKey key = service.poll();
      if (key != null) {
        reset(key);
      }
    } catch (ClosedWatchServiceException e) {
      // Nobody waits for it any more.
    }
  }

  private static boolean reset(WatchKey key) {
    key.pollEvents();
    key.reset();
    return true;
  }

  @Override
  public void close() {
    if (service == null) {
      return;
    }
    try {
      service.close();
    } catch (IOException e) {
      // The descriptor is gone either way.
    }
  }
}
