package io.tributary.net.scrape;

import org.jspecify.annotations.Nullable;

/// Hands an answer on, `before` which something is to be done.
record Relay(Runnable before, ScrapeListener to) implements ScrapeListener {
  @Override
  public void onBody(byte[] body, int length, @Nullable String contentType, int wireBytes) {
    before.run();
    to.onBody(body, length, contentType, wireBytes);
  }

  @Override
  public void onFailure(ScrapeFailure failure) {
    before.run();
    to.onFailure(failure);
  }
}
