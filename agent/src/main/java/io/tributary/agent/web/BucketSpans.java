package io.tributary.agent.web;

import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.List;

/// The buckets of a native histogram as client_model has them: runs of neighbours, and each count
/// as the difference to the one before.
record BucketSpans(List<Span> spans, List<Long> deltas) {
  /// `offset` is the index of the first bucket, counted from behind the span before.
  record Span(int offset, int length) {}

  static BucketSpans of(NativeHistogramBuckets buckets) {
    var spans = new ArrayList<Span>();
    var deltas = new ArrayList<Long>();
    int behindLast = 0;
    long lastCount = 0;
    for (int i = 0; i < buckets.size(); i++) {
      int gap = buckets.getBucketIndex(i) - behindLast;
      if (spans.isEmpty() || gap != 0) {
        spans.add(new Span(gap, 1));
      } else {
        Span last = spans.removeLast();
        spans.add(new Span(last.offset, last.length + 1));
      }
      deltas.add(buckets.getCount(i) - lastCount);
      behindLast = buckets.getBucketIndex(i) + 1;
      lastCount = buckets.getCount(i);
    }
    return new BucketSpans(spans, deltas);
  }
}
