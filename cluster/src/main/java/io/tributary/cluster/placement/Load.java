package io.tributary.cluster.placement;

/// What a target weighs, in series.
///
/// Lines of a body have some hundred bytes, so a usual target weighs what it has of series, and one
/// with long lines more. Even an empty one takes a connection and a request.
public final class Load {
  private static final double REQUEST = 10;
  private static final double BYTES_PER_SERIES = 100;

  private Load() {}

  /// NaN for a cost that is not known.
  public static double of(Cost cost) {
    return cost.isKnown()
        ? REQUEST + cost.series() / 2.0 + cost.bytes() / (2 * BYTES_PER_SERIES)
        : Double.NaN;
  }
}
