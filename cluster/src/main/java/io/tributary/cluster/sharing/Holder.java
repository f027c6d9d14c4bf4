package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What scrapes targets on this agent: one clustered component. A target is its key, the same on
/// all agents.
///
/// It scrapes what it was told to take, until it was told to release or to end it. Methods return
/// at once and are called by one thread; `done` may be called by any thread, once.
public interface Holder {
  /// How long before a due time a target is no longer let go, so that the next owner has the time
  /// to take it. Half the interval where that is shorter.
  Duration GUARD = Duration.ofSeconds(2);

  /// Scrapes the target once, throws the result away, and tells whether there was one: can this
  /// agent reach the target at all?
  void probe(long key, Consumer<Boolean> done);

  /// Stops scraping the target once the scrape under way has ended, without stale markers, for
  /// another agent goes on with its series. Where the next due time is closer than [#GUARD], that
  /// scrape is still done. A target that is not held is released at once, with [Handed#NOTHING].
  void release(long key, Consumer<Handed> done);

  /// Scrapes the target from its next due time on, which depends on nothing but the target and the
  /// clock. Does nothing where the target is held already.
  ///
  /// @param handed from the owner before; empty where there was none, or it is gone
  void take(long key, Optional<Handed> handed);

  /// Stops scraping the target, and lets its series end: no discovery has it any more. Does nothing
  /// where the target is not held.
  void end(long key);

  /// What the target was last seen to cost, or [Cost#UNKNOWN].
  Cost cost(long key);
}
