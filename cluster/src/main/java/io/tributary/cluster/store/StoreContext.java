package io.tributary.cluster.store;

import io.tributary.base.time.Clock;
import java.util.random.RandomGenerator;

/// What a store is given besides its settings.
///
/// @param random used by several threads
/// @param requests hears of each request that a client makes for the calls of a store
public record StoreContext(Clock clock, RandomGenerator random, Requests requests) {
  /// Hears how requests went. Thread-safe.
  @FunctionalInterface
  public interface Requests {
    void finished(String operation, boolean isSuccess, long nanos);
  }
}
