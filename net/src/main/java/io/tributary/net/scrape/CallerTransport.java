package io.tributary.net.scrape;

import io.tributary.net.client.HttpCaller;

/// Targets that a given caller answers, whatever is behind it: each fetch is a call on a virtual
/// thread.
public final class CallerTransport implements ScrapeTransport {
  private final HttpCaller caller;
  private final DecoderPool decoders = new DecoderPool();

  /// Closes `caller` when it is closed itself.
  public CallerTransport(HttpCaller caller) {
    this.caller = caller;
  }

  @Override
  public ScrapeChannel channel(EventLoop loop, ScrapeEndpoint endpoint) {
    return new ClientChannel(loop, () -> caller, decoders, endpoint, () -> {});
  }

  @Override
  public void close() {
    caller.close();
    decoders.close();
  }
}
