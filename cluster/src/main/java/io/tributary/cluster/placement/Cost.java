package io.tributary.cluster.placement;

/// What a scrape of a target was last seen to cost.
///
/// @param series lines with a sample
/// @param bytes of the body, decompressed
public record Cost(long series, long bytes) {
  /// Of a target that nobody has scraped yet.
  public static final Cost UNKNOWN = new Cost(-1, -1);

  public boolean isKnown() {
    return series >= 0;
  }
}
