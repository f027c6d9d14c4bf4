package io.tributary.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for what another process does in its own time.
public final class Eventually {
  private Eventually() {}

  /// What is waited for.
  public interface Condition {
    boolean holds() throws Exception;
  }

  /// Asks until the condition holds; fails with `otherwise`, and the last exception, when `atMost`
  /// has passed.
  public static void holds(Duration atMost, Condition condition, Supplier<String> otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    @Nullable Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new AssertionError(otherwise.get(), last);
  }
}
