package io.tributary.cluster.node;

import io.tributary.cluster.node.Peers.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what happened, one thing after the other, on a thread of its own.
///
/// What a listener throws is logged; the others are told all the same.
public final class Mailbox implements AutoCloseable {
  /// Hears when listeners are told of a view, and when all have been.
  public interface Meter {
    Meter NONE =
        new Meter() {
          @Override
          public void began() {}

          @Override
          public void ended() {}
        };

    void began();

    void ended();
  }

  /// Bytes of messages that wait at most. Who brings more from outside waits, and so do the agents
  /// that send it. Of views only the last one waits.
  static final int MAX_BYTES = 64 << 20;

  /// What a shorter message counts as, so that there are 4096 of them at most.
  private static final int LEAST_BYTES = MAX_BYTES / 4096;

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /// In bytes. In turn, or a long message would wait for good behind short ones.
  private final Semaphore room = new Semaphore(MAX_BYTES, true);

  /// What waits to be told; guarded by the mailbox.
  private static final class Waiting {
    View view;

    Waiting(View view) {
      this.view = view;
    }
  }

  /// Where the next view takes the place of one that waits, or none; guarded by this.
  private @Nullable Waiting next;

  /// Owned by the thread.
  private final List<Listener> listeners = new ArrayList<>();

  /// Owned by the thread: what a new listener is told first.
  private View last;

  private final Meter meter;
  private final Thread thread;
  private volatile boolean isClosed;

  public Mailbox(String name, View first) {
    this(name, first, Meter.NONE);
  }

  public Mailbox(String name, View first, Meter meter) {
    this.meter = meter;
    last = first;
    thread = Thread.ofVirtual().name("cluster-mail-" + name).start(this::run);
  }

  public void add(Listener listener) {
    waiting.add(() -> {
      listeners.add(listener);
      call(listener, one -> one.viewed(last));
    });
  }

  public synchronized void viewed(View view) {
    if (next == null) {
      next = enqueue(view);
    } else {
      next.view = view;
    }
  }

  /// The same for a view that must be told, whatever comes behind it.
  public synchronized void viewedByItself(View view) {
    enqueue(view);
    next = null;
  }

  private Waiting enqueue(View view) {
    var one = new Waiting(view);
    waiting.add(() -> tell(one));
    return one;
  }

  private void tell(Waiting one) {
    View now;
    synchronized (this) {
      now = one.view;
      if (next == one) {
        next = null;
      }
    }
    last = now;
    meter.began();
    each(listener -> listener.viewed(now));
    meter.ended();
  }

  /// Waits for room.
  public void received(String from, byte[] message) {
    int bytes = bytes(message);
    try {
      room.acquire(bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    deliver(from, message, bytes);
  }

  /// From this agent to itself. A listener that sends to itself without end cannot wait for itself:
  /// what finds no room is lost, as a message to an agent that left would be.
  ///
  /// @return whether there was room
  public boolean receivedFromSelf(String self, byte[] message) {
    int bytes = bytes(message);
    boolean hasRoom = room.tryAcquire(bytes);
    if (hasRoom) {
      deliver(self, message, bytes);
    }
    return hasRoom;
  }

  private static int bytes(byte[] message) {
    return Math.clamp(message.length, LEAST_BYTES, MAX_BYTES);
  }

  private void deliver(String from, byte[] message, int bytes) {
    if (isClosed) {
      room.release(bytes);
      return;
    }
    size.incrementAndGet();
    waiting.add(() -> {
      size.decrementAndGet();
      room.release(bytes);
      each(listener -> listener.received(from, message));
    });
  }

  /// Messages that wait.
  public int size() {
    return size.get();
  }

  private void each(Consumer<Listener> call) {
    for (Listener listener : List.copyOf(listeners)) {
      call(listener, call);
    }
  }

  private static void call(Listener listener, Consumer<Listener> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("cannot tell what happened in the cluster");
    }
  }

  private void run() {
    try {
      while (!isClosed) {
        waiting.take().run();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// What waits is told to nobody; whoever waits for room goes on.
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    room.release(MAX_BYTES);
  }
}
