package io.tributary.cluster.sharing;

/// What the next owner of a target needs to go on with its series.
///
/// @param lastTimestampMs of the last sample; the next one's is later, whatever the new owner's
///   clock says
/// @param lastPage the last body, so that the new owner marks as stale what has vanished since;
///   empty where it is not known or too large to be sent
public record Handed(long lastTimestampMs, byte[] lastPage) {
  /// A page that is longer does not travel: what vanishes between two owners then has no marker,
  /// and ends when a query no longer looks back that far.
  public static final int MAX_PAGE_BYTES = 4 << 20;

  /// Of a target that was not scraped.
  public static final Handed NOTHING = new Handed(Long.MIN_VALUE, new byte[0]);
}
