package io.tributary.metrics.scrape;

import io.tributary.model.labels.NameValidation;

/// What becomes of the samples in an answer.
///
/// `honorLabels` lets the target's labels win over those of the configuration, `honorTimestamps`
/// keeps its timestamps, `trackTimestampsStaleness` ends series with explicit timestamps when they
/// disappear. `extraScrapeMetrics` adds the timeout, sample limit and body size of each scrape as
/// series.
public record SampleSettings(
    boolean honorLabels,
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    boolean scrapeNativeHistograms,
    boolean alwaysScrapeClassicHistograms,
    boolean convertClassicHistogramsToNhcb,
    boolean extraScrapeMetrics,
    NameValidation nameValidation) {

  public static final SampleSettings DEFAULT =
      new SampleSettings(false, true, false, false, false, false, false, NameValidation.UTF8);
}
