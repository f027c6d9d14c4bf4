package io.tributary.cluster.configs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which configurations somebody meant to delete, where all agents see it: under one key beside the
/// ring, which agents of the original never look at. A store that loses very many configurations at
/// once is not believed without it; see [Losses].
///
/// What is deleted through this agent, or confirmed on it, is written there soon after, many names
/// in one write. An agent that waits for a word about losses reads it, and nobody else does: where
/// nothing is missing, this costs no call.
///
/// [#step] does what is due; one thread calls it. The rest is for every thread.
public final class MeantDeletions {
  private static final Logger log = LoggerFactory.getLogger(MeantDeletions.class);

  /// Gzip of lines `SECONDS NAME`: Unix time of the deletion, name as in a URL; the oldest first.
  static final String KEY = "deletions";

  /// Who could not see the store for longer waits as for any other loss.
  static final Duration KEPT = Duration.ofHours(1);

  /// Of both what is written and what is still to be. The oldest go first.
  static final int MOST_NAMES = 20_000;

  /// Of the value; Consul takes 512 kB.
  static final int MOST_BYTES = 400 << 10;

  /// Between two writes, and two reads that tell something.
  static final Duration PERIOD = Duration.ofSeconds(1);

  /// Between two reads that tell nothing, and after a failure.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KeyValueStore store;
  private final ConfigurationMirror mirror;
  private final Clock clock;
  private final Runnable wake;

  /// Whether each was deleted, or is there again. Guarded by itself.
  private final LinkedHashMap<String, Boolean> unwritten = new LinkedHashMap<>();

  // Of the thread that steps.
  private long writeNanos;
  private long readNanos;
  private int waitedFor;
  private boolean hasFailed;

  /// `store` is that of the ring; `wake` is run when there is something to do.
  public MeantDeletions(
      KeyValueStore store, ConfigurationMirror mirror, Clock clock, Runnable wake) {
    this.store = store;
    this.mirror = mirror;
    this.clock = clock;
    this.wake = wake;
    writeNanos = clock.nanos();
    readNanos = writeNanos;
  }

  public void add(Collection<String> names) {
    note(names, true);
  }

  /// It was stored anew: who misses it after that misses something else.
  void remove(String name) {
    note(List.of(name), false);
  }

  private void note(Collection<String> names, boolean isDeleted) {
    synchronized (unwritten) {
      for (String name : names) {
        // Anew, so that it stands behind what came before.
        unwritten.remove(name);
        unwritten.put(name, isDeleted);
      }
      trim(unwritten, MOST_NAMES);
    }
    wake.run();
  }

  private static void trim(Map<String, ?> names, int most) {
    var oldest = names.keySet().iterator();
    for (int left = names.size(); left > most; left--) {
      oldest.next();
      oldest.remove();
    }
  }

  /// Does what is due. Answers the time, in nanoseconds of the clock, when there is more to do.
  public long step() throws InterruptedException {
    try {
      if (hasUnwritten() && isDue(writeNanos)) {
        write();
        writeNanos = clock.nanos() + PERIOD.toNanos();
      }
      if (mirror.isWaiting() && isDue(readNanos)) {
        read();
      }
      hasFailed = false;
    } catch (StoreException e) {
      if (!hasFailed) {
        log.warn("cannot share what was deleted with other agents: {}", e.getMessage());
      }
      hasFailed = true;
      writeNanos = clock.nanos() + PATIENCE.toNanos();
      readNanos = writeNanos;
    }
    return next();
  }

  private boolean isDue(long atNanos) {
    return clock.nanos() - atNanos >= 0;
  }

  private boolean hasUnwritten() {
    synchronized (unwritten) {
      return !unwritten.isEmpty();
    }
  }

  private long next() {
    long now = clock.nanos();
    long wait = Duration.ofHours(1).toNanos();
    if (hasUnwritten()) {
      wait = Math.min(wait, writeNanos - now);
    }
    if (mirror.isWaiting()) {
      wait = Math.min(wait, readNanos - now);
    }
    return now + Math.max(0, wait);
  }

  private void write() throws StoreException, InterruptedException {
    Map<String, Boolean> news;
    synchronized (unwritten) {
      news = new LinkedHashMap<>(unwritten);
    }
    store.update(KEY, present -> next(present, news));
    synchronized (unwritten) {
      news.forEach(unwritten::remove);
    }
  }

  private Optional<byte[]> next(Optional<byte[]> present, Map<String, Boolean> news) {
    SequencedMap<String, Long> names = decode(present);
    boolean changes = news.containsValue(true);
    for (var one : news.entrySet()) {
      changes |= names.remove(one.getKey()) != null;
      if (one.getValue()) {
        names.put(one.getKey(), seconds());
      }
    }
    return changes ? Optional.of(encode(names)) : Optional.empty();
  }

  private long seconds() {
    return Math.floorDiv(clock.wallMs(), 1000);
  }

  /// Without what is too old.
  private SequencedMap<String, Long> decode(Optional<byte[]> present) {
    var names = new LinkedHashMap<String, Long>();
    long oldest = seconds() - KEPT.toSeconds();
    for (String line : lines(present)) {
      int space = line.indexOf(' ');
      try {
        long at = Long.parseLong(line, 0, Math.max(0, space), 10);
        if (at >= oldest) {
          names.put(URLDecoder.decode(line.substring(space + 1), UTF_8), at);
        }
      } catch (IllegalArgumentException _) {
        // Not ours; the rest may be.
      }
    }
    return names;
  }

  private static List<String> lines(Optional<byte[]> present) {
    try {
      return present.map(Packed::unpack).stream()
          .flatMap(text -> new String(text, UTF_8).lines())
          .toList();
    } catch (ConfigException _) {
      // The next write puts something readable there.
      return List.of();
    }
  }

  private static byte[] encode(SequencedMap<String, Long> names) {
    trim(names, MOST_NAMES);
    while (true) {
      var lines = new ArrayList<String>(names.size());
      names.forEach((name, at) -> lines.add(at + " " + URLEncoder.encode(name, UTF_8)));
      byte[] packed = Packed.pack(String.join("\n", lines).getBytes(UTF_8));
      if (packed.length <= MOST_BYTES || names.size() <= 1) {
        return packed;
      }
      trim(names, names.size() / 2);
    }
  }

  private void read() throws StoreException, InterruptedException {
    SequencedMap<String, Long> noted = decode(store.get(KEY));
    long now = clock.nanos();
    long nowSeconds = seconds();
    var deletions = new HashMap<String, Long>();
    noted.forEach((name, at) -> deletions.put(name, now - ageNanos(at, nowSeconds)));
    synchronized (unwritten) {
      unwritten.forEach((name, isDeleted) -> {
        if (isDeleted) {
          deletions.put(name, now);
        } else {
          deletions.remove(name);
        }
      });
    }
    int waiting = mirror.unconfirmedLosses().size();
    boolean isMoving = mirror.confirm(deletions) || waiting != waitedFor;
    waitedFor = waiting;
    readNanos = clock.nanos() + (isMoving ? PERIOD : PATIENCE).toNanos();
  }

  private static long ageNanos(long atSeconds, long nowSeconds) {
    return Duration.ofSeconds(Math.max(0, nowSeconds - atSeconds)).toNanos();
  }
}
