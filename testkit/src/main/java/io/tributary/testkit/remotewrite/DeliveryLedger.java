package io.tributary.testkit.remotewrite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What arrived, per series in the order of arrival, and what is wrong with it: duplicates,
/// disorder, gaps.
///
/// Thread-safe; every method sees a consistent state.
public final class DeliveryLedger {
  private final Map<SortedMap<String, String>, Column> series = new LinkedHashMap<>(); // by this

  /// What [#report()] found. A clean delivery has zeros in the last three.
  ///
  /// @param identicalDuplicates arrivals whose series, timestamp and value had arrived before
  /// @param conflictingDuplicates arrivals whose series and timestamp had arrived with another
  ///   value
  /// @param outOfOrder arrivals with a timestamp before the newest of their series, duplicates not
  ///   counted
  public record Report(
      int series,
      long samples,
      long identicalDuplicates,
      long conflictingDuplicates,
      long outOfOrder) {}

  /// A hole in a series: nothing between two timestamps that are further apart than they should be.
  public record Gap(SortedMap<String, String> labels, long afterMs, long beforeMs) {}

  private static final class Column {
    final TreeMap<Long, Long> bitsByTimestamp = new TreeMap<>();
    long arrivals;
    long identical;
    long conflicting;
    long outOfOrder;

    void add(long timestampMs, long valueBits) {
      arrivals++;
      var before = bitsByTimestamp.get(timestampMs);
      if (before == null) {
        if (!bitsByTimestamp.isEmpty() && timestampMs < bitsByTimestamp.lastKey()) {
          outOfOrder++;
        }
        bitsByTimestamp.put(timestampMs, valueBits);
      } else if (before == valueBits) {
        identical++;
      } else {
        conflicting++;
      }
    }
  }

  public synchronized void add(ReceivedSample sample) {
    series
        .computeIfAbsent(sample.labels(), _ -> new Column())
        .add(sample.timestampMs(), sample.valueBits());
  }

  public void addAll(Collection<ReceivedSample> samples) {
    samples.forEach(this::add);
  }

  public synchronized Report report() {
    long arrivals = 0;
    long identical = 0;
    long conflicting = 0;
    long outOfOrder = 0;
    for (var column : series.values()) {
      arrivals += column.arrivals;
      identical += column.identical;
      conflicting += column.conflicting;
      outOfOrder += column.outOfOrder;
    }
    return new Report(series.size(), arrivals, identical, conflicting, outOfOrder);
  }

  /// Arrivals, duplicates included.
  public long samples() {
    return report().samples();
  }

  public synchronized List<SortedMap<String, String>> allSeries() {
    return List.copyOf(series.keySet());
  }

  /// The label sets with this metric name.
  public List<SortedMap<String, String>> seriesNamed(String name) {
    return allSeries().stream().filter(labels -> name.equals(labels.get("__name__"))).toList();
  }

  /// The distinct samples of one series by time; empty where it never arrived.
  public synchronized List<ReceivedSample> samplesOf(SortedMap<String, String> labels) {
    var column = series.get(labels);
    if (column == null) {
      return List.of();
    }
    var samples = new ArrayList<ReceivedSample>();
    column.bitsByTimestamp.forEach(
        (timestampMs, bits) -> samples.add(new ReceivedSample(labels, timestampMs, bits, 0)));
    return samples;
  }

  /// Those of `expected` that never arrived with this series, timestamp and value.
  public synchronized List<ReceivedSample> missing(Collection<ReceivedSample> expected) {
    var missing = new ArrayList<ReceivedSample>();
    for (var sample : expected) {
      var column = series.get(sample.labels());
      var bits = column == null ? null : column.bitsByTimestamp.get(sample.timestampMs());
      if (bits == null || bits != sample.valueBits()) {
        missing.add(sample);
      }
    }
    return missing;
  }

  /// Those that arrived and are not in `expected`, by series, timestamp and value.
  public synchronized List<ReceivedSample> unexpected(Collection<ReceivedSample> expected) {
    var wanted = new HashMap<SortedMap<String, String>, Map<Long, Long>>();
    for (var sample : expected) {
      wanted
          .computeIfAbsent(sample.labels(), _ -> new HashMap<>())
          .put(sample.timestampMs(), sample.valueBits());
    }
    var unexpected = new ArrayList<ReceivedSample>();
    series.forEach((labels, column) -> {
      var of = wanted.getOrDefault(labels, Collections.emptyMap());
      column.bitsByTimestamp.forEach((timestampMs, bits) -> {
        if (!bits.equals(of.get(timestampMs))) {
          unexpected.add(new ReceivedSample(labels, timestampMs, bits, 0));
        }
      });
    });
    return unexpected;
  }

  /// Neighbours in a series that are further apart than `longestMs`; a staleness marker ends a
  /// series, so what follows one is a new beginning.
  public synchronized List<Gap> gaps(long longestMs) {
    var gaps = new ArrayList<Gap>();
    series.forEach((labels, column) -> {
      Map.Entry<Long, Long> previous = null;
      for (var entry : column.bitsByTimestamp.entrySet()) {
        if (previous != null
            && previous.getValue() != ReceivedSample.STALE_BITS
            && entry.getKey() - previous.getKey() > longestMs) {
          gaps.add(new Gap(labels, previous.getKey(), entry.getKey()));
        }
        previous = entry;
      }
    });
    return gaps;
  }
}
