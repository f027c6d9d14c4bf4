package io.tributary.agent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.lifecycle.ConfigReloads.Fate;
import io.tributary.base.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AutoReloadTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock(1_000_000);
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger reloads = new AtomicInteger();
  private volatile String onDisk = "first";
  private volatile String inForce = "first";
  private volatile boolean isComplete = true;

  /// What the reload makes of the configuration on disk.
  private volatile Runnable outcome = () -> inForce = onDisk;

  private final AutoReload autoReload =
      new AutoReload(INTERVAL, clock, this::checksum, this::fate, this::reload);

  private String checksum() {
    looks.incrementAndGet();
    return onDisk;
  }

  private Fate fate(String checksum) {
    if (!checksum.equals(inForce)) {
      return Fate.NEVER_APPLIED;
    }
    return isComplete ? Fate.IN_FORCE : Fate.APPLIED_IN_PART;
  }

  private void reload() {
    reloads.incrementAndGet();
    outcome.run();
  }

  @AfterEach
  void close() {
    autoReload.close();
  }

  /// Lets it look several times; all but the last look have come to their end then.
  private void look() {
    int enough = looks.get() + 4;
    while (looks.get() < enough) {
      clock.advance(INTERVAL);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void reloadsOnceForAChange() {
    look();
    assertThat(reloads).hasValue(0);

    onDisk = "second";
    look();

    assertThat(reloads).hasValue(1);
  }

  @Test
  void leavesAloneWhatASignalHasReloaded() {
    inForce = "second";
    onDisk = "second";
    look();

    assertThat(reloads).hasValue(0);
  }

  @Test
  void reportsAFileWithAnErrorOnceUntilItChanges() {
    outcome = () -> {};
    onDisk = "broken";
    look();
    assertThat(reloads).hasValue(1);

    onDisk = "broken otherwise";
    look();
    assertThat(reloads).hasValue(2);

    onDisk = "first";
    look();
    assertThat(reloads).as("the configuration in force is back").hasValue(2);
  }

  @Test
  void triesAgainWhatCouldBeAppliedOnlyInPart() {
    outcome =
        () -> {
          inForce = onDisk;
          isComplete = reloads.get() >= 3;
        };
    onDisk = "second";
    look();
    look();

    assertThat(reloads).hasValue(3);
  }
}
