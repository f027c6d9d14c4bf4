package io.tributary.metrics.wal;

import java.util.List;

/// How long the log keeps what: the budgets of its consumers, and who has passed which segment.
///
/// Looks at the segments and the consumers of its [Log]; the caller holds that log's lock.
final class Retention {
  /// A segment is not larger than this part of the smallest budget: giving up the oldest one is
  /// then a small step.
  private static final int SEGMENTS_PER_BUDGET = 8;

  private static final long MIN_SEGMENT_BYTES = 64 << 10;

  /// Samples that a consumer will not get, to be told once the lock is free.
  record Loss(LossListener listener, LossReason reason, long samples) {}

  private final WalSettings settings;
  private final List<Segment> segments;
  private final Consumers consumers;

  Retention(WalSettings settings, List<Segment> segments, Consumers consumers) {
    this.settings = settings;
    this.segments = segments;
    this.consumers = consumers;
  }

  /// The size at which the open segment is closed.
  long segmentLimit(boolean isMemoryOnly) {
    if (isMemoryOnly) {
      return Math.max(settings.memoryBytes() / SEGMENTS_PER_BUDGET, 1);
    }
    long budget = consumers.isEmpty() ? settings.unclaimedBytes() : Long.MAX_VALUE;
    for (Consumer consumer : consumers.all()) {
      budget = Math.min(budget, consumer.budget.bytes());
    }
    long perBudget = Math.max(budget / SEGMENTS_PER_BUDGET, MIN_SEGMENT_BYTES);
    return Math.min(settings.segmentBytes(), perBudget);
  }

  /// The age at which the open segment is closed.
  long segmentAgeMs() {
    long age = settings.segmentAge().toMillis();
    for (Consumer consumer : consumers.all()) {
      if (!consumer.budget.maxAge().isZero()) {
        age = Math.min(age, consumer.budget.maxAge().toMillis() / SEGMENTS_PER_BUDGET);
      }
    }
    return age;
  }

  /// Gives up what exceeds the budget of `consumer`, oldest first, and adds what that cost to
  /// `losses`. `openMs` is the time that the log has been open.
  void enforceBudget(Consumer consumer, long openMs, List<Loss> losses) {
    for (int i = 0; i < segments.size() - 1; i++) {
      var segment = segments.get(i);
      if (isPast(consumer.acknowledged, segment)) {
        continue;
      }
      LossReason reason;
      if (bytesBehind(consumer.acknowledged, i) > consumer.budget.bytes()) {
        reason = LossReason.BUDGET_BYTES;
      } else if (!consumer.budget.maxAge().isZero()
          && openMs - segment.newestOpenMs > consumer.budget.maxAge().toMillis()) {
        reason = LossReason.BUDGET_AGE;
      } else {
        return;
      }
      giveUp(consumer, segments.get(i + 1), reason, losses);
    }
  }

  /// Bytes between what a consumer has acknowledged and the end.
  long backlogBytes(Consumer consumer) {
    for (int i = 0; i < segments.size(); i++) {
      if (!isPast(consumer.acknowledged, segments.get(i))) {
        return bytesBehind(consumer.acknowledged, i);
      }
    }
    return 0;
  }

  /// Bytes of all segments.
  long bytes() {
    return bytesBehind(WalPosition.BEGINNING, 0);
  }

  /// Bytes of the segments from the one at `from` on, without what lies before `position`.
  private long bytesBehind(WalPosition position, int from) {
    long bytes = 0;
    for (int i = from; i < segments.size(); i++) {
      bytes += segments.get(i).bytes();
    }
    boolean isInside = segments.get(from).number == position.segment();
    return bytes - (isInside ? Math.min(position.offset(), segments.get(from).bytes()) : 0);
  }

  private static void giveUp(
      Consumer consumer, Segment next, LossReason reason, List<Loss> losses) {
    consumer.acknowledged = next.base;
    if (consumer.position.compareTo(next.base) >= 0) {
      // What the reader has handed out is in its owner's hands and not lost.
      return;
    }
    long samples = next.base.samples() - consumer.position.samples();
    consumer.moveTo(next.base);
    if (samples > 0) {
      consumer.count(reason, samples);
      losses.add(new Loss(consumer.listener, reason, samples));
    }
  }

  private static boolean isPast(WalPosition position, Segment segment) {
    return position.segment() > segment.number
        || (position.segment() == segment.number && position.offset() >= segment.end.offset());
  }

  /// True while some consumer has not acknowledged all of `segment`.
  boolean isNeeded(Segment segment) {
    for (Consumer consumer : consumers.all()) {
      if (!isPast(consumer.acknowledged, segment)) {
        return true;
      }
    }
    return false;
  }
}
