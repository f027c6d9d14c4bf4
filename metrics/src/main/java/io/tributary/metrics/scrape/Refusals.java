package io.tributary.metrics.scrape;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the scrapes of one target brought and may not be stored, and says when that begins.
///
/// Prometheus warns at each scrape; a target that repeats itself does so for years, so here the
/// same words come once, and again after a scrape without. Owned by the thread of the event loop.
///
/// Source of the words: prometheus/prometheus `scrape/scrape.go`, `append`.
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /// Why something is refused.
  enum Reason {
    OUT_OF_ORDER(1, "Error on ingesting out-of-order samples"),
    DUPLICATE(2, "Error on ingesting samples with different value but same timestamp"),
    OUT_OF_BOUNDS(4, "Error on ingesting samples that are too old or are too far into the future"),
    EXEMPLAR_OUT_OF_ORDER(8, "Error on ingesting out-of-order exemplars");

    private final int bit;
    private final String message;

    Reason(int bit, String message) {
      this.bit = bit;
      this.message = message;
    }
  }

  private final ScrapeMetrics metrics;
  private final String job;
  private final String target;

  /// One bit for each reason that held at the last scrape.
  private int current;

  Refusals(ScrapeMetrics metrics, String job, String target) {
    this.metrics = metrics;
    this.job = job;
    this.target = target;
  }

  /// Notes how many samples of one scrape were refused for `reason`, none included.
  void note(Reason reason, long samples) {
    if (samples == 0) {
      current &= ~reason.bit;
      return;
    }
    switch (reason) {
      case OUT_OF_ORDER -> metrics.outOfOrder.inc(samples);
      case DUPLICATE -> metrics.duplicateTimestamp.inc(samples);
      case OUT_OF_BOUNDS -> metrics.outOfBounds.inc(samples);
      case EXEMPLAR_OUT_OF_ORDER -> metrics.exemplarOutOfOrder.inc(samples);
    }
    if ((current & reason.bit) == 0) {
      current |= reason.bit;
      log.atWarn()
          .addKeyValue("scrape_pool", job)
          .addKeyValue("target", target)
          .addKeyValue("num_dropped", samples)
          .log(reason.message);
    }
  }
}
