package io.tributary.component.tap;

import java.util.Collection;
import java.util.function.Supplier;

/// Where one component tells of the data that passes it, for people who look.
///
/// Thread-safe, and cheap while nobody looks: ask [#isOpen] before anything is counted.
public interface Tap {
  /// Nobody ever looks.
  Tap NONE =
      new Tap() {
        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public void pass(
            DataKind kind, long count, Collection<String> targetIds, Supplier<String> text) {}
      };

  /// Whether somebody looks at, or counts, what passes this component now.
  boolean isOpen();

  /// Says that `count` items passed on to the components `targetIds` (their global ids; empty where
  /// they end here, or go to whoever refers to this one). `text` is asked for only where somebody
  /// wants to read it, at once and in this thread.
  void pass(DataKind kind, long count, Collection<String> targetIds, Supplier<String> text);
}
