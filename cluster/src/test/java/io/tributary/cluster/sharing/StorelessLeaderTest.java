package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.placement.Cost;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Agents get their store one after the other: the first in the view, which leads, last of all.
class StorelessLeaderTest {
  private static final List<Long> KEYS =
      LongStream.range(0, 300).mapToObj(number -> number * 0x9E3779B97F4A7C15L).toList();

  private final SimulatedCluster cluster = new SimulatedCluster(1);

  /// With a lease in a term, and no ear for others.
  private record HeldInTerm(long term) implements Fence {
    @Override
    public boolean isOpen(long nanos) {
      return true;
    }

    @Override
    public Standing standing() {
      return Standing.HELD;
    }

    @Override
    public void learned(long other) {}

    @Override
    public void listen(Runnable changed) {}
  }

  private final class Agent implements Holder {
    final Set<Long> held = new HashSet<>();
    final TargetSharing sharing;

    Agent(String name, Fence fence) {
      SimulatedCluster.Member member = cluster.join(name);
      sharing =
          new TargetSharing(
              member.peers(), SimulatedCluster.noWait(), fence, member.loop(), new Random(1));
      sharing.join("prometheus.scrape.all", "digest", this).offer(KEYS);
    }

    @Override
    public void probe(long key, Consumer<Boolean> done) {
      done.accept(true);
    }

    @Override
    public void release(long key, Consumer<Handed> done) {
      held.remove(key);
      done.accept(Handed.NOTHING);
    }

    @Override
    public void take(long key, Optional<Handed> handed) {
      held.add(key);
    }

    @Override
    public void end(long key) {
      held.remove(key);
    }

    @Override
    public Cost cost(long key) {
      return new Cost(100, 10_000);
    }
  }

  @Test
  void isFollowedByThoseThatHaveOne() {
    var first = new Agent("a", Fence.NONE);
    var second = new Agent("b", new HeldInTerm(7));
    cluster.run(60_000);
    assertThat(second.sharing.stats().fenced()).isZero();
    assertThat(second.held).isNotEmpty();
    assertThat(first.held.size() + second.held.size()).isEqualTo(KEYS.size());
  }

  @Test
  void isNotTheSameAsOneThatKnowsOfAnOlderLease() {
    var first = new Agent("a", new HeldInTerm(6));
    var second = new Agent("b", new HeldInTerm(7));
    cluster.run(60_000);
    assertThat(first.sharing.units().getFirst().leader()).isEqualTo("a");
    assertThat(second.sharing.stats().fenced()).isPositive();
    assertThat(second.held).isEmpty();
    assertThat(first.held).hasSameSizeAs(KEYS); // Nothing is given to one that refuses it.
  }
}
