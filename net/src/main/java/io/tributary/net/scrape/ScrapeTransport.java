package io.tributary.net.scrape;

/// Fetches the pages of one job's targets. All that targets of a job share is this: its settings
/// and its connection pool.
public interface ScrapeTransport extends AutoCloseable {
  /// A channel to one target, owned by `loop`. Callable from any thread; does not connect yet.
  ScrapeChannel channel(EventLoop loop, ScrapeEndpoint endpoint);

  /// Closes pooled connections. Channels must be closed before.
  @Override
  void close();
}
