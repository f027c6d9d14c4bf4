package io.tributary.metrics.receive;

import io.tributary.wire.writerequest.WriteRequest.SeriesExemplar;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Exemplars that wait for a sample of their series, with which they travel. Series are known by
/// their numbers.
final class WaitingExemplars {
  /// Where more come, those of the series that waits longest go, the oldest first.
  static final int MAX = 10_000;

  private final Map<Integer, Queue<SeriesExemplar>> bySeries = new LinkedHashMap<>();
  private int count;
  private long dropped;

  boolean isEmpty() {
    return count == 0;
  }

  void add(int series, SeriesExemplar exemplar) {
    bySeries.computeIfAbsent(series, _ -> new ArrayDeque<>()).add(exemplar);
    count++;
    if (count > MAX) {
      dropOldest();
    }
  }

  private void dropOldest() {
    Iterator<Queue<SeriesExemplar>> series = bySeries.values().iterator();
    Queue<SeriesExemplar> oldest = series.next();
    oldest.remove();
    if (oldest.isEmpty()) {
      series.remove();
    }
    count--;
    dropped++;
  }

  /// Those of a series, which wait no longer.
  Iterable<SeriesExemplar> take(int series) {
    Queue<SeriesExemplar> of = bySeries.remove(series);
    if (of == null) {
      return List.of();
    }
    count -= of.size();
    return of;
  }

  /// Drops all: the numbers of the series change.
  void clear() {
    dropped += count;
    count = 0;
    bySeries.clear();
  }

  /// Exemplars for whose series no sample came.
  long dropped() {
    return dropped;
  }
}
