package io.tributary.cluster.configs;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// Configurations as they are managed: read, stored, deleted. Thread-safe; calls block, those that
/// store one after the other.
///
/// No two configurations may have a job of the same name (SS-04). The original looks before it
/// writes, so two agents that write at the same time both find nothing. Here it is looked at again
/// after the write, when the watch has brought that write back: what the watch shows then has
/// everything that was written before it. Of two writers one at least was second and sees the
/// first. Whoever sees another one takes its own back; two may do so, and neither is stored then.
///
/// Source: grafana/agent `static/metrics/instance/configstore/remote.go`, `unique.go`.
public final class ConfigurationStore {
  /// How long the watch may take to bring back what was written, before the store is read instead.
  static final Duration ECHO = Duration.ofSeconds(2);

  private static final Duration ECHO_STEP = Duration.ofMillis(5);

  /// The same where all configurations have no more than so many bytes: reading these is soon done,
  /// and watches of Consul are asked once a second.
  static final Duration PROMPT_ECHO = Duration.ofMillis(50);

  private static final int FEW_BYTES = 1 << 20;

  /// Between two that are read ahead: there are few processors, and there is no hurry.
  private static final Duration BREATH = Duration.ofNanos(100_000);

  private final KeyValueStore store;
  private final ConfigurationMirror mirror;
  private final MeantDeletions meant;
  private final DocumentCheck check;
  private final Clock clock;
  private final ReentrantLock writing = new ReentrantLock();

  // Guarded by writing.
  private final JobIndex jobs;

  private final LongAdder created = new LongAdder();
  private final LongAdder replaced = new LongAdder();
  private final LongAdder deleted = new LongAdder();

  public enum Written {
    CREATED,
    REPLACED
  }

  public ConfigurationStore(
      KeyValueStore store,
      ConfigurationMirror mirror,
      MeantDeletions meant,
      DocumentCheck check,
      Clock clock) {
    this.store = store;
    this.mirror = mirror;
    this.meant = meant;
    this.check = check;
    this.clock = clock;
    jobs = new JobIndex(check);
  }

  /// As the store orders them.
  public List<String> names() throws StoreException, InterruptedException {
    return List.copyOf(store.keys(""));
  }

  /// The YAML of a configuration. Throws [ConfigException] where what is in the store is none.
  public Optional<byte[]> get(String name) throws StoreException, InterruptedException {
    Optional<byte[]> packed = store.get(name);
    try {
      return packed.map(Packed::unpack);
    } catch (ConfigException e) {
      throw new ConfigException(
          "cannot read configuration \"" + name + "\" from the store: " + e.getMessage(), e);
    }
  }

  /// Stores a configuration, new or in place of the one of that name. Throws [ConfigException]
  /// where it is not sound, [NotUniqueException] where another one has one of its jobs.
  public Written put(String name, byte[] yaml) throws StoreException, InterruptedException {
    DocumentCheck.Document document = check.check(name, yaml);
    byte[] packed = Packed.pack(document.yaml());
    writing.lockInterruptibly();
    try {
      reject(
          jobs.clash(mirror.isLoaded() ? mirror.current() : store.list(""), name, document.jobs()));
      Optional<byte[]> before = write(name, packed);
      Optional<String> clash = jobs.clash(afterwards(name, packed), name, document.jobs());
      if (clash.isPresent()) {
        takeBack(name, packed, before);
      }
      reject(clash);
      // Also where it was there before: a deletion that failed is noted all the same.
      meant.remove(name);
      (before.isEmpty() ? created : replaced).increment();
      return before.isEmpty() ? Written.CREATED : Written.REPLACED;
    } finally {
      writing.unlock();
    }
  }

  /// Reads the jobs of all that is stored before somebody stores the first one: of ten thousand
  /// that takes seconds. Others may store meanwhile.
  public void prepare() throws InterruptedException {
    for (var one : mirror.current().entrySet()) {
      writing.lockInterruptibly();
      try {
        jobs.learn(one.getKey(), one.getValue());
      } finally {
        writing.unlock();
      }
      clock.sleepUntil(clock.nanos() + BREATH.toNanos());
    }
  }

  private static void reject(Optional<String> clash) {
    if (clash.isPresent()) {
      throw new NotUniqueException(clash.get());
    }
  }

  /// Answers what was there before.
  private Optional<byte[]> write(String name, byte[] packed)
      throws StoreException, InterruptedException {
    var before = new Before();
    store.update(
        name,
        present -> {
          before.value = present;
          return Optional.of(packed);
        });
    return before.value;
  }

  private static final class Before {
    Optional<byte[]> value = Optional.empty();
  }

  private SortedMap<String, byte[]> afterwards(String name, byte[] packed)
      throws StoreException, InterruptedException {
    if (!mirror.isLoaded()) {
      return store.list("");
    }
    if (isEchoed(name, packed, mirror.bytes() > FEW_BYTES ? ECHO : PROMPT_ECHO)) {
      return mirror.current();
    }
    SortedMap<String, byte[]> all = store.list("");
    // A replica that lags does not show others' writes either.
    boolean isRecent = Arrays.equals(all.get(name), packed);
    return !isRecent && isEchoed(name, packed, ECHO) ? mirror.current() : all;
  }

  private boolean isEchoed(String name, byte[] packed, Duration patience)
      throws InterruptedException {
    long until = clock.nanos() + patience.toNanos();
    while (!mirror.shows(name, packed)) {
      long now = clock.nanos();
      if (until - now <= 0) {
        return false;
      }
      clock.sleepUntil(now + ECHO_STEP.toNanos());
    }
    return true;
  }

  /// Only what is still ours. A new one that somebody replaces between the two calls goes, too: the
  /// store has no conditional deletion.
  private void takeBack(String name, byte[] packed, Optional<byte[]> before)
      throws StoreException, InterruptedException {
    if (before.isPresent()) {
      store.update(
          name, present -> present.filter(now -> Arrays.equals(now, packed)).flatMap(_ -> before));
    } else if (store.get(name).filter(now -> Arrays.equals(now, packed)).isPresent()) {
      store.delete(name);
    }
  }

  /// Whether there was such a configuration. One call to the store, so that it is there or not, and
  /// nothing in between. The other agents are told that this was meant: a store that loses many
  /// configurations at once is not believed otherwise.
  public boolean delete(String name) throws StoreException, InterruptedException {
    boolean wasThere;
    try {
      wasThere = store.delete(name);
    } catch (StoreException e) {
      // The answer alone may be what was lost.
      meant.add(List.of(name));
      throw e;
    }
    if (wasThere) {
      deleted.increment();
      mirror.meantToBeDeleted(name);
      meant.add(List.of(name));
    }
    return wasThere;
  }

  public long created() {
    return created.sum();
  }

  public long replaced() {
    return replaced.sum();
  }

  public long deleted() {
    return deleted.sum();
  }
}
