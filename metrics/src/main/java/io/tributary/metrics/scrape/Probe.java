package io.tributary.metrics.scrape;

import io.tributary.net.scrape.ScrapeChannel;
import io.tributary.net.scrape.ScrapeFailure;
import io.tributary.net.scrape.ScrapeListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Scrapes a target once, only to see whether it answers. Owned by the thread of the event loop.
final class Probe implements ScrapeListener {
  private final ScrapeChannel channel;
  private final Consumer<Boolean> done;

  private Probe(ScrapeChannel channel, Consumer<Boolean> done) {
    this.channel = channel;
    this.done = done;
  }

  static void start(ScrapeChannel channel, Target target, Consumer<Boolean> done) {
    channel.fetch(target.timeout().toNanos(), new Probe(channel, done));
  }

  @Override
  public void onBody(byte[] body, int length, @Nullable String type, int wireBytes) {
    end(true);
  }

  @Override
  public void onFailure(ScrapeFailure failure) {
    end(false);
  }

  private void end(boolean isReachable) {
    channel.close();
    done.accept(isReachable);
  }
}
