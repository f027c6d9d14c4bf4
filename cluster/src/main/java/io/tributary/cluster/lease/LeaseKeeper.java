package io.tributary.cluster.lease;

import io.tributary.cluster.lease.Lease.Holder;
import io.tributary.cluster.lease.LeaseStore.Answer;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.View;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Loop;
import io.tributary.cluster.sharing.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Looks at the lease again and again, holds it where this agent is the one to do so, and says what
/// follows for what is shared.
///
/// Everything happens on the loop but for [#isOpen], which compares the time with a deadline that
/// the loop puts off: an agent that stood still, loop and all, finds it past.
///
/// A store that is away stops nothing: what was seen of the lease counts for a minute, and from
/// then on a side does as it would without a store.
public final class LeaseKeeper implements Fence, Peers.Listener, AutoCloseable {
  /// An agent whose loop has not run for so long has stood still. Less than others need to notice.
  static final Duration STILL = Duration.ofSeconds(8);

  /// How long an agent that has started or stood still waits for the store.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long what was seen of the lease counts while the store is away.
  static final Duration FORGETS = Duration.ofSeconds(60);

  /// A lease that was not looked at for longer may have been renewed, or nobody could: whoever
  /// holds it has the time to do so.
  private static final Duration LOOKS_AWAY = Duration.ofSeconds(5);

  private static final Duration TICK = Duration.ofMillis(500);

  private final Loop loop;
  private final LeaseStore store;
  private final BooleanSupplier isReady;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  private volatile Standing standing = Standing.UNSURE;
  private volatile long openUntilNanos;
  private volatile long term;
  private volatile Optional<Lease> seen = Optional.empty();
  private volatile String problem = "";

  private volatile Side side;

  // Owned by the loop.
  private long tickedNanos;
  private long tickedWallMs;
  private long askedNanos;
  private boolean isAsking;
  private boolean isDue = true;
  private boolean isLeaving;
  private boolean isClosed;
  private boolean wasListed;

  private @Nullable Lease known;

  /// For how long that has not changed, as far as the store said so: while it is away, nobody can
  /// renew the lease.
  private long unchangedNanos;

  /// When the last answer came, and whether a question since has remained without one.
  private long toldNanos;

  private boolean isCutOff;

  /// When the last question was asked that was answered.
  private long answeredNanos;

  private boolean hasAnswer;

  /// Since when this agent does not know whether others have taken over.
  private long unsureNanos;

  private boolean isUnsure = true;

  /// Since when this side is too small to be sure; while it is.
  private long weakNanos;

  private boolean isWeak;
  private @Nullable Runnable left;

  /// @param life told apart from all other processes of that name
  /// @param address of this agent's HTTP listener
  /// @param isReady whether there are enough agents for this side to scrape at all
  public LeaseKeeper(
      String name,
      long life,
      String address,
      Loop loop,
      LeaseStore store,
      BooleanSupplier isReady) {
    this.loop = loop;
    this.store = store;
    this.isReady = isReady;
    side = Side.alone(new Holder(name, life, address));
    long now = loop.nanos();
    openUntilNanos = now;
    tickedNanos = now;
    tickedWallMs = loop.wallMs();
    unsureNanos = now;
    loop.execute(this::tick);
  }

  @Override
  public boolean isOpen(long nanos) {
    return nanos - openUntilNanos < 0;
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public long term() {
    return term;
  }

  @Override
  public void listen(Runnable changed) {
    listeners.add(changed);
  }

  /// The lease as it was last seen. Callable from any thread.
  public Optional<Lease> lease() {
    return seen;
  }

  /// Whether this agent holds the lease. Callable from any thread.
  public boolean isHolder() {
    Side now = side;
    return seen.filter(lease -> lease.holder().equals(now.self())).isPresent();
  }

  /// Why the store did not answer last time, or that it takes long now; empty where it answered.
  /// Callable from any thread.
  public String problem() {
    return problem;
  }

  @Override
  public void learned(long other) {
    if (other > term && other <= Lease.MAX_HEARD_TERM) {
      loop.execute(() -> term = Math.max(term, other));
    }
  }

  @Override
  public void viewed(View view) {
    loop.execute(() -> {
      side = Side.of(side.self(), view);
      isDue = true;
      look();
    });
  }

  @Override
  public void received(String from, byte[] message) {}

  /// Gives the lease up, if this agent has it, and calls `done`.
  public void leave(Runnable done) {
    loop.execute(() -> {
      isLeaving = true;
      left = done;
      isDue = true;
      look();
    });
  }

  /// Whatever happens there, it looks again: otherwise nothing would be scraped ever again.
  private void tick() {
    if (!isClosed) {
      loop.after(TICK, this::tick);
      look();
    }
  }

  private void look() {
    if (isClosed) {
      return;
    }
    long now = loop.nanos();
    long wallMs = loop.wallMs();
    // The monotonic clock of a machine that was suspended stood still with it, as a rule.
    if (now - tickedNanos > STILL.toNanos() || wallMs - tickedWallMs > STILL.toMillis()) {
      isUnsure = true;
      unsureNanos = now;
      isDue = true;
    }
    tickedNanos = now;
    tickedWallMs = wallMs;
    if (!isAsking && (isDue || now - askedNanos >= Claim.BEAT.toNanos())) {
      ask(now);
    } else if (isAsking && problem.isEmpty() && now - askedNanos >= Claim.RUNS_OUT.toNanos()) {
      problem = "cannot exchange the lease: the store has not answered yet";
    }
    judge(now);
  }

  private void ask(long now) {
    isAsking = true;
    isDue = false;
    askedNanos = now;
    var claim =
        new Claim(
            side,
            isReady.getAsBoolean(),
            isLeaving,
            known,
            unchanged(now),
            isWeak ? Duration.ofNanos(now - weakNanos) : Duration.ZERO,
            term);
    store.exchange(claim::next, answer -> loop.execute(() -> told(now, answer)));
  }

  /// For how long nobody has renewed the lease, or taken one that was never there.
  private Duration unchanged(long now) {
    return Duration.ofNanos(hasAnswer ? unchangedNanos + sinceAnswer(now) : 0);
  }

  private long sinceAnswer(long now) {
    return isCutOff ? 0 : now - toldNanos;
  }

  private void told(long asked, Answer answer) {
    isAsking = false;
    problem = answer.problem();
    if (answer.isKnown()) {
      long now = loop.nanos();
      boolean hasLooked = hasAnswer && asked - answeredNanos <= LOOKS_AWAY.toNanos();
      unchangedNanos = hasLooked ? unchangedNanos + sinceAnswer(now) : 0;
      toldNanos = now;
      hasAnswer = true;
      answeredNanos = asked;
      answer.lease().ifPresent(this::saw);
    }
    isCutOff = !answer.isKnown();
    if (isLeaving && !isDue && left != null) {
      left.run();
      left = null;
    }
    look();
  }

  private void saw(Lease lease) {
    Lease before = known;
    if (before != null && lease.term() < before.term()) {
      return; // of a store that was restored; whoever holds the lease renews it there
    }
    if (before == null || !before.isSameBeat(lease)) {
      unchangedNanos = 0;
    }
    known = lease;
    seen = Optional.of(lease);
    term = Math.max(term, lease.term());
  }

  private void judge(long now) {
    weigh(now);
    if (isUnsure) {
      boolean isTold = hasAnswer && answeredNanos - unsureNanos >= 0;
      isUnsure = !isTold && now - unsureNanos < PATIENCE.toNanos();
    }
    Standing next = isUnsure ? Standing.UNSURE : judged(now);
    wasListed |= next == Standing.HELD || next == Standing.WAITING;
    openUntilNanos = next.isOpen() ? now + STILL.toNanos() : now;
    if (next != standing) {
      standing = next;
      listeners.forEach(Runnable::run);
    }
  }

  private void weigh(long now) {
    Lease lease = known;
    boolean isWeakNow = lease != null && !side.isStrongIn(lease);
    if (isWeakNow && !isWeak) {
      weakNanos = now;
    }
    isWeak = isWeakNow;
  }

  private Standing judged(long now) {
    if (!hasAnswer || now - answeredNanos >= FORGETS.toNanos()) {
      return Standing.UNGUARDED;
    }
    Lease lease = known;
    if (lease == null) {
      return Standing.HELD; // Nobody ever had it.
    }
    if (lease.lists(side.self().name())) {
      return isWeak ? Standing.WAITING : Standing.HELD;
    }
    return wasListed || !side.has(lease.holder()) ? Standing.FENCED : Standing.JOINING;
  }

  @Override
  public void close() {
    loop.execute(() -> isClosed = true);
    store.close();
  }
}
