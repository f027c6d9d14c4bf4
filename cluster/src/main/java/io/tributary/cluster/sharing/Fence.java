package io.tributary.cluster.sharing;

/// Keeps an agent from scraping what another side of the cluster has taken over. Thread-safe.
public interface Fence {
  /// Where there is no store that could tell.
  Fence NONE =
      new Fence() {
        @Override
        public boolean isOpen(long nanos) {
          return true;
        }

        @Override
        public Standing standing() {
          return Standing.UNGUARDED;
        }

        @Override
        public long term() {
          return 0;
        }

        @Override
        public void learned(long term) {}

        @Override
        public void listen(Runnable changed) {}
      };

  /// Whether a shared target may be scraped at this moment of the monotonic clock. Asked right
  /// before each scrape, since a process that stood still learns of nothing before its next scrape.
  boolean isOpen(long nanos);

  Standing standing();

  /// The highest term of the lease that this agent has heard of: its leaders' commands carry it,
  /// and who knows a higher one does not follow.
  long term();

  /// Another agent knows of this term.
  void learned(long term);

  /// Calls, on any thread, when the standing has changed.
  void listen(Runnable changed);
}
