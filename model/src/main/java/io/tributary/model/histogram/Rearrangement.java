package io.tributary.model.histogram;

import io.tributary.model.histogram.NativeHistogram.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Where the buckets of one side go: `targets[i]` is the new position of bucket `i`, or -1 if it is
/// left out. Buckets with the same target are added up; a target that none has is empty. Made from
/// the spans alone, so it serves integer and float counts.
record Rearrangement(Span[] spans, int[] targets, int size) {

  /// Which bucket goes where.
  sealed interface Rule {
    /// The rearrangement of a side with `buckets` buckets, or null if `spans` do not fit them.
    @Nullable Rearrangement apply(Span[] spans, int buckets, IntPredicate isEmpty);
  }

  /// Leaves out empty buckets, but for runs of at most `maxEmpty` between populated ones.
  record Compaction(int maxEmpty) implements Rule {
    @Override
    public @Nullable Rearrangement apply(Span[] spans, int buckets, IntPredicate isEmpty) {
      return rearrange(spans, buckets, isEmpty, 0, maxEmpty);
    }
  }

  /// Merges 2^`steps` neighbours each.
  record Reduction(int steps) implements Rule {
    @Override
    public @Nullable Rearrangement apply(Span[] spans, int buckets, IntPredicate isEmpty) {
      return rearrange(spans, buckets, _ -> false, steps, 0);
    }
  }

  private static @Nullable Rearrangement rearrange(
      Span[] spans, int buckets, IntPredicate leaveOut, int steps, int maxGap) {
    if (!fit(spans, buckets)) {
      return null;
    }
    List<Span> result = new ArrayList<>();
    int[] targets = new int[buckets];
    int size = 0;
    int last = 0;
    int index = 0;
    int i = 0;
    for (Span span : spans) {
      index += span.offset();
      for (int end = i + span.length(); i < end; i++, index++) {
        if (leaveOut.test(i)) {
          targets[i] = -1;
          continue;
        }
        // Bucket 0 ends at 1 in every schema, hence the shift by one.
        int target = steps == 0 ? index : ((index - 1) >> steps) + 1;
        int gap = target - last - 1;
        if (result.isEmpty()) {
          result.add(new Span(target, 1));
          size++;
        } else if (gap >= 0 && gap <= maxGap) {
          Span open = result.removeLast();
          result.add(new Span(open.offset(), open.length() + gap + 1));
          size += gap + 1;
        } else if (gap > 0) {
          result.add(new Span(gap, 1));
          size++;
        }
        targets[i] = size - 1;
        last = target;
      }
    }
    return new Rearrangement(result.toArray(Span[]::new), targets, size);
  }

  private static boolean fit(Span[] spans, int buckets) {
    long total = 0;
    for (int i = 0; i < spans.length; i++) {
      if (spans[i].length() < 0 || (i > 0 && spans[i].offset() < 0)) {
        return false;
      }
      total += spans[i].length();
    }
    return total == buckets;
  }

  long[] move(long[] counts) {
    long[] moved = new long[size];
    for (int i = 0; i < counts.length; i++) {
      if (targets[i] >= 0) {
        moved[targets[i]] += counts[i];
      }
    }
    return moved;
  }

  double[] move(double[] counts) {
    double[] moved = new double[size];
    for (int i = 0; i < counts.length; i++) {
      if (targets[i] >= 0) {
        moved[targets[i]] += counts[i];
      }
    }
    return moved;
  }

  static long[] absolute(long[] deltas) {
    long[] counts = Arrays.copyOf(deltas, deltas.length);
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    return counts;
  }

  /// Turns `counts` into deltas, in place.
  static long[] deltas(long[] counts) {
    for (int i = counts.length - 1; i > 0; i--) {
      counts[i] -= counts[i - 1];
    }
    return counts;
  }
}
