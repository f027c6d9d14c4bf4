package io.tributary.cluster.sharing;

/// Shares the targets of clustered components out among the agents of a cluster. Thread-safe.
public interface Sharing extends AutoCloseable {
  /// Lets a component take part.
  ///
  /// @param unit the same for the same component on all agents: its id
  /// @param configDigest tells configurations apart: agents whose component is configured otherwise
  ///   than that of most get nothing of it
  Unit join(String unit, String configDigest, Holder holder);

  /// Whether what is shared may be scraped: to be asked before each scrape.
  Fence fence();

  @Override
  void close();
}
