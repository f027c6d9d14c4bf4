package io.tributary.model.histogram;

import org.jspecify.annotations.Nullable;

/// How fine a scraped native histogram may be: settings `native_histogram_bucket_limit` (0 is no
/// limit) and, as the finest schema allowed, `native_histogram_min_bucket_factor`.
///
/// Source: Prometheus `scrape/target.go` (`bucketLimitAppender`, `maxSchemaAppender`),
/// `scrape/scrape.go` (`pickSchema`).
public record HistogramLimits(int bucketLimit, int maxSchema) {
  public static final HistogramLimits NONE = new HistogramLimits(0, NativeHistogram.MAX_SCHEMA);

  /// The growth factor of schema 8, below which no schema is finer.
  private static final double FINEST_FACTOR = 1.00271;

  public HistogramLimits {
    maxSchema = Math.clamp(maxSchema, NativeHistogram.MIN_SCHEMA, NativeHistogram.MAX_SCHEMA);
  }

  /// The limits of a scrape configuration.
  public static HistogramLimits of(int bucketLimit, double minBucketFactor) {
    return new HistogramLimits(bucketLimit, finestSchema(minBucketFactor));
  }

  /// The highest schema whose buckets grow by at least `factor`: −4 for 65536, 8 for 1.00271 or
  /// anything up to 1.
  public static int finestSchema(double factor) {
    double known = factor <= 1 ? FINEST_FACTOR : factor;
    double schema = Math.floor(-log2(log2(known)));
    return (int) Math.max(NativeHistogram.MIN_SCHEMA, Math.min(NativeHistogram.MAX_SCHEMA, schema));
  }

  /// Exact for powers of two, which plain division of logarithms is not.
  private static double log2(double x) {
    int exponent = Math.getExponent(x);
    double fraction = x / Math.scalb(1.0, exponent);
    return fraction == 1 ? exponent : Math.log(fraction) / Math.log(2) + exponent;
  }

  /// The histogram at the finest resolution within the limits, or null if there is none: too many
  /// buckets at schema −4, or custom buckets, which cannot be merged.
  public @Nullable NativeHistogram apply(NativeHistogram histogram) {
    NativeHistogram result = histogram;
    boolean exponential =
        result.schema() >= NativeHistogram.MIN_SCHEMA
            && result.schema() <= NativeHistogram.MAX_RESERVED_SCHEMA;
    if (exponential && result.schema() > maxSchema) {
      result = result.reducedTo(maxSchema);
    }
    while (bucketLimit > 0 && result.bucketCount() > bucketLimit) {
      if (!exponential || result.schema() == NativeHistogram.MIN_SCHEMA) {
        return null;
      }
      NativeHistogram coarser = result.reducedTo(result.schema() - 1);
      if (coarser.schema() == result.schema()) {
        return result; // Inconsistent spans: its problem() says so.
      }
      result = coarser;
    }
    return result;
  }
}
