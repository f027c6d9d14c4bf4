package io.tributary.net.scrape;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.memory.MemoryBudget;
import io.tributary.base.time.Clock;
import io.tributary.net.http.ResponseHead;
import io.tributary.wire.compress.Gunzip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The [EventLoop]: one thread around one selector.
///
/// A round is: wait for sockets, the next timer or a task; serve sockets; run tasks; run what is
/// due. It owns the buffers that its channels share, so a page that arrives in one piece needs no
/// memory of its own.
public final class SelectorLoop implements EventLoop {
  private static final Logger log = LoggerFactory.getLogger(SelectorLoop.class);

  /// The most that one read takes.
  static final int SCRATCH_BYTES = 128 << 10;

  /// A larger decode buffer is given back after use.
  private static final int KEPT_DECODED_BYTES = 4 << 20;

  /// Conversions between the clocks are good to about a millisecond, so a time this little after a
  /// slot still belongs to it.
  private static final long SLOT_TOLERANCE_NANOS = 2_000_000;

  /// What is served when its socket is ready.
  interface Ready {
    void ready(SelectionKey key);
  }

  private final Clock clock;
  private final Selector selector;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isAwake = new AtomicBoolean();
  private volatile boolean isClosing;

  // Owned by the loop's thread.
  private final TimerHeap timers = new TimerHeap();
  private final byte[] scratch = new byte[SCRATCH_BYTES + ScrapeListener.PADDING];
  private final MemoryBudget bodies;
  private final BodyBuffers buffers;
  private final AsideThread aside;
  private final ResponseHead head = new ResponseHead();
  private final Gunzip gunzip = new Gunzip();
  private ByteSink decoded = new ByteSink(16 << 10);

  /// Wall time minus the loop's time. The wall clock counts whole milliseconds, so the largest
  /// difference seen is the truest.
  private long wallOffsetNanos = Long.MIN_VALUE;

  private SelectorLoop(String name, Clock clock, MemoryBudget bodies) throws IOException {
    this.clock = clock;
    this.bodies = bodies;
    this.buffers = new BodyBuffers(bodies);
    this.aside = new AsideThread(name + "-aside");
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    followWallClock();
  }

  /// Starts a loop on a thread of that name. Bodies on their way may take a quarter of the heap.
  public static SelectorLoop start(String name, Clock clock) throws IOException {
    return start(name, clock, MemoryBudget.ofHeap(4));
  }

  /// As [#start(String, Clock)], with the memory that bodies on their way may take.
  public static SelectorLoop start(String name, Clock clock, MemoryBudget bodies)
      throws IOException {
    var loop = new SelectorLoop(name, clock, bodies);
    loop.thread.start();
    return loop;
  }

  @Override
  public long nanoTime() {
    return clock.nanos();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (!inLoop() && isAwake.compareAndSet(false, true)) selector.wakeup();
  }

  @Override
  public void runAside(Runnable task) {
    aside.run(task);
  }

  @Override
  public MemoryBudget bodies() {
    return bodies;
  }

  @Override
  public Timer timer(Runnable task) {
    return new LoopTimer(task);
  }

  private void run() {
    try {
      while (!isClosing) round();
    } catch (IOException e) {
      log.error("cannot go on serving sockets", e);
    } finally {
      end();
    }
  }

  private void round() throws IOException {
    long waitMs = waitMs();
    if (waitMs == 0) selector.selectNow(this::serve);
    else selector.select(this::serve, waitMs < 0 ? 0 : waitMs);
    isAwake.set(false);
    followWallClock();
    // Tasks that tasks add wait for the next round, so that sockets get their turn.
    int count = tasks.size();
    for (int i = 0; i < count; i++) {
      var task = tasks.poll();
      if (task == null) break;
      guarded(task);
    }
    runDue();
  }

  /// Milliseconds until something is due, rounded up; 0 for now and -1 for never.
  private long waitMs() {
    if (!tasks.isEmpty()) return 0;
    if (timers.isEmpty()) return -1;
    long nanos = timers.nextNanos() - clock.nanos();
    return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
  }

  private void serve(SelectionKey key) {
    var ready = (Ready) key.attachment();
    try {
      ready.ready(key);
    } catch (RuntimeException e) {
      log.error("BUG: a connection's handler failed", e);
      key.cancel();
    }
  }

  private void runDue() throws IOException {
    long now = clock.nanos();
    if (timers.isEmpty() || timers.nextNanos() > now) return;
    // What has arrived in time is in time, however long this round took to get to it: the first
    // pages of a thousand targets keep the loop busy for longer than they may take to answer.
    selector.selectNow(this::serve);
    while (!timers.isEmpty() && timers.nextNanos() <= now) {
      guarded(((LoopTimer) timers.poll()).task);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task of the loop failed", e);
    }
  }

  private void followWallClock() {
    long offset = clock.wallMs() * 1_000_000 - clock.nanos();
    boolean steppedBack = offset < wallOffsetNanos - SLOT_TOLERANCE_NANOS;
    if (offset > wallOffsetNanos || steppedBack) wallOffsetNanos = offset;
  }

  private long slotAt(long atNanos) {
    long wall = atNanos + wallOffsetNanos - SLOT_TOLERANCE_NANOS;
    return Math.ceilDiv(wall, SLOT_NANOS) * SLOT_NANOS - wallOffsetNanos;
  }

  /// Registers a socket. Loop thread only.
  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    return channel.register(selector, operations, ready);
  }

  byte[] scratch() {
    return scratch;
  }

  BodyBuffers buffers() {
    return buffers;
  }

  /// An array of `wanted` bytes for the answer to `asker`, or at least of `needed`.
  ///
  /// Where memory for bodies has run out, whoever has held most of it for longest gives up: a page
  /// that never ends must not cost the ones that come and go. Throws where that is the asker.
  byte[] takeBuffer(LoopChannel asker, long wanted, long needed) {
    byte[] array = buffers.take(wanted);
    while (array == null) {
      array = buffers.take(needed);
      if (array == null && !giveUpFor(asker, needed)) throw new BodyBuffers.NoRoomException();
    }
    return array;
  }

  private boolean giveUpFor(LoopChannel asker, long needed) {
    LoopChannel worst = asker;
    double most = asker.burden(needed);
    for (var key : selector.keys()) {
      if (key.attachment() instanceof LoopChannel other && other.burden(0) > most) {
        worst = other;
        most = other.burden(0);
      }
    }
    if (worst == asker) return false;
    worst.giveUpMemory();
    return true;
  }

  ResponseHead head() {
    return head;
  }

  Gunzip gunzip() {
    return gunzip;
  }

  /// The empty sink to decode into; what it holds is valid until the next caller asks.
  ByteSink decoded() {
    if (decoded.array().length > KEPT_DECODED_BYTES) decoded = new ByteSink(16 << 10);
    decoded.clear();
    return decoded;
  }

  /// Ends the loop and closes its connections; timers and tasks that are left do not run.
  @Override
  public void close() {
    isClosing = true;
    aside.close();
    selector.wakeup();
    if (inLoop()) return;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    gunzip.close();
    try {
      for (var key : selector.keys()) key.channel().close();
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the loop's sockets", e);
    }
  }

  private final class LoopTimer extends TimerHeap.Node implements Timer {
    private final Runnable task;

    LoopTimer(Runnable task) {
      this.task = task;
    }

    @Override
    public void schedule(long atNanos) {
      timers.set(this, slotAt(atNanos));
    }

    @Override
    public void scheduleExact(long atNanos) {
      timers.set(this, atNanos);
    }

    @Override
    public void cancel() {
      timers.remove(this);
    }
  }
}
