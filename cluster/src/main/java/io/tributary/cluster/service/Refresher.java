package io.tributary.cluster.service;

import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.ConfigurationMirror;
import io.tributary.cluster.member.RingView;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what runs here in line with store and ring.
///
/// - What the watch tells is acted on at once, configuration by configuration.
/// - When the ring changes, or a member dies, or another agent asks, all are looked at: against the
///   mirror, without a call to the store.
/// - Each interval the store is read whole, for what the watch may have missed, and what failed is
///   tried again. When that finds something otherwise, it is read again soon.
///
/// [#step] does what is due; one thread calls it, so refreshes never overlap, and however many are
/// asked for meanwhile, one follows.
final class Refresher {
  private static final Logger log = LoggerFactory.getLogger(Refresher.class);

  /// Between a look that found something doubtful and the one that decides.
  static final Duration SECOND_LOOK = Duration.ofSeconds(5);

  private final KeyValueStore store;
  private final ConfigurationMirror mirror;
  private final RingView view;
  private final OwnedConfigurations owned;
  private final ScrapingServiceSettings settings;
  private final Clock clock;
  private final Timings timings;
  private final BooleanSupplier isOver;
  private final AtomicBoolean isAsked = new AtomicBoolean();

  // Of the thread that steps.
  private long lookNanos;
  private long ringVersion;

  private volatile Optional<Failure> failure = Optional.empty();

  /// @param loads how often the watch had told everything when it came to this
  private record Failure(String reason, long loads) {}

  Refresher(
      KeyValueStore store,
      ConfigurationMirror mirror,
      RingView view,
      OwnedConfigurations owned,
      ScrapingServiceSettings settings,
      Clock clock,
      Timings timings,
      BooleanSupplier isOver) {
    this.store = store;
    this.mirror = mirror;
    this.view = view;
    this.owned = owned;
    this.settings = settings;
    this.clock = clock;
    this.timings = timings;
    this.isOver = isOver;
    lookNanos = clock.nanos() + settings.reshardInterval().toNanos();
  }

  /// Has all configurations looked at in the next step.
  void ask() {
    isAsked.set(true);
  }

  /// Why the last look at the store failed; empty where it did not, or where the watch has told
  /// everything since.
  Optional<String> problem() {
    return failure.filter(last -> last.loads() == mirror.loads()).map(Failure::reason);
  }

  /// Does what is due. Answers the time, in nanoseconds of the clock, when there is more to do.
  long step() throws InterruptedException {
    Set<String> changed = mirror.drain(clock.nanos());
    long version = view.version();
    boolean isLook = clock.nanos() - lookNanos >= 0;
    if (isLook || isAsked.getAndSet(false) || version != ringVersion) {
      ringVersion = version;
      refresh(isLook, changed);
    } else if (!changed.isEmpty()) {
      owned.settle(changed, false, isOver);
    }
    owned.stopHandedOver();
    return next();
  }

  private void refresh(boolean isLook, Set<String> changed) throws InterruptedException {
    long from = clock.nanos();
    boolean isGood = !isLook || look(changed);
    var names = new HashSet<>(mirror.names());
    names.addAll(changed);
    names.addAll(owned.names());
    owned.settle(names, isLook, isOver);
    // As in the original: one configuration that cannot be run makes a failure of it.
    timings.refreshed(isGood && !owned.hasProblems(), clock.nanos() - from);
  }

  /// Reads everything. A store that cannot be read says nothing about what is in it.
  private boolean look(Set<String> changed) throws InterruptedException {
    boolean isGood = false;
    try {
      SortedMap<String, byte[]> all =
          Deadline.within(
              settings.reshardTimeout(),
              "cannot read configurations from the store",
              clock,
              () -> store.list(""));
      changed.addAll(mirror.looked(all, clock.nanos()));
      failure = Optional.empty();
      isGood = true;
    } catch (StoreException e) {
      if (problem().isEmpty()) {
        log.warn("configurations run on as they are: {}", e.getMessage());
      }
      failure = Optional.of(new Failure(String.valueOf(e.getMessage()), mirror.loads()));
    }
    boolean isSoon = isGood && mirror.isDoubtful();
    lookNanos = clock.nanos() + (isSoon ? soon() : settings.reshardInterval()).toNanos();
    return isGood;
  }

  private Duration soon() {
    Duration interval = settings.reshardInterval();
    return interval.compareTo(SECOND_LOOK) < 0 ? interval : SECOND_LOOK;
  }

  private long next() {
    long now = clock.nanos();
    long wait = Math.min(lookNanos - now, owned.nextNanos() - now);
    return now + Math.max(0, Math.min(wait, mirror.nextNanos(now) - now));
  }
}
