package io.tributary.wire.exposition;

/// What a scrape wants from a parser.
///
/// - `nativeHistograms`: read the native side of histograms (protobuf only); without it a histogram
///   is what its classic buckets say. Setting `scrape_native_histograms`.
/// - `convertClassicHistograms`: turn classic histograms into native ones with custom buckets.
///   Setting `convert_classic_histograms_to_nhcb`.
/// - `keepClassicHistograms`: report the classic series beside the native or converted one. Setting
///   `always_scrape_classic_histograms`.
/// - `startTimestamps`: report start timestamps; OpenMetrics `_created` lines are then consumed.
/// - `typeAndUnitLabels`: add `__type__` and `__unit__` to each sample.
public record ExpositionOptions(
    boolean nativeHistograms,
    boolean convertClassicHistograms,
    boolean keepClassicHistograms,
    boolean startTimestamps,
    boolean typeAndUnitLabels) {

  /// Everything off: the behaviour of a scrape with default settings.
  public static final ExpositionOptions DEFAULT =
      new ExpositionOptions(false, false, false, false, false);

  public ExpositionOptions withNativeHistograms(boolean on) {
    return new ExpositionOptions(
        on, convertClassicHistograms, keepClassicHistograms, startTimestamps, typeAndUnitLabels);
  }

  public ExpositionOptions withConvertClassicHistograms(boolean on) {
    return new ExpositionOptions(
        nativeHistograms, on, keepClassicHistograms, startTimestamps, typeAndUnitLabels);
  }

  public ExpositionOptions withKeepClassicHistograms(boolean on) {
    return new ExpositionOptions(
        nativeHistograms, convertClassicHistograms, on, startTimestamps, typeAndUnitLabels);
  }

  public ExpositionOptions withStartTimestamps(boolean on) {
    return new ExpositionOptions(
        nativeHistograms, convertClassicHistograms, keepClassicHistograms, on, typeAndUnitLabels);
  }

  public ExpositionOptions withTypeAndUnitLabels(boolean on) {
    return new ExpositionOptions(
        nativeHistograms, convertClassicHistograms, keepClassicHistograms, startTimestamps, on);
  }
}
