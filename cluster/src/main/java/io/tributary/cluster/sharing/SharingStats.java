package io.tributary.cluster.sharing;

import java.util.concurrent.atomic.LongAdder;

/// What has happened so far on this agent. Thread-safe.
public final class SharingStats {
  final LongAdder taken = new LongAdder();
  final LongAdder released = new LongAdder();
  final LongAdder moved = new LongAdder();
  final LongAdder unreached = new LongAdder();
  final LongAdder conflicts = new LongAdder();
  final LongAdder lostPages = new LongAdder();
  final LongAdder ignored = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder fenced = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder placements = new LongAdder();

  /// Targets that this agent began to scrape.
  public long taken() {
    return taken.sum();
  }

  /// Targets that it left to others.
  public long released() {
    return released.sum();
  }

  /// Targets that went from one agent to another while this one led.
  public long moved() {
    return moved.sum();
  }

  /// Targets that stayed where they were because the next owner could not reach them.
  public long unreached() {
    return unreached.sum();
  }

  /// Targets that two agents were found to hold.
  public long conflicts() {
    return conflicts.sum();
  }

  /// Pages of targets between two owners that found no room: series that vanish meanwhile do not
  /// end.
  public long lostPages() {
    return lostPages.sum();
  }

  /// Messages of others that came too late, or from the wrong one.
  public long ignored() {
    return ignored.sum();
  }

  /// Messages that could not be read, those of unknown versions among them.
  public long rejected() {
    return rejected.sum();
  }

  /// Commands of leaders that did not know of a lease that this agent knew of: they were refused.
  public long fenced() {
    return fenced.sum();
  }

  /// How often this agent, which led, asked another one anew because something had been lost
  /// between them.
  public long repeated() {
    return repeated.sum();
  }

  /// How often this agent decided who owns what.
  public long placements() {
    return placements.sum();
  }
}
