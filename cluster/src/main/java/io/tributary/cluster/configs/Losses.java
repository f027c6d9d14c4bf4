package io.tributary.cluster.configs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Configurations that are no longer found in the store, and when that means that they were
/// deleted.
///
/// A store that has been wiped, or came back from an old backup, looks just like one from which
/// everything was deleted. So:
///
/// - **Told, and few.** What the store says was deleted is deleted, half a second after the last
///   word, a second and a half at most: more may come, for a wipe is many deletions at once.
/// - **Missing, and few.** What is not found any more, without a word, is deleted when two looks in
///   a row did not find it. One look alone may have been at a replica that lags.
/// - **Many at once**, told or not: deleted when three looks in a row did not find them, over ten
///   minutes at least. An operator who meant it loses ten minutes; one who lost the store keeps
///   what runs.
/// - **Nothing left**: never by looking alone, where nobody told that all of them were deleted.
///   That takes [#confirmAll] or a new start.
/// - **Meant**: at once, however many. Who deletes through an agent says so in the store; see
///   [MeantDeletions].
///
/// Many is more than ten and more than a quarter of all, or all of several. Used by one thread at a
/// time; times are nanoseconds.
final class Losses {
  static final int FEW = 10;
  static final Duration SETTLE = Duration.ofMillis(500);
  static final Duration MAX_SETTLE = Duration.ofMillis(1500);
  static final Duration BURST = Duration.ofMinutes(1);
  static final Duration CONFIRMATION = Duration.ofMinutes(10);
  static final int LOOKS_FOR_FEW = 2;
  static final int LOOKS_FOR_MANY = 3;

  private final TreeMap<String, Loss> losses = new TreeMap<>();

  private boolean isSettling;
  private long settlingSinceNanos;
  private long lastToldNanos;

  // What was deleted since the burst began, and how many there were then.
  private long burstSinceNanos;
  private int burstSize;
  private int sizeBefore;

  private static final class Loss {
    final long sinceNanos;
    boolean isTold;
    boolean isSettling;
    boolean isConfirmed;
    int looks;

    Loss(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  /// Told by the store.
  void deleted(String name, long now) {
    Loss loss = losses.computeIfAbsent(name, _ -> new Loss(now));
    loss.isTold = true;
    loss.isSettling = true;
    if (!isSettling) {
      isSettling = true;
      settlingSinceNanos = now;
    }
    lastToldNanos = now;
  }

  void found(String name) {
    losses.remove(name);
  }

  /// One that waits is deleted: whoever deleted it meant it.
  void confirm(String name) {
    Loss loss = losses.get(name);
    if (loss != null) {
      loss.isConfirmed = true;
    }
  }

  /// The same for several. Whether one of them waited without that.
  boolean confirm(Set<String> names) {
    boolean isNews = false;
    for (Map.Entry<String, Loss> one : losses.entrySet()) {
      if (!one.getValue().isConfirmed && names.contains(one.getKey())) {
        one.getValue().isConfirmed = true;
        isNews = true;
      }
    }
    return isNews;
  }

  /// Whether there is one that neither is confirmed nor will be judged in a moment.
  boolean isWaiting() {
    return losses.values().stream().anyMatch(loss -> !loss.isSettling && !loss.isConfirmed);
  }

  /// All that wait are deleted: an operator says so.
  void confirmAll() {
    losses.values().forEach(loss -> loss.isConfirmed = true);
  }

  Set<String> names() {
    return losses.keySet();
  }

  /// What of `known` configurations counts as deleted now, without a look.
  List<String> due(int known, long now) {
    List<String> confirmed = named(loss -> loss.isConfirmed);
    if (!confirmed.isEmpty()) {
      confirmed.forEach(losses::remove);
      return confirmed;
    }
    if (nextNanos(now) - now > 0) {
      return List.of();
    }
    List<String> told = named(loss -> loss.isSettling);
    isSettling = false;
    losses.values().forEach(loss -> loss.isSettling = false);
    if (now - burstSinceNanos > BURST.toNanos() || burstSize == 0) {
      burstSinceNanos = now;
      burstSize = 0;
      sizeBefore = known;
    }
    boolean isAll = told.size() > 1 && told.size() == known;
    if (isAll || isMany(burstSize + told.size(), sizeBefore)) {
      return List.of();
    }
    burstSize += told.size();
    told.forEach(losses::remove);
    return told;
  }

  private List<String> named(Predicate<Loss> which) {
    var names = new ArrayList<String>();
    losses.forEach((name, loss) -> {
      if (which.test(loss)) {
        names.add(name);
      }
    });
    return names;
  }

  private static boolean isMany(int lost, int of) {
    return lost > FEW && lost > of / 4;
  }

  /// Somebody looked at everything: `found` is there, `missing` is not. What counts as deleted now.
  List<String> looked(int found, Set<String> missing, long now) {
    losses.keySet().retainAll(missing);
    for (String name : missing) {
      losses.computeIfAbsent(name, _ -> new Loss(now)).looks++;
    }
    int known = found + missing.size();
    boolean isFew = found > 0 && !isMany(missing.size(), known);
    boolean isTold = losses.values().stream().allMatch(loss -> loss.isTold);
    if (found == 0 && !isTold) {
      return List.of();
    }
    List<String> deleted = named(loss -> isFew ? loss.looks >= LOOKS_FOR_FEW : isOld(loss, now));
    deleted.forEach(losses::remove);
    return deleted;
  }

  private static boolean isOld(Loss loss, long now) {
    return loss.looks >= LOOKS_FOR_MANY && now - loss.sinceNanos >= CONFIRMATION.toNanos();
  }

  /// When [#due] has an answer; an hour from now where there is nothing to wait for.
  long nextNanos(long now) {
    if (losses.values().stream().anyMatch(loss -> loss.isConfirmed)) {
      return now;
    }
    if (!isSettling) {
      return now + Duration.ofHours(1).toNanos();
    }
    long quiet = lastToldNanos + SETTLE.toNanos();
    long latest = settlingSinceNanos + MAX_SETTLE.toNanos();
    return quiet - latest < 0 ? quiet : latest;
  }

  /// Whether a second look is to decide soon.
  boolean isDoubtful() {
    return losses.values().stream().anyMatch(loss -> loss.looks == 1);
  }
}
