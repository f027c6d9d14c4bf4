package io.tributary.metrics.wal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The consumers of a [Log] by name. Guarded by the lock of the log.
final class Consumers {
  private final Map<String, Consumer> byName = new HashMap<>();

  Collection<Consumer> all() {
    return byName.values();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  @Nullable Consumer get(String name) {
    return byName.get(name);
  }

  void add(Consumer consumer) {
    byName.put(consumer.name, consumer);
  }

  /// Removes a consumer without telling its reader.
  void forget(String name) {
    byName.remove(name);
  }

  /// Removes a consumer; its reader, if there is one, returns.
  void end(String name) {
    Consumer consumer = byName.remove(name);
    if (consumer != null) {
      consumer.epoch++;
      LockSupport.unpark(consumer.waiting);
    }
  }

  /// Drops consumers that are only known by their cursor, but for `names`; returns the dropped.
  List<String> dropDormant(Collection<String> names) {
    var gone = new ArrayList<String>();
    for (Consumer consumer : byName.values()) {
      if (consumer.isDormant && !names.contains(consumer.name)) {
        gone.add(consumer.name);
      }
    }
    gone.forEach(byName::remove);
    return gone;
  }

  /// Wakes the readers for which there is enough, now that the log holds `samples`.
  void wakeReaders(long samples) {
    for (Consumer consumer : byName.values()) {
      if (consumer.waiting != null
          && samples - consumer.position.samples() >= consumer.wantedSamples) {
        LockSupport.unpark(consumer.waiting);
      }
    }
  }

  void wakeAllReaders() {
    for (Consumer consumer : byName.values()) {
      LockSupport.unpark(consumer.waiting);
    }
  }
}
