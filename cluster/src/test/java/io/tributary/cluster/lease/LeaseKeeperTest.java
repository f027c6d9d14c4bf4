package io.tributary.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cluster.lease.Lease.Holder;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import io.tributary.cluster.sharing.Loop;
import io.tributary.cluster.sharing.SimulatedCluster;
import io.tributary.cluster.sharing.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /// One that answers at once, if it is there.
  private static final class InMemory implements LeaseStore {
    Optional<Lease> stored = Optional.empty();
    boolean isAway;

    @Override
    public void exchange(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told) {
      if (isAway) {
        told.accept(new Answer(Optional.empty(), "it is away"));
      } else {
        stored = change.apply(stored).or(() -> stored);
        told.accept(new Answer(stored, ""));
      }
    }

    @Override
    public void close() {}
  }

  private LeaseKeeper keeper() {
    return keeper(new Silent());
  }

  private LeaseKeeper keeper(LeaseStore store) {
    return new LeaseKeeper("a", 1, "a:1", loop, store, () -> true);
  }

  /// While nobody can renew a lease, it does not run out.
  @Test
  void aStoreThatWasAwayIsNoReasonToTakeTheLease() {
    var store = new InMemory();
    var other = new Lease(5, 1, new Holder("b", 2, "b:1"), Set.of("b", "c"), Set.of());
    store.stored = Optional.of(other);
    try (LeaseKeeper keeper = keeper(store)) {
      keeper.viewed(new View(1, List.of(new Peer("a", "a:1", PeerState.PARTICIPANT, true))));
      cluster.run(3_000);
      assertThat(keeper.standing()).isEqualTo(Standing.FENCED);
      store.isAway = true;
      cluster.run(4_500);
      store.isAway = false;
      store.stored = Optional.empty(); // it was wiped, too
      cluster.run(2_000);
      assertThat(store.stored).isEmpty();
      assertThat(keeper.standing()).isEqualTo(Standing.FENCED);
      cluster.run(8_000);
      assertThat(keeper.isHolder()).as("nobody renewed it in time").isTrue();
    }
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
