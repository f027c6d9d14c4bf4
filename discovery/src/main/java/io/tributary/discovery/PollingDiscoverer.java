package io.tributary.discovery;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A mechanism that asks at intervals: at once, and then at a fixed rate, on one virtual thread. A
/// failure is counted and logged, and the next tick tries again.
///
/// Source: prometheus/prometheus `discovery/refresh/refresh.go`.
public final class PollingDiscoverer implements Discoverer {
  private static final Logger LOG = LoggerFactory.getLogger(PollingDiscoverer.class);

  /// One attempt. Returns what [Sink#publish] takes; whatever part of it could not be found out
  /// goes to `problems`, which any thread may call.
  @FunctionalInterface
  public interface Refresh {
    List<TargetGroup> refresh(Consumer<String> problems) throws IOException, InterruptedException;
  }

  /// What every polling discoverer needs. `config` is the job in logs and metrics.
  public record Context(String mechanism, String config, Clock clock, RefreshMetrics metrics) {}

  private final Context context;
  private final Duration interval;
  private final Refresh refresh;
  private final Runnable cleanUp;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  /// `cleanUp` frees what `refresh` holds, once, when this is closed.
  public PollingDiscoverer(Context context, Duration interval, Refresh refresh, Runnable cleanUp) {
    this.context = context;
    this.interval = interval;
    this.refresh = refresh;
    this.cleanUp = cleanUp;
    context.metrics.begin(context.mechanism, context.config);
  }

  @Override
  public void start(Sink sink) {
    String name = "discovery-" + context.mechanism + "-" + context.config;
    thread = Thread.ofVirtual().name(name).start(() -> run(sink));
  }

  private void run(Sink sink) {
    try {
      long dueNanos = context.clock.nanos();
      while (!isClosed.get()) {
        refreshOnce(sink);
        dueNanos = Math.max(dueNanos + interval.toNanos(), context.clock.nanos());
        context.clock.sleepUntil(dueNanos);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void refreshOnce(Sink sink) throws InterruptedException {
    long start = context.clock.nanos();
    List<TargetGroup> groups = null;
    var problems = new ConcurrentLinkedQueue<String>();
    try {
      groups = refresh.refresh(problems::add);
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      problems.add(reason);
      if (!isClosed.get()) {
        LOG.atError()
            .addKeyValue("discovery", context.mechanism)
            .addKeyValue("config", context.config)
            .addKeyValue("err", reason)
            .log("Unable to refresh target groups");
      }
    }
    long took = context.clock.nanos() - start;
    context.metrics.refreshed(context.mechanism, context.config, took, groups == null);
    if (problems.isEmpty() && groups != null) {
      sink.publish(groups);
    } else if (groups != null) {
      sink.publishPart(groups, Problems.summary(problems));
    } else {
      sink.failed(Problems.summary(problems));
    }
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
    context.metrics.end(context.mechanism, context.config);
    cleanUp.run();
  }
}
