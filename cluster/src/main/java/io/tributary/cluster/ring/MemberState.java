package io.tributary.cluster.ring;

import java.util.Arrays;
import java.util.Optional;

/// What a member of the ring is doing.
///
/// Source: grafana/dskit `ring/ring.proto`.
public enum MemberState {
  ACTIVE(0),
  LEAVING(1),
  PENDING(2),
  JOINING(3),
  LEFT(4);

  private final int number;

  MemberState(int number) {
    this.number = number;
  }

  /// As the store has it.
  int number() {
    return number;
  }

  /// Empty where no state has the number.
  static Optional<MemberState> numbered(long number) {
    return Arrays.stream(values()).filter(state -> state.number == number).findFirst();
  }
}
