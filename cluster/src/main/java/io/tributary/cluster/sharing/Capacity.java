package io.tributary.cluster.sharing;

import java.time.Duration;

/// How much of its weight an agent bears, as it has turned out: one that asks for the processor and
/// does not get it, for its work is too much or others are in its way, gives some of its work away.
///
/// It goes down at once and by much, for scrapes are late meanwhile, and up a little at a time once
/// nothing was amiss for long. What it had to give away again it tries to take back ever more
/// rarely, so that nothing goes to and fro.
///
/// Owned by the loop.
final class Capacity {
  /// Who stands still for more of the time is strained.
  static final double STRAINED = 0.25;

  /// Who stood still for more of a minute begins its calm time anew.
  static final double CALM = STRAINED / 2;

  static final double LEAST = 0.1;

  /// How long a smaller share takes to show: what was given away moves, and costs nothing any more.
  static final Duration SETTLES = Duration.ofMinutes(3);

  static final Duration CALM_FOR = Duration.ofHours(1);
  private static final Duration CALM_FOR_AT_MOST = Duration.ofHours(24);

  /// How much more it tries to bear.
  static final double MORE = 1.25;

  private double ratio = 1;
  private boolean hasLooked;
  private boolean isStrained;

  /// Whether it has tried to bear more since it was to bear less last.
  private boolean hasGrown;

  private Duration calmFor = CALM_FOR;
  private long calmSinceNanos;
  private long lessSinceNanos;
  private long grewNanos;
  private boolean isSettled = true;

  /// From [#LEAST] to 1.
  double ratio() {
    return ratio;
  }

  /// Whether the last look found nothing amiss; not before the first one.
  boolean isWell() {
    return hasLooked && !isStrained;
  }

  /// How the last minute or so went.
  ///
  /// @param stalledRatio of the time, for how much it stood still
  /// @param isGeneral whether others are no better off: giving work away would help nobody
  void looked(double stalledRatio, boolean isGeneral, long nowNanos) {
    boolean wasStrained = isStrained;
    hasLooked = true;
    isStrained = stalledRatio >= STRAINED;
    isSettled |= nowNanos - lessSinceNanos >= SETTLES.toNanos();
    if (stalledRatio >= CALM) {
      calmSinceNanos = nowNanos;
    }
    if (ratio == 1 && nowNanos - grewNanos >= CALM_FOR_AT_MOST.toNanos()) {
      hasGrown = false; // What was is no more.
      calmFor = CALM_FOR;
    }
    if (isStrained && wasStrained && isSettled && !isGeneral && ratio > LEAST) {
      bearLess(stalledRatio, nowNanos);
    } else if (ratio < 1 && nowNanos - calmSinceNanos >= calmFor.toNanos()) {
      bearMore(nowNanos);
    }
  }

  private void bearLess(double stalledRatio, long nowNanos) {
    if (hasGrown) {
      Duration twice = calmFor.multipliedBy(2);
      calmFor = twice.compareTo(CALM_FOR_AT_MOST) < 0 ? twice : CALM_FOR_AT_MOST;
    }
    hasGrown = false;
    isSettled = false;
    lessSinceNanos = nowNanos;
    ratio = Math.max(ratio * (1 - stalledRatio), LEAST);
  }

  private void bearMore(long nowNanos) {
    hasGrown = true;
    grewNanos = nowNanos;
    calmSinceNanos = nowNanos;
    ratio = Math.min(ratio * MORE, 1);
  }
}
