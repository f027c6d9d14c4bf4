package io.tributary.cluster.member;

import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.cluster.ring.MemberState;
import io.tributary.cluster.ring.OwnEntry;
import io.tributary.cluster.ring.Ring;
import io.tributary.cluster.ring.RingCodec;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import io.tributary.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This agent in the ring: it enters, takes tokens, gives signs of life and leaves. What it sees on
/// the way goes into a [RingView].
///
/// [#step] does what is due and says when to come again; one thread calls it. The other methods are
/// for every thread. A store that is away is tried again: an agent starts without it.
///
/// Source: grafana/dskit `ring/lifecycler.go`. Its order and states, with three differences: it
/// starts when the store comes and does not end the process when it is away at first; a death is
/// looked at when it happens; and it stays [LifeSettings#handOver] after it said that it leaves
/// where others are to begin with what it has.
public final class RingLife implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RingLife.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofHours(1);

  /// Between two looks at whether others are ready.
  private static final Duration STEP = Duration.ofMillis(100);

  /// Attempts to say that it leaves, and that it is gone, before it goes without.
  private static final int FAREWELLS = 3;

  /// What happens at turning points. Called by the thread that steps.
  public interface Events {
    /// Who owns what may have changed.
    void changed();

    /// It is a full member now.
    void joined();

    /// It owns nothing from now on. Answers whether all have been told by now, each time it is
    /// asked.
    boolean leaving();

    /// Whether something waits for others to begin with it.
    boolean isHandingOver();

    void heartbeat();
  }

  private enum Phase {
    ENTERING,
    WAITING,
    OBSERVING,
    MEMBER,
    LEAVING,
    TELLING,
    LINGERING,
    UNREGISTERING,
    GONE
  }

  private final LifeSettings settings;
  private final RingView view;
  private final OwnEntry entry;
  private final Clock clock;
  private final Events events;
  private final Optional<TokensFile> tokensFile;
  private final AtomicBoolean isToLeave = new AtomicBoolean();
  private final AtomicBoolean isToLook = new AtomicBoolean();

  // Of the thread that steps.
  private Phase phase = Phase.ENTERING;
  private long dueNanos;
  private long heartbeatNanos;
  private long leavingNanos;
  private int failures;
  private List<Long> keptTokens = List.of();
  private String warned = "";
  private long version;

  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean isGone;
  private volatile Optional<KeyValueStore.Watch> watch = Optional.empty();

  public RingLife(
      KeyValueStore store,
      LifeSettings settings,
      RingView view,
      Clock clock,
      RandomGenerator random,
      Disk disk,
      Events events) {
    this.settings = settings;
    this.view = view;
    this.clock = clock;
    this.events = events;
    entry = new OwnEntry(store, settings.entry(), clock, random);
    tokensFile = settings.tokensFile().map(path -> new TokensFile(disk, path));
    dueNanos = clock.nanos();
  }

  /// Begins to follow what others write, through a store that may be opened for that alone.
  public void watch(KeyValueStore from) {
    watch = Optional.of(from.watch(settings.entry().key(), new Following()));
  }

  /// Hears of the ring, called by the store.
  private final class Following implements KeyValueStore.Listener {
    @Override
    public void loaded(SortedMap<String, byte[]> all) {
      byte[] block = all.get(settings.entry().key());
      if (block == null) {
        view.saw(Ring.EMPTY);
      } else {
        saw(block);
      }
    }

    @Override
    public void changed(String key, byte[] value) {
      if (key.equals(settings.entry().key())) {
        saw(value);
      }
    }

    @Override
    public void deleted(String key) {
      if (key.equals(settings.entry().key())) {
        view.saw(Ring.EMPTY);
        events.changed();
      }
    }

    private void saw(byte[] block) {
      try {
        view.saw(RingCodec.decode(block));
        events.changed();
      } catch (WireException e) {
        problem = Optional.of("cannot read the ring in the store: " + e.getMessage());
      }
    }
  }

  /// Leaves the ring in the next steps.
  public void leave() {
    isToLeave.set(true);
  }

  /// Reads the ring in the next step: somebody says that it has changed.
  public void look() {
    isToLook.set(true);
  }

  /// Whether it has left the ring, or never was in it.
  public boolean isGone() {
    return isGone;
  }

  /// Why it cannot take part as it should; empty where all is well.
  public Optional<String> problem() {
    return problem;
  }

  /// Does what is due. Answers the time, in nanoseconds of the clock, when there is more to do.
  public long step() throws InterruptedException {
    if (isToLeave.get() && phase.compareTo(Phase.LEAVING) < 0) {
      go(phase == Phase.ENTERING ? Phase.GONE : Phase.LEAVING, Duration.ZERO);
      failures = 0;
    }
    try {
      if (isDue(dueNanos)) {
        advance();
      }
      if (isInRing() && isDue(heartbeatDue())) {
        heartbeat();
      }
      if (isToLook.getAndSet(false) && isInRing()) {
        look(entry.read());
      }
    } catch (StoreException | WireException e) {
      failed(e);
    }
    tell();
    return next();
  }

  private boolean isDue(long atNanos) {
    return clock.nanos() - atNanos >= 0;
  }

  private boolean isInRing() {
    return phase != Phase.ENTERING && phase != Phase.GONE;
  }

  private void go(Phase next, Duration in) {
    phase = next;
    dueNanos = clock.nanos() + in.toNanos();
    isGone = next == Phase.GONE;
  }

  private void advance() throws StoreException, InterruptedException {
    switch (phase) {
      case ENTERING -> enter();
      case WAITING -> join();
      case OBSERVING -> observe();
      case LEAVING -> sayThatItLeaves();
      case TELLING -> waitForAll();
      case LINGERING -> linger();
      case UNREGISTERING -> unregister();
      case MEMBER, GONE -> dueNanos = clock.nanos() + NEVER.toNanos();
    }
  }

  private void enter() throws StoreException, InterruptedException {
    entry.register(tokensOfLastTime());
    wrote(false);
    switch (entry.own().state()) {
      case ACTIVE -> becomeMember();
      default -> go(Phase.WAITING, settings.joinAfter());
    }
  }

  private List<Long> tokensOfLastTime() {
    if (tokensFile.isEmpty()) {
      return List.of();
    }
    try {
      keptTokens = tokensFile.get().read();
    } catch (IOException e) {
      log.error("starting with new tokens: {}", e.getMessage());
    }
    return keptTokens;
  }

  private void join() throws StoreException, InterruptedException {
    entry.join();
    wrote(entry.hadVanished());
    if (entry.own().state() == MemberState.ACTIVE) {
      becomeMember();
    } else {
      go(Phase.OBSERVING, settings.observePeriod());
    }
  }

  private void observe() throws StoreException, InterruptedException {
    if (!entry.verifyTokens()) {
      wrote(entry.hadVanished());
      go(Phase.OBSERVING, settings.observePeriod());
      return;
    }
    entry.activate();
    wrote(entry.hadVanished());
    becomeMember();
  }

  private void becomeMember() {
    log.info("in the ring as \"{}\" with {} tokens", entry.own().id(), entry.own().tokens().size());
    go(Phase.MEMBER, NEVER);
    events.joined();
  }

  private void heartbeat() throws StoreException, InterruptedException {
    // Before the attempt: one that fails waits for the next period, too.
    heartbeatNanos = clock.nanos();
    events.heartbeat();
    entry.heartbeat();
    wrote(entry.hadVanished());
    entry.rival().ifPresent(this::warnOfRival);
  }

  /// Both would take all that belongs to the one entry.
  private void warnOfRival(String address) {
    String text =
        "another agent, at "
            + address
            + ", is in the ring as \""
            + entry.own().id()
            + "\", too: ids must differ";
    if (!text.equals(warned)) {
      log.error("{}", text);
      warned = text;
    }
    problem = Optional.of(text);
  }

  private void look(Ring ring) {
    view.saw(ring);
    entry.learn(view.ring());
  }

  private void wrote(boolean hadVanished) {
    if (hadVanished) {
      log.warn("this agent's entry was gone from the ring, and is there again");
    }
    heartbeatNanos = clock.nanos();
    failures = 0;
    problem = Optional.empty();
    view.wrote(entry.known(), entry.own(), hadVanished);
    entry.learn(view.ring());
    keepTokens();
  }

  private void keepTokens() {
    List<Long> tokens = entry.own().tokens();
    if (tokensFile.isEmpty() || tokens.isEmpty() || tokens.equals(keptTokens)) {
      return;
    }
    keptTokens = tokens;
    try {
      tokensFile.get().write(tokens);
    } catch (IOException e) {
      log.error("cannot keep the tokens of this agent for its next start: {}", e.getMessage());
    }
  }

  private void sayThatItLeaves() throws StoreException, InterruptedException {
    entry.leave();
    wrote(entry.hadVanished());
    leavingNanos = clock.nanos();
    go(Phase.TELLING, Duration.ZERO);
  }

  private void waitForAll() {
    if (!events.leaving()) {
      go(Phase.TELLING, STEP);
      return;
    }
    long until = clock.nanos() + settings.finalSleep().toNanos();
    if (view.hasHeirs()) {
      long handedOver = leavingNanos + settings.handOver().toNanos();
      until = until - handedOver > 0 ? until : handedOver;
    }
    go(Phase.LINGERING, Duration.ofNanos(until - clock.nanos()));
  }

  private void linger() {
    long latest = leavingNanos + settings.longestHandOver().toNanos();
    if (view.hasHeirs() && events.isHandingOver() && !isDue(latest)) {
      go(Phase.LINGERING, STEP);
    } else {
      go(Phase.UNREGISTERING, Duration.ZERO);
    }
  }

  private void unregister() throws StoreException, InterruptedException {
    entry.unregister();
    go(Phase.GONE, NEVER);
  }

  private void failed(Exception e) {
    if (problem.isEmpty()) {
      log.warn("goes on trying to take part in the ring: {}", e.getMessage());
    }
    problem = Optional.of(String.valueOf(e.getMessage()));
    failures++;
    if (phase.compareTo(Phase.LEAVING) >= 0 && failures >= FAREWELLS) {
      log.warn("leaves the ring without having said so: others take over when it has been silent");
      go(Phase.GONE, NEVER);
    } else if (isDue(dueNanos)) {
      dueNanos = clock.nanos() + RETRY.toNanos();
    }
  }

  private void tell() {
    if (view.version() != version) {
      version = view.version();
      events.changed();
    }
  }

  private long next() {
    long next = dueNanos;
    if (isInRing()) {
      long heartbeat = heartbeatDue();
      next = heartbeat - next < 0 ? heartbeat : next;
    }
    return next;
  }

  /// At the end of a period, or when another member will be dead if it is not heard of by then.
  private long heartbeatDue() {
    long period = settings.heartbeatPeriod().toNanos();
    if (period == 0) {
      return clock.nanos() + NEVER.toNanos();
    }
    long due = heartbeatNanos + period;
    var death = view.nextDeathSeconds();
    if (death.isEmpty()) {
      return due;
    }
    long deathNanos =
        clock.nanos() + Duration.ofMillis(death.getAsLong() * 1000 - clock.wallMs()).toNanos();
    // One that does not end in a death, as in a grace period, must not come again at once.
    long earliest = heartbeatNanos + RETRY.toNanos();
    long early = deathNanos - earliest > 0 ? deathNanos : earliest;
    return early - due < 0 ? early : due;
  }

  /// Hears no more. What is in the ring stays.
  @Override
  public void close() {
    watch.ifPresent(KeyValueStore.Watch::close);
  }
}
