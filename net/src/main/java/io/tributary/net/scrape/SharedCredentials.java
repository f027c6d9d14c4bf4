package io.tributary.net.scrape;

import io.tributary.net.client.Credentials;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The credentials of a job's targets. Files are read off the loop, and once for all targets that
/// are due together: a reading is good for [#FRESH_NANOS].
///
/// Safe for several loops.
final class SharedCredentials {
  private static final long FRESH_NANOS = 100_000_000;

  private final Credentials credentials;

  // Guarded by this.
  private @Nullable HttpHeaders headers;
  private @Nullable IOException problem;
  private boolean isRead;
  private long readNanos;
  private List<Waiting> waiting = new ArrayList<>();

  private record Waiting(EventLoop loop, Runnable then) {}

  SharedCredentials(Credentials credentials) {
    this.credentials = credentials;
  }

  /// Whether [#get] answers with a reading that is fresh enough.
  synchronized boolean isReady(long nowNanos) {
    if (!credentials.canChange() && isRead && problem == null) return true;
    return isRead && nowNanos - readNanos < FRESH_NANOS;
  }

  /// Reads again, then runs `then` on the loop.
  void refresh(EventLoop loop, Runnable then) {
    synchronized (this) {
      waiting.add(new Waiting(loop, then));
      if (waiting.size() > 1) return;
    }
    long now = loop.nanoTime();
    if (credentials.canChange()) Thread.ofVirtual().name("read-credentials").start(() -> read(now));
    else read(now);
  }

  private void read(long nowNanos) {
    HttpHeaders fresh = null;
    IOException failure = null;
    try {
      fresh = credentials.read();
    } catch (IOException e) {
      failure = e;
    }
    List<Waiting> all;
    synchronized (this) {
      // The same headers stay the same object: requests are laid out again only for new ones.
      if (fresh == null || headers == null || !fresh.sameAs(headers)) headers = fresh;
      problem = failure;
      isRead = true;
      readNanos = nowNanos;
      all = waiting;
      waiting = new ArrayList<>();
    }
    for (var one : all) one.loop.execute(one.then);
  }

  synchronized HttpHeaders get() throws IOException {
    if (problem != null) throw problem;
    if (headers == null) throw new IllegalStateException("BUG: credentials were not read");
    return headers;
  }
}
