package io.tributary.metrics.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.memory.MemoryBudget;
import io.tributary.base.time.ManualClock;
import io.tributary.net.scrape.EventLoop;
import io.tributary.net.scrape.ScrapeChannel;
import io.tributary.net.scrape.ScrapeEndpoint;
import io.tributary.net.scrape.ScrapeFailure;
import io.tributary.net.scrape.ScrapeListener;
import io.tributary.net.scrape.ScrapeTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// An event loop on a clock that the test turns, and targets that answer what the test wrote down:
/// everything runs in the test's thread, in order.
final class ScriptedTargets implements EventLoop, ScrapeTransport {
  final ManualClock clock;
  final MemoryBudget bodies = new MemoryBudget(64 << 20);
  final Map<String, Answer> answers = new HashMap<>();
  final List<String> fetched = new ArrayList<>();

  /// How many channels were made.
  int channels;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<ManualTimer> timers = new ArrayList<>();

  /// What a target says to the next fetches.
  record Answer(
      @Nullable String body, @Nullable String contentType, @Nullable ScrapeFailure failure) {
    /// Nothing, until the deadline.
    static final Answer SILENCE = failure(ScrapeFailure.Kind.TIMEOUT, "context deadline exceeded");

    static Answer text(String body) {
      return new Answer(body, "text/plain; version=0.0.4", null);
    }

    static Answer failure(ScrapeFailure.Kind kind, String message) {
      return new Answer(null, null, new ScrapeFailure(kind, message));
    }
  }

  ScriptedTargets(long wallMs) {
    clock = new ManualClock(wallMs);
  }

  /// Turns the clock and runs what falls due, in order of time.
  void advance(Duration by) {
    long target = clock.nanos() + by.toNanos();
    runTasks();
    while (true) {
      ManualTimer next = null;
      for (ManualTimer timer : timers) {
        if (timer.dueNanos <= target && (next == null || timer.dueNanos < next.dueNanos)) {
          next = timer;
        }
      }
      if (next == null) {
        break;
      }
      long at = next.dueNanos;
      if (at > clock.nanos()) {
        clock.advance(Duration.ofNanos(at - clock.nanos()));
      }
      next.dueNanos = Long.MAX_VALUE;
      next.task.run();
      runTasks();
    }
    clock.advance(Duration.ofNanos(target - clock.nanos()));
    runTasks();
  }

  void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  public long nanoTime() {
    return clock.nanos();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void runAside(Runnable task) {
    tasks.add(task);
  }

  @Override
  public MemoryBudget bodies() {
    return bodies;
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Timer timer(Runnable task) {
    var timer = new ManualTimer(task);
    timers.add(timer);
    return timer;
  }

  @Override
  public ScrapeChannel channel(EventLoop loop, ScrapeEndpoint endpoint) {
    channels++;
    return new Channel(endpoint.url().toString());
  }

  @Override
  public void close() {}

  private static final class ManualTimer implements Timer {
    private final Runnable task;
    private long dueNanos = Long.MAX_VALUE;

    ManualTimer(Runnable task) {
      this.task = task;
    }

    @Override
    public void schedule(long atNanos) {
      dueNanos = atNanos;
    }

    @Override
    public void scheduleExact(long atNanos) {
      dueNanos = atNanos;
    }

    @Override
    public void cancel() {
      dueNanos = Long.MAX_VALUE;
    }
  }

  private final class Channel implements ScrapeChannel {
    private final String url;
    private boolean isClosed;
    private boolean isWaiting;

    Channel(String url) {
      this.url = url;
    }

    @Override
    public void fetch(long timeoutNanos, ScrapeListener listener) {
      fetched.add(url);
      if (answers.get(url) == Answer.SILENCE) {
        isWaiting = true;
        timer(() -> answer(listener)).schedule(clock.nanos() + timeoutNanos);
      } else {
        tasks.add(() -> answer(listener));
      }
    }

    private void answer(ScrapeListener listener) {
      isWaiting = false;
      Answer answer = answers.get(url);
      if (isClosed) {
        return;
      }
      if (answer == null) {
        listener.onFailure(new ScrapeFailure(ScrapeFailure.Kind.CONNECT, "connection refused"));
      } else if (answer.failure() != null) {
        listener.onFailure(answer.failure());
      } else {
        byte[] body = String.valueOf(answer.body()).getBytes(UTF_8);
        listener.onBody(
            Arrays.copyOf(body, body.length + ScrapeListener.PADDING),
            body.length,
            answer.contentType(),
            body.length);
      }
    }

    @Override
    public boolean isFetching() {
      return isWaiting;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
