package io.tributary.cluster.sharing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/// Who scraped what, and when: counts due times that nobody saw to, and those that two did.
///
/// A due time depends on the target and the clock alone, so stretches of holding are enough: the
/// due times in them are counted, not simulated.
final class SimLedger {
  static final long INTERVAL_MS = 15_000;

  /// How the last holder came to hold a target no longer.
  enum End {
    NEVER_HELD,
    RELEASED,
    CRASHED,
    GONE,
    PAUSED
  }

  private final SimTime time;
  private final Map<Long, Entry> entries = new HashMap<>();

  /// Whether agents of now have been offered a target for a while.
  private final LongPredicate isLiving;

  /// Missed in a row, and how often, for targets that were let go, and for those whose agent died.
  final TreeMap<Long, Integer> missedPlanned = new TreeMap<>();

  final TreeMap<Long, Integer> missedCrash = new TreeMap<>();
  final List<String> violations = new ArrayList<>();
  long doubled;

  /// For how long two scraped a target at most, where a due time was among that.
  long longestShareMs;

  long doubledWhileWhole;

  /// Series that were ended, and of these, those of targets that others had been offered.
  long ended;

  long endedLiving;
  long takes;
  long crashes;
  long outOfOrder;
  long ghosts;
  boolean isWhole = true;
  long wholeSinceMs;

  private static final class Entry {
    final TreeSet<String> holders = new TreeSet<>();
    End end = End.NEVER_HELD;
    long freeSinceMs;
    long crashesBefore;
    long sharedSinceMs;
    long lastTimestampMs = Long.MIN_VALUE;
  }

  SimLedger(SimTime time, LongPredicate isLiving) {
    this.time = time;
    this.isLiving = isLiving;
  }

  private Entry entry(long key) {
    return entries.computeIfAbsent(key, _ -> new Entry());
  }

  /// The first due time of a target that is not before `fromMs`, for an agent whose clock is ahead.
  static long dueMs(long key, long fromMs, long aheadMs) {
    long phase = Long.remainderUnsigned(key, INTERVAL_MS);
    return fromMs + Math.floorMod(phase - (fromMs + aheadMs), INTERVAL_MS);
  }

  private static long duesIn(long key, long fromMs, long toMs) {
    long first = dueMs(key, fromMs, 0);
    return first >= toMs ? 0 : (toMs - 1 - first) / INTERVAL_MS + 1;
  }

  void began(long key, String node, long firstTimestampMs) {
    takes++;
    Entry entry = entry(key);
    if (entry.holders.isEmpty()) {
      missed(key, entry);
      if (firstTimestampMs <= entry.lastTimestampMs) {
        outOfOrder++;
      }
    } else if (entry.holders.size() == 1) {
      entry.sharedSinceMs = time.nowMs();
    }
    entry.holders.add(node);
  }

  private void missed(long key, Entry entry) {
    if (entry.end == End.NEVER_HELD || entry.end == End.GONE) {
      return;
    }
    long missed = duesIn(key, entry.freeSinceMs, time.nowMs());
    boolean isCrash = entry.end == End.CRASHED || crashes > entry.crashesBefore;
    (isCrash ? missedCrash : missedPlanned).merge(missed, 1, Integer::sum);
    long further = crashes - entry.crashesBefore - (entry.end == End.CRASHED ? 1 : 0);
    long allowed = isCrash ? 2 + 2 * Math.max(further, 0) : 1;
    if (missed > allowed) {
      violations.add(
          "%x missed %s in a row after %s at %s, until %s"
              .formatted(key, missed, entry.end, entry.freeSinceMs, time.nowMs()));
    }
  }

  void ended(long key, String node, End end, long lastTimestampMs) {
    Entry entry = entry(key);
    if (!entry.holders.remove(node)) {
      violations.add("%s let go of %x, which it did not have".formatted(node, key));
    }
    entry.lastTimestampMs = Math.max(entry.lastTimestampMs, lastTimestampMs);
    if (end == End.GONE) {
      marked(key, node);
    }
    if (entry.holders.size() == 1) {
      long times = duesIn(key, entry.sharedSinceMs, time.nowMs());
      if (times > 0) {
        longestShareMs = Math.max(longestShareMs, time.nowMs() - entry.sharedSinceMs);
      }
      doubled += times;
      if (times > 0 && isWhole && entry.sharedSinceMs > wholeSinceMs + 30_000) {
        doubledWhileWhole += times;
        violations.add(
            "%x was scraped by two from %s to %s"
                .formatted(key, entry.sharedSinceMs, time.nowMs()));
      }
    } else if (entry.holders.isEmpty()) {
      entry.end = end;
      entry.freeSinceMs = time.nowMs();
      entry.crashesBefore = crashes - (end == End.CRASHED ? 1 : 0);
    }
  }

  private void marked(long key, String node) {
    ended++;
    if (isWhole && time.nowMs() - wholeSinceMs > 30_000 && isLiving.test(key)) {
      endedLiving++;
      violations.add("%s ended %x at %s, which others have".formatted(node, key, time.nowMs()));
    }
  }

  /// Discovery has it no longer. Whoever holds it marks its series as stale; where it is on its way
  /// to somebody, nobody does.
  void gone(long key) {
    Entry entry = entry(key);
    if (entry.holders.isEmpty() && entry.end == End.RELEASED) {
      ghosts++;
    }
    entry.end = End.GONE;
  }

  /// Targets of which this many agents think that they have them.
  long heldBy(Iterable<Long> keys, int count) {
    long found = 0;
    for (long key : keys) {
      if (entry(key).holders.size() == count) {
        found++;
      }
    }
    return found;
  }

  void settleAtEnd(Collection<Long> keys) {
    var gone = new HashSet<>(entries.keySet());
    keys.forEach(gone::remove);
    for (long key : gone) {
      if (!entry(key).holders.isEmpty()) {
        violations.add("%x is gone, and held by %s".formatted(key, entry(key).holders));
      }
    }
    for (long key : keys) {
      Entry entry = entry(key);
      if (entry.holders.isEmpty()) {
        violations.add(
            "%x is held by nobody after %s at %s".formatted(key, entry.end, entry.freeSinceMs));
      } else if (entry.holders.size() > 1) {
        violations.add("%x is held by %s".formatted(key, entry.holders));
      }
    }
  }
}
