package io.tributary.model.layout;

import java.util.Set;

/// Where columns go: the log, in production.
@FunctionalInterface
public interface ColumnSink {
  /// Takes one scrape. The column's arrays may be reused by the caller as soon as this returns.
  ///
  /// Called from scrape loops and receivers; must not wait for the network.
  void append(ScrapeColumn column);

  /// Returns when all columns that were appended before are as safe as this sink makes them: in a
  /// file, for a log. At once where it keeps none. Throws where that cannot be had; not for scrape
  /// loops, since it waits for the disk.
  default void sync() throws InterruptedException {}

  /// Where what is appended here ends up: sinks that have one in common store equal series as the
  /// same.
  default Set<Object> ends() {
    return Set.of(this);
  }
}
