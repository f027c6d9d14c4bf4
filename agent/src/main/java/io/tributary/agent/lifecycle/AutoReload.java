package io.tributary.agent.lifecycle;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reloads by itself when the configuration has changed: the checksum of the main file and of every
/// file that `scrape_config_files` names is compared at an interval.
///
/// A checksum that cannot be computed counts as a change, so that the reload makes the trouble
/// visible. Owns one virtual thread.
///
/// Source: parity CLI-14.
public final class AutoReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutoReload.class);

  private final Thread thread;

  /// Begins to look. `checksum` answers the present one, or throws; `seen` is that of the
  /// configuration in force.
  public AutoReload(
      Duration interval, Clock clock, Supplier<String> checksum, String seen, Runnable reload) {
    LOG.atInfo()
        .addKeyValue("interval", io.tributary.base.config.Durations.format(interval))
        .log("Automatic configuration file reloading enabled");
    thread =
        Thread.ofVirtual()
            .name("config-auto-reload")
            .start(() -> watch(interval, clock, checksum, seen, reload));
  }

  private static void watch(
      Duration interval, Clock clock, Supplier<String> checksum, String first, Runnable reload) {
    String seen = first;
    try {
      while (true) {
        clock.sleepUntil(clock.nanos() + interval.toNanos());
        String now;
        try {
          now = checksum.get();
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).log("Cannot compute the checksum of the configuration");
          now = "";
        }
        if (!now.equals(seen) || now.isEmpty()) {
          LOG.info("Configuration file change detected, reloading the configuration.");
          reload.run();
          seen = now;
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
