package io.tributary.metrics.wal;

/// A place between two records of the log.
///
/// `sequence` and `samples` count what was accepted since the log began, over restarts: the samples
/// between two positions are their difference, without reading anything.
///
/// @param segment number of the segment, rising
/// @param offset byte within the segment's records, 0 before the first
/// @param sequence records before this place
/// @param samples samples before this place
public record WalPosition(long segment, long offset, long sequence, long samples)
    implements Comparable<WalPosition> {
  /// Before everything.
  public static final WalPosition BEGINNING = new WalPosition(0, 0, 0, 0);

  /// By place in the log: segment, then offset.
  @Override
  public int compareTo(WalPosition other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
  }
}
