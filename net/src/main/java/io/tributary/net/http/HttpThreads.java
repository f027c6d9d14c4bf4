package io.tributary.net.http;

import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The thread pools of Jetty's client and server.
public final class HttpThreads {
  private HttpThreads() {}

  /// A pool that is not started yet. Its daemon threads only select; handlers run on virtual
  /// threads.
  ///
  /// The queue is the JDK's: Jetty's own asks the platform's MBean server for the width of a cache
  /// line, which loads JMX and flight recording, 3 MB that an agent otherwise never touches.
  public static QueuedThreadPool pool(String name, int min, int max, int idleMs) {
    var threads = new QueuedThreadPool(max, min, idleMs, 0, new LinkedBlockingQueue<>(), null);
    threads.setName(name);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return threads;
  }
}
