package io.tributary.discovery;

import io.tributary.model.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Keeps what a discoverer publishes, as the manager does, and lets tests wait for it.
public final class RecordingSink implements Discoverer.Sink {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
  private int published;
  private int failed;

  @Override
  public boolean publish(List<TargetGroup> groups) {
    lock.lock();
    try {
      for (TargetGroup group : groups) {
        if (group.targets().isEmpty()) {
          this.groups.remove(group.source());
        } else {
          this.groups.put(group.source(), group);
        }
      }
      published++;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void failed(String reason) {
    lock.lock();
    try {
      failed++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public List<TargetGroup> groups() {
    lock.lock();
    try {
      return List.copyOf(groups.values());
    } finally {
      lock.unlock();
    }
  }

  /// Addresses of all targets, in order.
  public List<String> addresses() {
    var all = new ArrayList<String>();
    for (TargetGroup group : groups()) {
      for (Labels target : group.targets()) {
        all.add(target.getOrEmpty("__address__"));
      }
    }
    all.sort(null);
    return all;
  }

  public void awaitAddresses(String... addresses) throws InterruptedException {
    await("targets " + List.of(addresses), _ -> addresses().equals(List.of(addresses)));
  }

  /// Waits until something has been published so often, in total.
  public void awaitPublished(int count) throws InterruptedException {
    await(count + " publications", _ -> published >= count);
  }

  public void awaitFailed(int count) throws InterruptedException {
    await(count + " failures", _ -> failed >= count);
  }

  private void await(String what, Predicate<RecordingSink> condition) throws InterruptedException {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!condition.test(this)) {
        if (left <= 0) {
          throw new AssertionError(
              "waited in vain for "
                  + what
                  + ": "
                  + addresses()
                  + ", "
                  + published
                  + " published, "
                  + failed
                  + " failed");
        }
        left = changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(20)));
      }
    } finally {
      lock.unlock();
    }
  }
}
