package io.tributary.model.layout;

/// Where columns go: the log, in production.
public interface ColumnSink {
  /// Takes one scrape. The column's arrays may be reused by the caller as soon as this returns.
  ///
  /// Called from scrape loops and receivers; must not wait for the network.
  void append(ScrapeColumn column);
}
