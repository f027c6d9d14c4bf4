package io.tributary.cluster.service;

import io.tributary.base.host.HostName;
import io.tributary.base.time.Clock;
import io.tributary.cluster.member.LifeSettings;
import io.tributary.cluster.member.RingLife;
import io.tributary.cluster.member.RingView;
import io.tributary.cluster.member.ViewSettings;
import io.tributary.cluster.ring.EntrySettings;
import io.tributary.cluster.ring.OwnEntry;
import io.tributary.cluster.ring.OwnerRule;
import io.tributary.cluster.ring.Ring;
import io.tributary.cluster.ring.RingKey;
import io.tributary.cluster.ring.RingMember;
import io.tributary.cluster.store.StoreException;
import io.tributary.wire.WireException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The part that this agent takes in the ring: it comes, tells the others, stays, tells them that
/// it goes; and what it can say of the ring to people.
///
/// [#step] is for one thread; the rest is for every thread.
final class RingPart implements AutoCloseable {
  /// The ring in the ring store.
  static final String RING_KEY = "agent";

  private final ScrapingServiceSettings settings;
  private final ServiceParts parts;
  private final Executor tellers;
  private final Clock clock;
  private final Timings timings;
  private final Runs runs;
  private final RingView view;
  private final RingLife life;
  private final OwnEntry reader;
  private final LongAdder heartbeats = new LongAdder();

  private volatile @Nullable Announcement greeting;
  private volatile @Nullable Announcement farewell;

  /// What else this agent does, as far as the ring has to do with it.
  interface Runs {
    /// Somebody has heard, so that there may be something to do for [RingPart#step].
    void wakeRing();

    /// Who owns what may have changed.
    void changed();

    /// Everything is to be looked at anew.
    void refresh();

    /// Whether something waits for others to begin with it.
    boolean isHandingOver();
  }

  RingPart(
      ScrapingServiceSettings settings,
      ServiceParts parts,
      Executor tellers,
      Timings timings,
      Runs runs) {
    this.settings = settings;
    this.parts = parts;
    this.tellers = tellers;
    this.timings = timings;
    this.runs = runs;
    clock = parts.clock();
    LifecyclerSettings lifecycler = settings.lifecycler();
    LifecyclerSettings.RingSettings ring = lifecycler.ring();
    var rule = new OwnerRule(ring.heartbeatTimeout().toSeconds(), ring.takesOverFromDead());
    view =
        new RingView(ViewSettings.of(rule, ring.excludedZones(), contactPeriod(settings)), clock);
    EntrySettings entry = entry(lifecycler, parts.address());
    life =
        new RingLife(
            parts.memberStore(),
            life(lifecycler, entry),
            view,
            clock,
            parts.random(),
            parts.disk(),
            new Turns());
    reader = new OwnEntry(parts.ringStore(), entry, clock, parts.random());
  }

  private static Duration contactPeriod(ScrapingServiceSettings settings) {
    Duration heartbeat = settings.lifecycler().heartbeatPeriod();
    return heartbeat.isPositive() ? heartbeat : settings.reshardInterval();
  }

  private static EntrySettings entry(LifecyclerSettings lifecycler, String address) {
    return new EntrySettings(
        RING_KEY,
        lifecycler.id().isEmpty() ? HostName.get() : lifecycler.id(),
        address,
        lifecycler.zone(),
        lifecycler.tokens(),
        lifecycler.observePeriod().isPositive(),
        lifecycler.unregisters());
  }

  private static LifeSettings life(LifecyclerSettings lifecycler, EntrySettings entry) {
    Optional<Path> tokens =
        lifecycler.tokensFile().isEmpty()
            ? Optional.empty()
            : Optional.of(Path.of(lifecycler.tokensFile()));
    return new LifeSettings(
        entry,
        lifecycler.heartbeatPeriod(),
        lifecycler.observePeriod(),
        lifecycler.joinAfter(),
        lifecycler.finalSleep(),
        OwnedConfigurations.HAND_OVER,
        OwnedConfigurations.LONGEST_HAND_OVER,
        tokens);
  }

  /// Begins to follow what others write.
  void watch() {
    life.watch(parts.ringStore());
  }

  /// What the ring's thread tells.
  private final class Turns implements RingLife.Events {
    @Override
    public void changed() {
      runs.changed();
    }

    @Override
    public void joined() {
      end(greeting);
      greeting = announce();
      runs.refresh();
    }

    @Override
    public boolean leaving() {
      Announcement begun = farewell;
      if (begun == null) {
        begun = announce();
        farewell = begun;
      }
      if (begun.isDone()) {
        timings.saidFarewell(begun.hasReachedAll(), begun.nanos());
      }
      return begun.isDone();
    }

    @Override
    public boolean isHandingOver() {
      return runs.isHandingOver();
    }

    @Override
    public void heartbeat() {
      heartbeats.increment();
    }
  }

  private static void end(@Nullable Announcement begun) {
    if (begun != null) {
      begun.close();
    }
  }

  private Announcement announce() {
    List<String> addresses =
        view.others().stream()
            .map(RingMember::address)
            .filter(address -> !address.equals(parts.address()))
            .distinct()
            .toList();
    return Announcement.begin(
        addresses,
        parts.calls(),
        this::isInRing,
        settings.client(),
        settings.notifyTimeout(),
        clock,
        tellers,
        runs::wakeRing);
  }

  private boolean isInRing(String address) {
    return view.others().stream().anyMatch(member -> member.address().equals(address));
  }

  /// Lives in the ring for a moment. Answers when there is more to do.
  long step() throws InterruptedException {
    return life.step();
  }

  /// Reads the ring in the next step: somebody says that it has changed.
  void look() {
    life.look();
  }

  /// Begins to leave.
  void leave() {
    life.leave();
  }

  boolean isGone() {
    return life.isGone();
  }

  Optional<String> problem() {
    return life.problem();
  }

  /// The ring as this agent sees it.
  RingView view() {
    return view;
  }

  long heartbeats() {
    return heartbeats.sum();
  }

  /// The ring as it is in the store now, and who runs which of `names`.
  RingReport report(Collection<String> names) throws StoreException, InterruptedException {
    Ring ring = read();
    long now = clock.wallMs();
    var members = new ArrayList<RingReport.Member>();
    for (RingMember member : ring.members().values()) {
      members.add(member(ring, member, now));
    }
    return new RingReport(now, members, owners(names));
  }

  private Ring read() throws StoreException, InterruptedException {
    try {
      return reader.read();
    } catch (WireException e) {
      throw unreadable(e);
    }
  }

  private static StoreException unreadable(WireException e) {
    return new StoreException("cannot read the ring in the store: " + e.getMessage(), e);
  }

  private RingReport.Member member(Ring ring, RingMember member, long nowMs) {
    long timeout = settings.lifecycler().ring().heartbeatTimeout().toSeconds();
    boolean isAlive = member.isAlive(Math.floorDiv(nowMs, 1000), timeout);
    return new RingReport.Member(
        member.id(),
        isAlive ? member.state().name() : "UNHEALTHY",
        member.address(),
        member.zone(),
        member.heartbeatSeconds(),
        member.registeredSeconds(),
        member.tokens(),
        ring.share(member.id()));
  }

  private List<RingReport.Configuration> owners(Collection<String> names) {
    RingView.Owners owners = view.owners();
    return names.stream()
        .sorted()
        .map(name ->
            new RingReport.Configuration(
                name, RingKey.of(name), owners.of(name).map(RingMember::id).orElse("")))
        .toList();
  }

  /// Takes a member out of the ring that will not come back. False where the store has no ring.
  boolean forget(String id) throws StoreException, InterruptedException {
    try {
      return reader.forget(id);
    } catch (WireException e) {
      throw unreadable(e);
    }
  }

  /// Hears and tells no more. What is in the ring stays.
  @Override
  public void close() {
    life.close();
    end(greeting);
    end(farewell);
  }
}
