package io.tributary.agent.lifecycle;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reloads by itself when the configuration has changed: the checksum of the main file and of every
/// file that `scrape_config_files` names is compared at an interval.
///
/// A configuration that a signal or a request has brought into force is left alone. One that was
/// applied in part is tried again at every look, as what it needs (a certificate, a password file)
/// may come; a file with an error is reported once, until it changes. A checksum that cannot be
/// computed counts as a change, so that the reload makes the trouble visible. Owns one virtual
/// thread.
///
/// Source: parity CLI-14; prometheus `cmd/prometheus/main.go`.
public final class AutoReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutoReload.class);

  private final Thread thread;

  /// Begins to look. `checksum` answers the present one, or throws; `fate` says what became of the
  /// configuration that has a checksum.
  public AutoReload(
      Duration interval,
      Clock clock,
      Supplier<String> checksum,
      Function<String, ConfigReloads.Fate> fate,
      Runnable reload) {
    LOG.atInfo()
        .addKeyValue("interval", io.tributary.base.config.Durations.format(interval))
        .log("Automatic configuration file reloading enabled");
    thread =
        Thread.ofVirtual()
            .name("config-auto-reload")
            .start(() -> watch(interval, clock, checksum, fate, reload));
  }

  private static void watch(
      Duration interval,
      Clock clock,
      Supplier<String> checksum,
      Function<String, ConfigReloads.Fate> fate,
      Runnable reload) {
    String tried = "";
    try {
      while (true) {
        clock.sleepUntil(clock.nanos() + interval.toNanos());
        String now = now(checksum);
        boolean isDue =
            switch (fate.apply(now)) {
              case IN_FORCE -> false;
              case APPLIED_IN_PART -> true;
              case NEVER_APPLIED -> now.isEmpty() || !now.equals(tried);
            };
        if (isDue) {
          LOG.info("Configuration file change detected, reloading the configuration.");
          reload.run();
          tried = now;
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private static String now(Supplier<String> checksum) {
    try {
      return checksum.get();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Cannot compute the checksum of the configuration");
      return "";
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
