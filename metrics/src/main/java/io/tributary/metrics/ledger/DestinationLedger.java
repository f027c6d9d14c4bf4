package io.tributary.metrics.ledger;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// What became of the samples and native histograms that one destination was to get.
///
/// `accepted` and `queued` are measured at the log and in the sender's memory, `delivered` and
/// `dropped` are posted when an answer or a decision is final, so that [Balance#difference]
/// compares two independent counts. Thread-safe; posted to once per request or per scrape.
public final class DestinationLedger {
  /// A moment's figures.
  public record Balance(
      long accepted, long delivered, long queued, SortedMap<String, Long> droppedByReason) {
    public long dropped() {
      return droppedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Samples that the books cannot explain: zero when they balance.
    public long difference() {
      return accepted - delivered - queued - dropped();
    }
  }

  // Guarded by this.
  private final SortedMap<String, Long> dropped = new TreeMap<>();
  private long delivered;
  private LongSupplier accepted = () -> 0;
  private LongSupplier queued = () -> 0;

  public DestinationLedger() {}

  /// Where the figures that are not posted are measured.
  public synchronized void measure(LongSupplier acceptedSamples, LongSupplier queuedSamples) {
    accepted = acceptedSamples;
    queued = queuedSamples;
  }

  public synchronized void deliver(long samples) {
    delivered += samples;
  }

  public synchronized void drop(String reason, long samples) {
    if (samples != 0) {
      dropped.merge(reason, samples, Long::sum);
    }
  }

  public synchronized long delivered() {
    return delivered;
  }

  public synchronized long dropped(String reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  /// The books now. While samples are on their way the figures are read one after the other, so a
  /// balance of a busy destination may be off by what moved meanwhile; at rest it is exact.
  public synchronized Balance balance() {
    return new Balance(accepted.getAsLong(), delivered, queued.getAsLong(), new TreeMap<>(dropped));
  }

  /// Throws where the books of a destination at rest do not balance.
  public void check(String destination) {
    Balance balance = balance();
    if (balance.difference() != 0) {
      throw new IllegalStateException(
          "BUG: the ledger of \"%s\" is off by %d: %s"
              .formatted(destination, balance.difference(), balance));
    }
  }
}
