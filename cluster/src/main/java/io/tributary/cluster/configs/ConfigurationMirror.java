package io.tributary.cluster.configs;

import io.tributary.cluster.store.KeyValueStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All configurations of the store, kept up to date by its watch. So who owns what can change
/// without a call to the store, and goes on when there is none.
///
/// The store's threads put in what they hear, [#drain] takes that over, and [#looked] compares all
/// with a full look from time to time. The latter two are of one thread; the rest is for all. What
/// the watch tells is believed at once. What a look finds otherwise is believed when a second look
/// finds it again: a look may be at a replica that lags.
public final class ConfigurationMirror implements KeyValueStore.Listener {
  private static final Logger log = LoggerFactory.getLogger(ConfigurationMirror.class);

  /// Of all configurations, packed. Configurations beyond are left out.
  public static final long MAX_BYTES = 512L << 20;

  /// By which clocks of agents, and what replicas tell, may differ.
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  private final long maxBytes;
  private final Runnable wake;

  // Guarded by this.
  private @Nullable SortedMap<String, byte[]> loaded;
  private final Map<String, Optional<byte[]>> told = new LinkedHashMap<>();

  /// Of what was told to be gone, what somebody meant to delete.
  private final Set<String> meant = new HashSet<>();

  private final TreeMap<String, byte[]> known = new TreeMap<>();

  /// When the store last had each that is known, in nanoseconds.
  private final Map<String, Long> seen = new HashMap<>();

  private final Set<String> leftOut = new TreeSet<>();
  private final Losses losses = new Losses();
  private long bytes;
  private long loads;
  private boolean isLoaded;

  // Of the thread that takes over: what the last look found otherwise.
  private Map<String, byte[]> doubts = Map.of();

  /// `wake` is run when there is something to take over.
  public ConfigurationMirror(Runnable wake) {
    this(wake, MAX_BYTES);
  }

  ConfigurationMirror(Runnable wake, long maxBytes) {
    this.wake = wake;
    this.maxBytes = maxBytes;
  }

  @Override
  public void loaded(SortedMap<String, byte[]> all) {
    synchronized (this) {
      told.clear();
      meant.clear();
      loaded = all;
      loads++;
    }
    wake.run();
  }

  @Override
  public void changed(String name, byte[] value) {
    tell(name, Optional.of(value), false);
  }

  @Override
  public void deleted(String name) {
    tell(name, Optional.empty(), false);
  }

  /// It was deleted through this agent's API: it ends without further questions.
  void meantToBeDeleted(String name) {
    tell(name, Optional.empty(), true);
  }

  private void tell(String name, Optional<byte[]> value, boolean isMeant) {
    synchronized (this) {
      if (value.isPresent()) {
        meant.remove(name);
      } else if (isMeant) {
        meant.add(name);
      }
      // Anew, so that it stands behind what came before.
      told.remove(name);
      told.put(name, value);
    }
    wake.run();
  }

  /// Takes over what the store told. Answers the names of what changed or went.
  public synchronized Set<String> drain(long now) {
    var changed = new HashSet<String>();
    if (loaded != null) {
      takeAll(loaded, changed, now);
      loaded = null;
    }
    told.forEach((name, value) -> {
      if (value.isPresent()) {
        take(name, value.get(), changed, now);
      } else if (known.containsKey(name)) {
        losses.deleted(name, now);
      }
    });
    told.clear();
    meant.forEach(losses::confirm);
    meant.clear();
    drop(losses.due(known.size(), now), changed);
    return changed;
  }

  private void takeAll(SortedMap<String, byte[]> all, Set<String> changed, long now) {
    all.forEach((name, value) -> take(name, value, changed, now));
    isLoaded = true;
    drop(losses.looked(all.size(), missing(all), now), changed);
    warnOfLosses();
  }

  private Set<String> missing(SortedMap<String, byte[]> all) {
    var missing = new TreeSet<>(known.keySet());
    missing.removeAll(all.keySet());
    return missing;
  }

  private void warnOfLosses() {
    if (losses.isDoubtful()) {
      log.warn(
          "{} of {} configurations are missing in the store; they run on until that is confirmed",
          losses.names().size(),
          known.size());
    }
  }

  private void take(String name, byte[] value, Set<String> changed, long now) {
    losses.found(name);
    seen.computeIfPresent(name, (_, _) -> now);
    byte[] before = known.get(name);
    if (before != null && Arrays.equals(before, value)) {
      return;
    }
    long next = bytes + value.length - (before == null ? 0 : before.length);
    if (next > maxBytes) {
      if (leftOut.add(name)) {
        log.error("cannot hold \"{}\": configurations have more than {} bytes", name, maxBytes);
      }
      return;
    }
    leftOut.remove(name);
    bytes = next;
    known.put(name, value);
    seen.put(name, now);
    changed.add(name);
  }

  private void drop(List<String> names, Set<String> changed) {
    for (String name : names) {
      byte[] before = known.remove(name);
      seen.remove(name);
      if (before != null) {
        bytes -= before.length;
        changed.add(name);
      }
    }
  }

  /// Compares with everything that a look found. Answers the names of what changed or went.
  public synchronized Set<String> looked(SortedMap<String, byte[]> all, long now) {
    var changed = new HashSet<String>();
    if (!isLoaded) {
      takeAll(all, changed, now);
      return changed;
    }
    var otherwise = new HashMap<String, byte[]>();
    all.forEach((name, value) -> {
      seen.computeIfPresent(name, (_, _) -> now);
      if (Arrays.equals(known.get(name), value)) {
        return;
      }
      // What was left out is no doubt: there may be room now, or not.
      if (leftOut.contains(name) || Arrays.equals(doubts.get(name), value)) {
        take(name, value, changed, now);
      } else {
        otherwise.put(name, value);
      }
    });
    doubts = otherwise;
    leftOut.retainAll(all.keySet());
    drop(losses.looked(all.size(), missing(all), now), changed);
    warnOfLosses();
    return changed;
  }

  /// Whether something is doubtful, so that a second look should come soon.
  public synchronized boolean isDoubtful() {
    return !doubts.isEmpty() || losses.isDoubtful();
  }

  /// When [#drain] has something to do though nothing was told.
  public synchronized long nextNanos(long now) {
    return losses.nextNanos(now);
  }

  /// What is missing in the store and runs on is deleted: an operator says so. Answers the names.
  public Set<String> confirmLosses() {
    Set<String> confirmed;
    synchronized (this) {
      confirmed = unconfirmedLosses();
      losses.confirmAll();
    }
    wake.run();
    return confirmed;
  }

  /// What is missing in the store was meant to be deleted, if it was not seen there after its time
  /// in `deletions`, in nanoseconds: whoever stored it again need not have said so. Whether that is
  /// news.
  boolean confirm(Map<String, Long> deletions) {
    boolean isNews;
    synchronized (this) {
      var names = new HashSet<String>();
      deletions.forEach((name, nanos) -> {
        @Nullable Long last = seen.get(name);
        if (last != null && last - nanos <= LEEWAY.toNanos()) {
          names.add(name);
        }
      });
      isNews = losses.confirm(names);
    }
    if (isNews) {
      wake.run();
    }
    return isNews;
  }

  /// Whether something is missing, and neither time nor what is known by now says why.
  synchronized boolean isWaiting() {
    return losses.isWaiting();
  }

  /// Names of what is missing in the store and runs on until that is confirmed.
  public synchronized Set<String> unconfirmedLosses() {
    return Set.copyOf(losses.names());
  }

  /// Of all configurations, packed.
  synchronized long bytes() {
    return bytes;
  }

  /// Names of what did not fit in.
  public synchronized Set<String> leftOut() {
    return Set.copyOf(leftOut);
  }

  /// How often the store has told of all its configurations.
  public synchronized long loads() {
    return loads;
  }

  /// Whether the store has told of its configurations at all.
  public synchronized boolean isLoaded() {
    return isLoaded || loaded != null;
  }

  public synchronized Set<String> names() {
    return Set.copyOf(known.keySet());
  }

  /// As it lies in the store.
  public synchronized Optional<byte[]> packed(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /// Everything, with what was told and not taken over yet.
  public synchronized SortedMap<String, byte[]> current() {
    var all = new TreeMap<>(loaded == null ? known : loaded);
    told.forEach((name, value) ->
        value.ifPresentOrElse(packed -> all.put(name, packed), () -> all.remove(name)));
    return all;
  }

  /// Whether the watch has got as far as this value.
  synchronized boolean shows(String name, byte[] value) {
    Optional<byte[]> last = told.get(name);
    if (last != null) {
      return last.isPresent() && Arrays.equals(last.get(), value);
    }
    byte[] now = loaded == null ? known.get(name) : loaded.get(name);
    return now != null && Arrays.equals(now, value);
  }
}
