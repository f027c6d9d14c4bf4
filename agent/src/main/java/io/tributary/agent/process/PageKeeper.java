package io.tributary.agent.process;

import io.tributary.base.disk.IoReason;
import io.tributary.base.memory.ColdPages;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes pages of files that nothing needs any more out of the resident set: when the first scrapes
/// have gone round, and from then on, as compilers read what nobody reads after them. What is in
/// use comes back at once, at a millisecond of CPU time a round. Owns one virtual thread.
final class PageKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageKeeper.class);

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Thread thread;

  PageKeeper(Clock clock) {
    thread = Thread.ofVirtual().name("page-keeper").start(() -> keep(clock));
  }

  private static void keep(Clock clock) {
    try {
      clock.sleepUntil(clock.nanos() + INTERVAL.toNanos());
      var pages = new ColdPages();
      while (true) {
        long bytes = pages.release();
        LOG.atDebug().addKeyValue("mapped_bytes", bytes).log("Released pages of files");
        clock.sleepUntil(clock.nanos() + INTERVAL.toNanos());
      }
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("err", IoReason.of(e)).log("Pages of files stay where they are");
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
