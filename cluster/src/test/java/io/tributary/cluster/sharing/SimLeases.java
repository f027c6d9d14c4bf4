package io.tributary.cluster.sharing;

import io.tributary.cluster.lease.Lease;
import io.tributary.cluster.lease.LeaseStore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A store with one lease in it, that answers after a while, and not to everybody.
final class SimLeases {
  private static final int MAX_DELAY_MS = 60;
  private static final int TIMEOUT_MS = 2000;

  private final SimTime time;
  private final Random random;
  private final Set<String> cutOff = new HashSet<>();
  private Optional<Lease> lease = Optional.empty();
  private boolean isAway;

  SimLeases(SimTime time, Random random) {
    this.time = time;
    this.random = random;
  }

  void away(boolean next) {
    isAway = next;
  }

  void cutOff(String node) {
    cutOff.add(node);
  }

  void reachable() {
    cutOff.clear();
  }

  void wipe() {
    lease = Optional.empty();
  }

  Optional<Lease> lease() {
    return lease;
  }

  LeaseStore of(String node) {
    return new LeaseStore() {
      @Override
      public void exchange(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told) {
        time.at(time.nowMs() + 1 + random.nextInt(MAX_DELAY_MS), () -> exchanged(change, told));
      }

      private void exchanged(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told) {
        if (isAway || cutOff.contains(node)) {
          var answer = new Answer(Optional.empty(), "the store does not answer");
          time.at(time.nowMs() + TIMEOUT_MS, () -> told.accept(answer));
          return;
        }
        Optional<Lease> next = change.apply(lease);
        lease = next.or(() -> lease);
        var answer = new Answer(lease, "");
        time.at(time.nowMs() + 1 + random.nextInt(MAX_DELAY_MS), () -> told.accept(answer));
      }

      @Override
      public void close() {}
    };
  }
}
