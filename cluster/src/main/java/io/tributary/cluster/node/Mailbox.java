package io.tributary.cluster.node;

import io.tributary.cluster.node.Peers.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what happened, one thing after the other, on a thread of its own.
///
/// What a listener throws is logged; the others are told all the same.
final class Mailbox implements AutoCloseable {
  /// What waits at most. Who brings more from outside waits, and so do the agents that send it.
  static final int CAPACITY = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(CAPACITY);

  /// Owned by the thread.
  private final List<Listener> listeners = new ArrayList<>();

  /// Owned by the thread: what a new listener is told first.
  private View last;

  private final Thread thread;
  private volatile boolean isClosed;

  Mailbox(String name, View first) {
    last = first;
    thread = Thread.ofVirtual().name("cluster-mail-" + name).start(this::run);
  }

  void add(Listener listener) {
    put(() -> {
      listeners.add(listener);
      listener.viewed(last);
    });
  }

  void viewed(View view) {
    put(() -> {
      last = view;
      each(listener -> listener.viewed(view));
    });
  }

  void received(String from, byte[] message) {
    put(() -> each(listener -> listener.received(from, message)));
  }

  /// From this agent to itself. A listener that sends to itself without end cannot wait for itself:
  /// what finds no room is lost, as a message to an agent that left would be.
  ///
  /// @return whether there was room
  boolean receivedFromSelf(String self, byte[] message) {
    return waiting.offer(() -> each(listener -> listener.received(self, message)));
  }

  /// Waits for room, but not for the listeners of a mailbox that is closed.
  private void put(Runnable event) {
    if (isClosed) {
      return;
    }
    if (Thread.currentThread() == thread) {
      event.run();
      return;
    }
    try {
      waiting.put(event);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void each(Consumer<Listener> call) {
    for (Listener listener : List.copyOf(listeners)) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("cannot tell what happened in the cluster");
      }
    }
  }

  private void run() {
    try {
      while (!isClosed) {
        waiting.take().run();
      }
    } catch (InterruptedException _) {
      // Closed.
    } finally {
      waiting.clear();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    // Room for whoever waits.
    waiting.clear();
  }
}
