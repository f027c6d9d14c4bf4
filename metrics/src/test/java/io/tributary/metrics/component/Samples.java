package io.tributary.metrics.component;

import io.tributary.model.labels.Labels;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.ScrapeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Records the samples of columns. Thread-safe.
final class Samples implements ColumnSink {
  private final List<Sample> all = new ArrayList<>();

  /// One sample.
  record Sample(Labels labels, long timestampMs, long valueBits) {
    boolean isStale() {
      return valueBits == ScrapeColumn.STALE_NAN_BITS;
    }

    String name() {
      return labels.getOrEmpty("__name__");
    }

    /// `name 1.0`, or `name stale`, with the values of other labels behind the name.
    String text(String... shown) {
      var text = new StringBuilder(name());
      for (String label : shown) {
        text.append(' ').append(label).append('=').append(labels.getOrEmpty(label));
      }
      text.append(' ').append(isStale() ? "stale" : "" + Double.longBitsToDouble(valueBits));
      return text.toString();
    }
  }

  @Override
  public synchronized void append(ScrapeColumn column) {
    for (int row = 0; row < column.layout().rowCount(); row++) {
      if (column.selected() == null || column.selected().get(row)) {
        Labels labels = column.layout().labels(row, column.stream());
        all.add(new Sample(labels, column.timestampMs(), column.values()[row]));
      }
    }
    notifyAll();
  }

  synchronized List<Sample> all() {
    return List.copyOf(all);
  }

  List<Sample> named(String name) {
    return all().stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /// Waits for a sample; fails after 20 s.
  synchronized Sample await(String what, Predicate<Sample> wanted) throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (true) {
      for (Sample sample : all) {
        if (wanted.test(sample)) {
          return sample;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited in vain for " + what + ", there were " + all);
      }
      wait(left / 1_000_000 + 1);
    }
  }

  synchronized void clear() {
    all.clear();
  }
}
