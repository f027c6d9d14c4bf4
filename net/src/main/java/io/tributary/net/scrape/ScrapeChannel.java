package io.tributary.net.scrape;

/// One target's connection. Every method is called on the thread of its loop.
public interface ScrapeChannel extends AutoCloseable {
  /// Fetches the page once. Exactly one method of `listener` is called, on the loop's thread and
  /// never from within this call; connecting, headers and body share `timeoutNanos`.
  ///
  /// At most one fetch at a time: a second one before the answer throws `IllegalStateException`.
  void fetch(long timeoutNanos, ScrapeListener listener);

  boolean isFetching();

  /// Closes the connection. A fetch under way is abandoned and its listener hears nothing more.
  @Override
  void close();
}
