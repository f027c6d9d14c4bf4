package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
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

  private final class Agent {
    final HeldKeys held = new HeldKeys();
    final TargetSharing sharing;

    Agent(String name, Fence fence) {
      SimulatedCluster.Member member = cluster.join(name);
      sharing =
          new TargetSharing(
              member.peers(), SimulatedCluster.noWait(), fence, member.loop(), new Random(1));
      sharing.join("prometheus.scrape.all", "digest", held).offer(KEYS);
    }
  }

  @Test
  void isFollowedByThoseThatHaveOne() {
    var first = new Agent("a", Fence.NONE);
    var second = new Agent("b", new HeldInTerm(7));
    cluster.run(60_000);
    assertThat(second.sharing.stats().fenced()).isZero();
    assertThat(second.held.keys()).isNotEmpty();
    assertThat(first.held.keys().size() + second.held.keys().size()).isEqualTo(KEYS.size());
  }

  @Test
  void isNotTheSameAsOneThatKnowsOfAnOlderLease() {
    var first = new Agent("a", new HeldInTerm(6));
    var second = new Agent("b", new HeldInTerm(7));
    cluster.run(60_000);
    assertThat(first.sharing.units().getFirst().leader()).isEqualTo("a");
    assertThat(second.sharing.stats().fenced()).isPositive();
    assertThat(second.held.keys()).isEmpty();
    assertThat(first.held.keys()).hasSameSizeAs(KEYS); // Nothing is given to one that refuses it.
  }
}
