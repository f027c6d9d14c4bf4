package io.tributary.dialects.prometheus;

import io.tributary.metrics.scrape.ScrapeLimits;
import io.tributary.model.labels.EscapingScheme;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `global` section, defaults filled in. Scrape settings hold their part of it already;
/// `externalLabels` (environment variables expanded, blank ones left out) go to every destination.
///
/// `evaluationInterval`, `ruleQueryOffset` and `queryLogFile` have no effect in agent mode. Null
/// `protocols` leave the choice to each job, a null `escaping` follows from `nameValidation`.
public record GlobalSettings(
    Labels externalLabels,
    Duration scrapeInterval,
    Duration scrapeTimeout,
    @Nullable List<ScrapeProtocol> protocols,
    Duration evaluationInterval,
    Duration ruleQueryOffset,
    @Nullable Path queryLogFile,
    @Nullable Path scrapeFailureLogFile,
    ScrapeLimits limits,
    NameValidation nameValidation,
    @Nullable EscapingScheme escaping,
    boolean scrapeNativeHistograms,
    boolean convertClassicHistogramsToNhcb,
    boolean alwaysScrapeClassicHistograms,
    boolean extraScrapeMetrics) {

  static final Duration DEFAULT_SCRAPE_INTERVAL = Duration.ofMinutes(1);
  static final Duration DEFAULT_SCRAPE_TIMEOUT = Duration.ofSeconds(10);
  public static final Duration DEFAULT_EVALUATION_INTERVAL = Duration.ofMinutes(1);

  public GlobalSettings {
    protocols = protocols == null ? null : List.copyOf(protocols);
  }

  static GlobalSettings defaults(LoadOptions options) {
    NameValidation validation = options.version().validation();
    return new GlobalSettings(
        Labels.EMPTY,
        DEFAULT_SCRAPE_INTERVAL,
        DEFAULT_SCRAPE_TIMEOUT,
        null,
        DEFAULT_EVALUATION_INTERVAL,
        Duration.ZERO,
        null,
        null,
        ScrapeLimits.NONE,
        validation,
        validation == NameValidation.UTF8 ? EscapingScheme.ALLOW_UTF8 : null,
        false,
        false,
        false,
        options.extraScrapeMetrics());
  }
}
