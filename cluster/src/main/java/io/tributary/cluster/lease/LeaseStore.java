package io.tributary.cluster.lease;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Where the lease of a cluster is. Calls return at once.
public interface LeaseStore extends AutoCloseable {
  /// What is in the store now, or why that is not known.
  record Answer(Optional<Lease> lease, String problem) {
    boolean isKnown() {
      return problem.isEmpty();
    }
  }

  /// Replaces the lease by what `change` makes of it, unless that is empty or others are faster,
  /// and tells what is there then. `change` may be called several times, by another thread; so is
  /// `told`, once. Asked for one thing at a time.
  void exchange(UnaryOperator<Optional<Lease>> change, Consumer<Answer> told);

  @Override
  void close();
}
