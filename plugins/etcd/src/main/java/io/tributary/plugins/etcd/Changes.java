package io.tributary.plugins.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes on their way from the threads of the library to that of a watch. Where more of them wait
/// than there is room for, or history is gone, all of them are given up: everything is read anew
/// then.
final class Changes implements Watch.Listener {
  private static final long MOST_WAITING_BYTES = 32L << 20;
  private static final int EVENT_BYTES = 128;

  // Guarded by this.
  private final Deque<List<WatchEvent>> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable Throwable failure;
  private boolean isOver;

  @Override
  public synchronized void onNext(WatchResponse response) {
    List<WatchEvent> events = response.getEvents();
    waitingBytes += bytes(events);
    if (waitingBytes > MOST_WAITING_BYTES && !waiting.isEmpty()) {
      waiting.clear();
      isOver = true;
    } else if (!isOver) {
      waiting.add(events);
    }
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable cause) {
    if (!isOver) {
      failure = cause instanceof CompactedException ? null : cause;
      isOver = true;
    }
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    isOver = true;
    notifyAll();
  }

  /// The next changes; empty where everything is to be read anew. Throws what ended the watch.
  synchronized Optional<List<WatchEvent>> next() throws Refusal, InterruptedException {
    while (waiting.isEmpty() && !isOver) {
      wait();
    }
    List<WatchEvent> events = waiting.poll();
    if (events != null) {
      waitingBytes -= bytes(events);
      return Optional.of(events);
    }
    if (failure != null) {
      throw new Refusal(failure);
    }
    return Optional.empty();
  }

  private static long bytes(List<WatchEvent> events) {
    long bytes = 0;
    for (WatchEvent event : events) {
      bytes +=
          EVENT_BYTES + event.getKeyValue().getKey().size() + event.getKeyValue().getValue().size();
    }
    return bytes;
  }
}
