package io.tributary.net.client;

import io.tributary.base.time.Clock;
import io.tributary.net.http.HttpThreads;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/// Makes clients from settings. They share threads, a timer and buffers; this owns those.
///
/// A client costs next to nothing until its first call.
public final class HttpClients implements AutoCloseable {
  private static final int MAX_THREADS = 1024;
  private static final int IDLE_THREAD_MS = 10_000;

  private final Clock clock;
  private final QueuedThreadPool threads;
  private final Scheduler timers = new ScheduledExecutorScheduler("http-client-timer", true);
  private final ByteBufferPool buffers = new ArrayByteBufferPool(0, -1, -1, -1, 4 << 20, 8 << 20);
  private boolean isStarted;

  public HttpClients(Clock clock) {
    this.clock = clock;
    threads = HttpThreads.pool("http-client", 0, MAX_THREADS, IDLE_THREAD_MS);
  }

  /// A client with these settings. Throws where they cannot work: a secret reference without a
  /// manager, certificates that do not parse, a proxy scheme that is not known.
  public StreamCaller open(HttpClientSettings settings, HttpClientOptions options)
      throws IOException {
    return new JettyCaller(this, settings.normalized(), options);
  }

  Clock clock() {
    return clock;
  }

  /// The shared thread pool, started on first use.
  synchronized Executor threads() throws IOException {
    if (!isStarted) {
      try {
        timers.start();
        threads.start();
      } catch (Exception e) {
        throw new IOException("cannot start threads of the HTTP client: " + e.getMessage(), e);
      }
      isStarted = true;
    }
    return threads;
  }

  Scheduler timers() {
    return timers;
  }

  ByteBufferPool buffers() {
    return buffers;
  }

  /// Stops the shared threads. Close the clients first.
  @Override
  public synchronized void close() {
    if (!isStarted) return;
    isStarted = false;
    try {
      threads.setStopTimeout(1000);
      threads.stop();
      timers.stop();
    } catch (Exception e) {
      throw new IllegalStateException("BUG: the HTTP client's threads do not stop", e);
    }
  }
}
