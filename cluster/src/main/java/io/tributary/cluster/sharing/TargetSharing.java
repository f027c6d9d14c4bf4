package io.tributary.cluster.sharing;

import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.node.View;
import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.sharing.Message.Announce;
import io.tributary.cluster.sharing.Message.OfUnit;
import io.tributary.cluster.sharing.Message.UnitDigest;
import io.tributary.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sharing by messages between peers. For each unit one agent leads: the first in the view that
/// takes part, and whose component is configured as that of most. The others do as it says.
///
/// Everything happens on the loop, in tasks that hold the lock of this; what is asked from outside
/// takes it, too.
public final class TargetSharing implements Sharing, Peers.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(TargetSharing.class);

  private static final Duration TELL_COSTS = Duration.ofSeconds(30);
  private static final Duration TELL_SUMS = Duration.ofSeconds(10);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(100);

  private static final int FULL_WEIGHT = 100;

  private final Peers peers;
  private final Fence fence;
  private final Loop loop;
  private final RandomGenerator random;
  private final SharingStats stats = new SharingStats();
  private final MessageCodec codec = new MessageCodec();

  // Guarded by this, as everything that tasks of the loop touch.
  private final Announcements announcements = new Announcements();
  private final Map<String, Joined> units = new TreeMap<>();
  private final Quorum quorum;
  private double weight = 1;
  private final Capacity capacity = new Capacity();

  /// But for whether it takes part: what the others see by themselves.
  private boolean wouldBeReady;

  private boolean isReady;
  private boolean mayLead;
  private boolean isClosed;

  private final Announcer announcer;
  private final UnitLeader.Clocks clocks;

  private final class Joined implements Unit {
    final String name;
    final String digest;
    final UnitMember member;

    /// Read without the lock, too.
    volatile UnitView view = new UnitView(Message.NOBODY, Map.of(), List.of());

    @Nullable UnitLeader leader;

    /// Whether no leader has been told yet that this member begins with nothing: one before it may
    /// have been of the same name.
    boolean isNew = true;

    /// Whether a leader before was lost.
    boolean isSuccessor;

    Joined(String name, String digest, Holder holder) {
      this.name = name;
      this.digest = digest;
      member = new UnitMember(name, self(), holder, loop, TargetSharing.this::send, stats);
    }

    @Override
    public void offer(Collection<Long> keys) {
      KeySet next = KeySet.of(keys);
      loop.execute(() -> {
        member.offer(next);
        UnitLeader leading = leader;
        if (leading != null) {
          leading.ownOfferChanged();
        }
      });
    }

    @Override
    public boolean isShared() {
      return view.owners().keySet().stream().anyMatch(node -> !node.equals(self));
    }

    @Override
    public void close() {
      loop.execute(() -> {
        if (units.remove(name, this)) {
          member.close();
          stopLeading();
          announcer.later();
        }
      });
    }

    void stopLeading() {
      if (leader != null) {
        leader.close();
        leader = null;
      }
    }
  }

  private final String self;

  public TargetSharing(Peers peers, Quorum quorum, Fence fence, Loop loop, RandomGenerator random) {
    this.peers = peers;
    this.fence = fence;
    this.loop = new GuardedLoop(loop, this, () -> !isClosed);
    this.random = random;
    self = peers.view().self().name();
    this.quorum = quorum;
    announcer =
        new Announcer(peers, announcements, codec, this.loop, this::announcement, this::evaluate);
    clocks = new AnnouncedClocks(announcements, loop);
    peers.listen(this);
    quorum.listen(() -> this.loop.execute(this::evaluate));
    fence.listen(() -> this.loop.execute(this::evaluate));
    this.loop.every(TELL_COSTS, this::tellCosts);
    this.loop.every(TELL_SUMS, this::tellSums);
  }

  private String self() {
    return self;
  }

  @Override
  public Fence fence() {
    return fence;
  }

  public SharingStats stats() {
    return stats;
  }

  /// @throws IllegalArgumentException for a unit whose name is too long for a message
  @Override
  public Unit join(String unit, String configDigest, Holder holder) {
    if (unit.length() + configDigest.length() > MessageCodec.MAX_TEXT_BYTES / 4) {
      throw new IllegalArgumentException(
          "cannot share the targets of \"%s\": the name is too long".formatted(unit));
    }
    var joined = new Joined(unit, configDigest, holder);
    loop.execute(() -> {
      Joined before = units.put(unit, joined);
      if (before != null) {
        before.member.close();
        before.stopLeading();
      }
      joined.member.ready(isReady);
      announcer.later();
    });
    return joined;
  }

  /// How much this agent bears, compared with others that have 1: a slow one says less.
  public void weight(double ratio) {
    loop.execute(() -> announceIfChanged(() -> weight = ratio));
  }

  /// For how much of the last minute or so this agent stood still although it asked for the
  /// processor: one that does so again and again bears less than its weight.
  public void stalled(double ratio) {
    loop.execute(() -> {
      double before = capacity.ratio();
      announceIfChanged(
          () -> capacity.looked(ratio, announcements.isStrainGeneral(), loop.nanos()));
      if (capacity.ratio() != before) {
        LOG.atInfo()
            .addKeyValue("stalled_ratio", ratio)
            .addKeyValue("capacity_ratio", capacity.ratio())
            .log(
                capacity.ratio() < before
                    ? "stood still for much of the time: bears less of the targets"
                    : "has not stood still for long: bears more of the targets");
      }
    });
  }

  /// How much of its weight this agent bears, from 0.1 to 1.
  public synchronized double capacity() {
    return capacity.ratio();
  }

  private void announceIfChanged(Runnable change) {
    int before = percent();
    boolean wasWell = capacity.isWell();
    change.run();
    if (percent() != before || capacity.isWell() != wasWell) {
      announcer.later();
    }
  }

  private int percent() {
    long percent = Math.round(weight * capacity.ratio() * FULL_WEIGHT);
    return Math.clamp(percent, 1, Announcements.MAX_WEIGHT);
  }

  /// Calls `done` once this agent, which leaves, holds nothing any more, or nobody is there that
  /// could take it, or the time is up. Agents that leave too, or have not begun, cannot.
  public void drain(Duration atMost, Runnable done) {
    long deadline = loop.nanos() + atMost.toNanos();
    loop.execute(() -> drain(deadline, done));
  }

  private void drain(long deadlineNanos, Runnable done) {
    boolean isNeeded =
        units.values().stream().anyMatch(unit -> unit.member.heldCount() > 0 && unit.isShared());
    if (!isNeeded || loop.nanos() - deadlineNanos >= 0) {
      done.run();
    } else {
      loop.after(DRAIN_CHECK, () -> drain(deadlineNanos, done));
    }
  }

  public synchronized List<UnitStatus> units() {
    return units.values().stream().map(this::status).toList();
  }

  private UnitStatus status(Joined unit) {
    UnitLeader leading = unit.leader;
    return new UnitStatus(
        unit.name,
        unit.view.leader(),
        List.copyOf(new TreeMap<>(unit.view.owners()).keySet()),
        announcements.mismatched(unit.name),
        unit.member.offered().size(),
        unit.member.heldCount(),
        leading == null ? 0 : leading.moving());
  }

  /// What the targets of the units cost that this agent leads: on the agent that coordinates,
  /// usually of all.
  public synchronized Cost ledCost() {
    long series = 0;
    long bytes = 0;
    for (Joined unit : units.values()) {
      UnitLeader leading = unit.leader;
      if (leading != null) {
        Cost cost = leading.table().cost();
        series += cost.series();
        bytes += cost.bytes();
      }
    }
    return new Cost(series, bytes);
  }

  /// Agents that speak no version that this one does.
  public synchronized List<String> notUnderstood() {
    return announcements.notUnderstood();
  }

  /// Whether there are enough agents to begin.
  public synchronized boolean isReady() {
    return isReady;
  }

  @Override
  public void viewed(View view) {
    loop.execute(() -> {
      List<String> fresh = announcements.viewed(view);
      assess();
      announcer.viewed(fresh);
      evaluate();
    });
  }

  @Override
  public void received(String from, byte[] message) {
    if (MessageCodec.isOurs(message)) {
      loop.executeWhenRoom(() -> receive(from, message));
    }
  }

  private void receive(String from, byte[] bytes) {
    Message message;
    try {
      message = codec.decode(bytes);
    } catch (WireException e) {
      stats.rejected.increment();
      LOG.atDebug()
          .addKeyValue("peer", from)
          .addKeyValue("err", e.getMessage())
          .log("cannot read a message of a peer");
      return;
    }
    if (isFollowed(from, message, bytes)) {
      dispatch(from, message);
    }
  }

  /// Whoever knows of an older lease alone leads no more. It learns of the present one by the
  /// refusal, and asks anew where it leads all the same. One that knows of none, for it has no
  /// store, would never learn, and is followed: agents get their store one after the other.
  private boolean isFollowed(String from, Message message, byte[] bytes) {
    long theirs = MessageCodec.fence(bytes);
    boolean isOutdated =
        message instanceof OfUnit ofUnit
            && isCommand(ofUnit)
            && theirs != 0
            && theirs < fence.term();
    if (isOutdated) {
      stats.fenced.increment();
      OfUnit refused = (OfUnit) message;
      send(from, new Message.Refuse(refused.unit(), refused.term()));
    } else {
      fence.learned(theirs);
    }
    return !isOutdated;
  }

  private static boolean isCommand(OfUnit message) {
    return message instanceof Message.Ask
        || (message instanceof Message.Batch && !isForLeader(message));
  }

  private void dispatch(String from, Message message) {
    if (message instanceof Announce announce) {
      announcer.announced(from, announce);
    } else if (message instanceof OfUnit ofUnit) {
      Joined unit = units.get(ofUnit.unit());
      if (unit == null) {
        stats.ignored.increment();
      } else if (isForLeader(ofUnit)) {
        UnitLeader leading = unit.leader;
        if (leading != null) {
          leading.receive(from, ofUnit);
        } else {
          stats.ignored.increment();
        }
      } else {
        unit.member.receive(from, ofUnit, from.equals(unit.view.leader()));
      }
    }
  }

  private static boolean isForLeader(OfUnit message) {
    return switch (message) {
      case Message.Refuse _,
          Message.Holdings _,
          Message.Offer _,
          Message.Held _,
          Message.Offered _ ->
          true;
      case Message.Ask _, Message.Hand _ -> false;
      case Message.Batch batch ->
          switch (batch.verb()) {
            case TAKE, EXPECT, PROBE, RELEASE, END -> false;
            case REACHED, UNREACHED, RELEASED, TAKEN, LOST, REGAINED -> true;
          };
    };
  }

  private void send(String node, Message message) {
    if (node.equals(self)) {
      loop.execute(() -> dispatch(self, message));
    } else {
      peers.send(node, codec.encode(message, announcements.versionFor(node), fence.term()));
    }
  }

  private Announce announcement(boolean wantsAnswer) {
    var digests = new ArrayList<UnitDigest>();
    units.forEach((name, unit) -> digests.add(new UnitDigest(name, unit.digest)));
    return new Announce(
        MessageCodec.OLDEST,
        MessageCodec.NEWEST,
        wantsAnswer,
        wouldBeReady,
        capacity.isWell(),
        percent(),
        loop.wallMs(),
        digests);
  }

  private void tellCosts() {
    units.values().forEach(unit -> unit.member.tellCosts());
  }

  private void tellSums() {
    units.values().forEach(unit -> unit.member.tellSums());
  }

  private void assess() {
    boolean isLookingOn =
        announcements.view().peers().stream()
            .anyMatch(peer -> peer.isSelf() && peer.state() == PeerState.VIEWER);
    Standing standing = fence.standing();
    boolean before = wouldBeReady;
    wouldBeReady = quorum.isReady() && standing.keeps();
    isReady = wouldBeReady && !isLookingOn;
    mayLead = isReady && standing.leads();
    if (wouldBeReady != before) {
      announcer.later();
    }
  }

  /// Who leads now, and whether there are enough.
  private void evaluate() {
    assess();
    boolean mayBegin = announcer.mayBegin();
    for (Joined unit : units.values()) {
      unit.member.ready(isReady);
      lead(unit, announcements.unit(unit.name), mayBegin);
    }
  }

  private void lead(Joined unit, UnitView next, boolean mayBegin) {
    boolean isChanged = !next.equals(unit.view);
    String before = unit.view.leader();
    boolean isSuccessor = !before.isEmpty() && announcements.view().peer(before).isEmpty();
    unit.isSuccessor |= isSuccessor;
    unit.view = next;
    if (unit.isNew && !next.leader().isEmpty()) {
      unit.isNew = false;
      send(next.leader(), new Message.Refuse(unit.name, 0));
    }
    if (!mayLead || !next.leader().equals(self)) {
      unit.stopLeading();
      unit.isSuccessor &= next.leader().isEmpty() || next.leader().equals(self);
      return;
    }
    UnitLeader leading = unit.leader;
    if (leading != null) {
      if (isChanged) {
        leading.viewed(next);
      }
    } else if (mayBegin) {
      long term = random.nextLong() >>> 1;
      unit.leader =
          new UnitLeader(
              unit.name,
              term,
              unit.member::offered,
              next,
              unit.isSuccessor,
              clocks,
              loop,
              this::send,
              stats);
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    units.values().forEach(Joined::stopLeading);
    units.clear();
    loop.close();
  }
}
