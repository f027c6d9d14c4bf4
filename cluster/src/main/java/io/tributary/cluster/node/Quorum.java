package io.tributary.cluster.node;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the cluster has as many agents as are needed before any of them takes work: a few that
/// start first must not carry the load of all.
///
/// Every agent counts, this one too, whatever its state. When the wait takes longer than the
/// timeout, work begins with those who are there, until once there are enough. Where there are too
/// few again later, work stops and the wait begins anew.
///
/// Source: grafana/alloy `internal/service/cluster/cluster.go`, `--cluster.wait-for-size`.
public final class Quorum implements Peers.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Quorum.class);

  /// @param minimumSize 0 never waits
  /// @param timeout zero waits for ever
  public record Settings(int minimumSize, Duration timeout) {
    public static final Settings NONE = new Settings(0, Duration.ZERO);
  }

  private final Settings settings;
  private final Clock clock;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean isReady;

  // Guarded by this.
  private boolean hasGivenUp;
  private @Nullable Thread waiting;

  public Quorum(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    isReady = settings.minimumSize <= 0;
    if (!isReady) {
      await();
    }
  }

  public Settings settings() {
    return settings;
  }

  /// Whether work may be done.
  public boolean isReady() {
    return isReady;
  }

  /// Calls when that changes.
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void viewed(View view) {
    if (settings.minimumSize > 0 && sized(view.peers().size())) {
      listeners.forEach(Runnable::run);
    }
  }

  /// Whether that changed anything.
  private synchronized boolean sized(int size) {
    boolean isEnough = size >= settings.minimumSize;
    if (isEnough) {
      hasGivenUp = false;
      stopWaiting();
    } else if (isReady && !hasGivenUp) {
      LOG.atWarn()
          .addKeyValue("size", size)
          .addKeyValue("minimum_size", settings.minimumSize)
          .log("the cluster is too small: clustered components wait");
      await();
    }
    boolean next = isEnough || hasGivenUp;
    boolean isChange = next != isReady;
    isReady = next;
    if (isChange && isEnough) {
      LOG.atInfo().addKeyValue("size", size).log("the cluster is large enough");
    }
    return isChange;
  }

  private synchronized void await() {
    if (!settings.timeout.isPositive() || waiting != null) {
      return;
    }
    long deadlineNanos = clock.nanos() + settings.timeout.toNanos();
    waiting =
        Thread.ofVirtual()
            .name("cluster-wait")
            .start(() -> {
              try {
                clock.sleepUntil(deadlineNanos);
                giveUp();
              } catch (InterruptedException _) {
                // Enough of them are there.
              }
            });
  }

  private void giveUp() {
    synchronized (this) {
      if (waiting != Thread.currentThread()) {
        return;
      }
      waiting = null;
      hasGivenUp = true;
      isReady = true;
    }
    LOG.atWarn()
        .addKeyValue("minimum_size", settings.minimumSize)
        .addKeyValue("timeout", settings.timeout)
        .log("the cluster is still too small: clustered components go on without the others");
    listeners.forEach(Runnable::run);
  }

  private void stopWaiting() {
    if (waiting != null) {
      waiting.interrupt();
      waiting = null;
    }
  }

  @Override
  public void received(String from, byte[] message) {}

  @Override
  public synchronized void close() {
    stopWaiting();
  }
}
