package io.tributary.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cluster.sharing.Loop;
import io.tributary.cluster.sharing.SimulatedCluster;
import io.tributary.cluster.sharing.Standing;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
  private final SimulatedCluster cluster = new SimulatedCluster(1);
  private final Loop loop = cluster.join("a").loop();

  /// A store that never answers.
  private static final class Silent implements LeaseStore {
    @Override
    public void exchange(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told) {}

    @Override
    public void close() {}
  }

  private LeaseKeeper keeper() {
    return new LeaseKeeper("a", 1, "a:1", loop, new Silent(), () -> true);
  }

  @Test
  void aStoreThatDoesNotAnswerIsAwayAndKeepsNobodyWaiting() {
    try (LeaseKeeper keeper = keeper()) {
      cluster.run(4_000);
      assertThat(keeper.standing()).isEqualTo(Standing.UNSURE);
      assertThat(keeper.isOpen(loop.nanos())).isFalse();
      cluster.run(4_000);
      assertThat(keeper.standing()).isEqualTo(Standing.UNGUARDED);
      assertThat(keeper.isOpen(loop.nanos())).isTrue();
      assertThat(keeper.problem()).contains("has not answered yet");
    }
  }

  @Test
  void looksAgainWhateverGoesWrong() {
    try (LeaseKeeper keeper = keeper()) {
      var isBroken = new AtomicBoolean();
      keeper.listen(() -> {
        if (isBroken.compareAndSet(false, true)) {
          throw new IllegalStateException("a test's");
        }
      });
      assertThatThrownBy(() -> cluster.run(8_000)).hasMessage("a test's");
      cluster.run(20_000);
      assertThat(keeper.isOpen(loop.nanos())).isTrue();
    }
  }

  @Test
  void aTermThatCannotBeIsNotHeard() {
    try (LeaseKeeper keeper = keeper()) {
      keeper.learned(Long.MAX_VALUE);
      keeper.learned(Lease.MAX_TERM);
      cluster.run(1_000);
      assertThat(keeper.term()).isZero();
      keeper.learned(41);
      cluster.run(1_000);
      assertThat(keeper.term()).isEqualTo(41);
    }
  }
}
