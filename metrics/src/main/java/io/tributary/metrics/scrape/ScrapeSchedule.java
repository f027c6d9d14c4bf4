package io.tributary.metrics.scrape;

import io.tributary.net.scrape.EventLoop;
import java.time.Duration;

/// When a target is due: a fixed phase of its interval, counted from the epoch, so that a restart
/// keeps it.
///
/// Runs on monotonic time; the wall clock is read once, when the schedule starts. A wall clock that
/// is set later neither delays nor repeats a scrape, it only changes the timestamps that are
/// written.
///
/// Source: prometheus/prometheus `scrape/target.go` (`offset`), `scrape/scrape.go` (alignment of
/// timestamps).
final class ScrapeSchedule {
  /// A scrape that starts this close behind its due time carries the due time itself.
  private static final long MAX_TOLERANCE_NANOS = 2_000_000;

  /// A shared scrape that starts this close before a due time is that one's: timers keep a slot
  /// that is up to 2 ms before it, and the two clocks run apart a little.
  private static final long MAX_EARLY_NANOS = 20_000_000;

  private final long intervalNanos;
  private final long toleranceNanos;
  private final long firstDueNanos;
  private final long firstDueWallMs;
  private final boolean isShared;
  private long tick;

  /// @param wallMs wall time at `nanos`
  /// @param toleranceMs 0 switches alignment off
  ScrapeSchedule(
      long key, long seed, Duration interval, long toleranceMs, long wallMs, long nanos) {
    this(key, seed, interval, toleranceMs, wallMs, nanos, false);
  }

  /// The schedule of a target that agents share: the same on all of them, and the timestamp is the
  /// due time however late the scrape starts. Two that overlap write the same timestamps, which
  /// receivers take for one.
  static ScrapeSchedule shared(long key, Duration interval, long wallMs, long nanos) {
    return new ScrapeSchedule(key, 0, interval, 0, wallMs, nanos, true);
  }

  private ScrapeSchedule(
      long key,
      long seed,
      Duration interval,
      long toleranceMs,
      long wallMs,
      long nanos,
      boolean isShared) {
    this.isShared = isShared;
    intervalNanos = interval.toNanos();
    toleranceNanos = Math.min(toleranceMs * 1_000_000, intervalNanos / 100);
    long phase = Long.remainderUnsigned(key ^ seed, intervalNanos);
    long slot = EventLoop.SLOT_NANOS;
    phase = isSlotted() ? phase / slot * slot : phase / 1_000_000 * 1_000_000;
    long sinceEpoch = Math.floorMod(Math.multiplyExact(wallMs, 1_000_000L), intervalNanos);
    long wait = Math.floorMod(phase - sinceEpoch, intervalNanos);
    firstDueNanos = nanos + wait;
    firstDueWallMs = wallMs + wait / 1_000_000;
  }

  static long defaultToleranceMs() {
    return MAX_TOLERANCE_NANOS / 1_000_000;
  }

  /// Whether due times are multiples of the loop's slots, so that scrapes coalesce.
  boolean isSlotted() {
    return intervalNanos % EventLoop.SLOT_NANOS == 0;
  }

  /// Whether timestamps are due times.
  boolean isShared() {
    return isShared;
  }

  long dueNanos() {
    return firstDueNanos + tick * intervalNanos;
  }

  /// The timestamp of a scrape that starts now: the due time before it, where the start is close to
  /// that or the target is shared.
  long timestampMs(long nowNanos, long nowWallMs) {
    long sinceFirst = nowNanos - firstDueNanos;
    if (isShared) {
      long early = Math.min(MAX_EARLY_NANOS, intervalNanos / 10);
      long late = Math.floorMod(sinceFirst + early, intervalNanos) - early;
      return dueWallMs(nowWallMs - late / 1_000_000);
    }
    long late = Math.floorMod(sinceFirst, intervalNanos);
    long idealWallMs = firstDueWallMs + (sinceFirst - late) / 1_000_000;
    boolean wallAgrees = Math.abs(nowWallMs - idealWallMs) <= toleranceNanos / 1_000_000 + 1;
    return late <= toleranceNanos && wallAgrees ? idealWallMs : nowWallMs;
  }

  /// The due time by the wall clock that is closest to `wallMs`: it follows a clock that was set,
  /// as the clocks of the others do.
  private long dueWallMs(long wallMs) {
    long intervalMs = Math.max(1, intervalNanos / 1_000_000);
    long phaseMs = Math.floorMod(firstDueWallMs, intervalMs);
    return phaseMs + Math.floorDiv(wallMs - phaseMs + intervalMs / 2, intervalMs) * intervalMs;
  }

  /// Moves to the first due time behind `nowNanos`: ticks that were missed coalesce. Returns how
  /// many were missed.
  long advance(long nowNanos) {
    long next = Math.max(tick + 1, Math.floorDiv(nowNanos - firstDueNanos, intervalNanos) + 1);
    long missed = next - tick - 1;
    tick = next;
    return missed;
  }
}
