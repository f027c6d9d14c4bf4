package io.tributary.agent.cluster;

import io.tributary.agent.cluster.ClusterSettings.Weight;
import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.LoopThread;
import io.tributary.cluster.sharing.RingSharing;
import io.tributary.cluster.sharing.Sharing;
import io.tributary.cluster.sharing.SharingStats;
import io.tributary.cluster.sharing.TargetSharing;
import io.tributary.cluster.sharing.UnitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How this node shares targets with others.
sealed interface Shares extends AutoCloseable {
  Sharing sharing();

  SharingStats stats();

  List<UnitStatus> units();

  /// What the targets cost that this node gives to others; empty where it gives none.
  Optional<Cost> led();

  /// How much of its weight this node bears.
  default double capacity() {
    return 1;
  }

  /// For how much of the last minute it stood still although it asked for the processor; 0 where
  /// that makes no difference to what it bears.
  default double stalledRatio() {
    return 0;
  }

  /// Waits until others have what this node had, within a bound.
  void drain(Duration atMost) throws InterruptedException;

  @Override
  void close();

  /// @param failures counts what went wrong on the loop
  static Shares of(
      ClusterSettings settings,
      Peers peers,
      Quorum quorum,
      Fence fence,
      Clock clock,
      LongAdder failures) {
    return switch (settings.division().placement()) {
      case LOAD ->
          new ByLoad(
              quorum,
              settings.division().weight(),
              settings.isEnabled(),
              peers,
              fence,
              clock,
              failures);
      case RING -> new ByRing(new RingSharing(peers, quorum, fence, clock), new SharingStats());
    };
  }

  /// By load, with hand-over.
  final class ByLoad implements Shares {
    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

    private final String self;
    private final LoopThread loop;
    private final TargetSharing sharing;
    private final Optional<Strain> strain;

    ByLoad(
        Quorum quorum,
        Weight weight,
        boolean hasOthers,
        Peers peers,
        Fence fence,
        Clock clock,
        LongAdder failures) {
      self = peers.view().self().name();
      loop = new LoopThread("cluster-share", clock, failures);
      sharing = new TargetSharing(peers, quorum, fence, loop, RandomGenerator.getDefault());
      sharing.weight(weight.ratio());
      strain =
          hasOthers && weight.isAdaptive()
              ? Optional.of(new Strain(clock, sharing::stalled))
              : Optional.empty();
    }

    @Override
    public double capacity() {
      return sharing.capacity();
    }

    @Override
    public double stalledRatio() {
      return strain.map(Strain::ratio).orElse(0.0);
    }

    @Override
    public Sharing sharing() {
      return sharing;
    }

    @Override
    public SharingStats stats() {
      return sharing.stats();
    }

    @Override
    public List<UnitStatus> units() {
      return sharing.units();
    }

    @Override
    public Optional<Cost> led() {
      boolean isLeading = units().stream().anyMatch(unit -> unit.leader().equals(self));
      return isLeading ? Optional.of(sharing.ledCost()) : Optional.empty();
    }

    @Override
    public void drain(Duration atMost) throws InterruptedException {
      var done = new CountDownLatch(1);
      sharing.drain(atMost, done::countDown);
      boolean isDone = done.await(2 * atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!isDone) {
        // What is to be closed and flushed behind this must be, whatever became of the loop.
        LOG.error("BUG: the loop of the sharing of targets stands still");
      }
    }

    @Override
    public void close() {
      strain.ifPresent(Strain::close);
      sharing.close();
      loop.close();
    }
  }

  /// As Alloy does: nothing is handed over.
  record ByRing(RingSharing sharing, SharingStats stats) implements Shares {
    @Override
    public List<UnitStatus> units() {
      return List.of();
    }

    @Override
    public Optional<Cost> led() {
      return Optional.empty();
    }

    @Override
    public void drain(Duration atMost) {}

    @Override
    public void close() {
      sharing.close();
    }
  }
}
