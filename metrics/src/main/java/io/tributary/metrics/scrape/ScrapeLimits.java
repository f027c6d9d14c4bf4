package io.tributary.metrics.scrape;

/// The limits of one job; 0 is no limit.
///
/// A body that is not smaller than `bodyBytes` (decompressed) fails the scrape, as do more
/// `samples`, or a sample with more `labels`, a longer `labelNameLength` or `labelValueLength`
/// (bytes), all after relabelling. With more than `targets` targets all of them fail.
/// `nativeHistogramBuckets` and `nativeHistogramMinBucketFactor` reduce the resolution of native
/// histograms instead. `keepDroppedTargets` bounds how many dropped targets are remembered for
/// display.
public record ScrapeLimits(
    long bodyBytes,
    long samples,
    long targets,
    long labels,
    long labelNameLength,
    long labelValueLength,
    long nativeHistogramBuckets,
    double nativeHistogramMinBucketFactor,
    long keepDroppedTargets) {

  public static final ScrapeLimits NONE = new ScrapeLimits(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
