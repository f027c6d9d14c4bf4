package io.tributary.metrics.component;

import java.util.Optional;

/// A component whose arguments come into force behind its evaluation, and may fail to.
public interface Settles {
  /// Sees to it that the arguments it has are in force when this returns, and tries again what
  /// failed before; the reason where they cannot be. It goes on with those before then.
  Optional<String> settle() throws InterruptedException;
}
