package io.tributary.runtime.graph;

import io.tributary.component.Health;
import io.tributary.runtime.content.Content;
import io.tributary.runtime.content.ContentContext;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.content.ContentSource;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The content that one block asks for: read when its arguments change, and, while it runs, by a
/// thread of its own whenever the source may hold something else. Thread-safe.
final class ContentFeed<A> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentFeed.class);

  private final ContentKind<A> kind;
  private final String name;
  private final Supplier<Instant> now;
  private final Runnable onChange;

  // Guarded by `this`; the health may be read by anyone.
  private @Nullable A arguments;
  private @Nullable ContentSource source;
  private @Nullable Thread watcher;
  private boolean isRunning;
  private Content content = new Content(Map.of());
  private @Nullable Content pending;
  private volatile Health health;

  /// `onChange` says that [#takePending] has something.
  ContentFeed(ContentKind<A> kind, String name, Supplier<Instant> now, Runnable onChange) {
    this.kind = kind;
    this.name = name;
    this.now = now;
    this.onChange = onChange;
    health = Health.healthy("not read yet", now.get());
  }

  /// Opens and reads another source where the arguments are other ones; false where they are not.
  /// When that fails, the one before stays.
  synchronized boolean update(A next, ContentContext context) throws IOException {
    if (next.equals(arguments)) {
      return false;
    }
    ContentSource opened = kind.opener().open(context, next);
    try {
      content = opened.read();
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    closeSource();
    source = opened;
    arguments = next;
    pending = null;
    health = Health.healthy("content read", now.get());
    if (isRunning) {
      watch(opened);
    }
    return true;
  }

  synchronized Content content() {
    return content;
  }

  synchronized String modulePath() {
    return source == null ? "" : source.modulePath();
  }

  Health health() {
    return health;
  }

  /// Makes what the watcher has read the content; false when there is nothing new.
  synchronized boolean takePending() {
    if (pending == null) {
      return false;
    }
    content = pending;
    pending = null;
    return true;
  }

  /// Begins to watch.
  synchronized void start() {
    if (!isRunning) {
      isRunning = true;
      if (source != null) {
        watch(source);
      }
    }
  }

  /// Ends to watch; the content stays.
  synchronized void stop() {
    isRunning = false;
    if (watcher != null) {
      watcher.interrupt();
      watcher = null;
    }
  }

  @Override
  public synchronized void close() {
    isRunning = false;
    closeSource();
  }

  private void closeSource() {
    if (watcher != null) {
      watcher.interrupt();
      watcher = null;
    }
    if (source != null) {
      source.close();
      source = null;
    }
  }

  private void watch(ContentSource watched) {
    watcher =
        Thread.ofVirtual()
            .name("watch-" + name)
            .start(() -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  watched.awaitChange();
                  readAgain(watched);
                }
              } catch (InterruptedException e) {
                // Nobody wants to know any more.
              }
            });
  }

  private void readAgain(ContentSource watched) {
    Content next;
    try {
      next = watched.read();
    } catch (IOException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        failed(watched, NodeFailure.reason(e));
      }
      return;
    }
    if (changed(watched, next)) {
      onChange.run();
    }
  }

  private synchronized boolean changed(ContentSource watched, Content next) {
    if (watched != source) {
      return false;
    }
    health = Health.healthy("content read", now.get());
    if (next.equals(pending == null ? content : pending)) {
      return false;
    }
    pending = next;
    return true;
  }

  private synchronized void failed(ContentSource watched, String reason) {
    if (watched == source) {
      health = Health.unhealthy(reason, now.get());
      LOG.atError().addKeyValue("node", name).addKeyValue("err", reason).log("cannot read content");
    }
  }
}
