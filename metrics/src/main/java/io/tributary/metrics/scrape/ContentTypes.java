package io.tributary.metrics.scrape;

import io.tributary.wire.exposition.ExpositionFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// In what format a target's pages are, by the Content-Type that it answers with. Remembers the
/// last one: a target that changes to a type that is of no use is told of once, not at each scrape.
final class ContentTypes {
  private static final Logger log = LoggerFactory.getLogger(ContentTypes.class);

  private final ScrapeSettings settings;
  private final String target;
  private @Nullable String contentType;
  private ExpositionFormat.@Nullable Selection selection;

  /// @param target its URL, for the log
  ContentTypes(ScrapeSettings settings, String target) {
    this.settings = settings;
    this.target = target;
  }

  /// Null where the page cannot be read; then [#problem] says why.
  ///
  /// @param type the same string as before where it has not changed
  @Nullable ExpositionFormat format(@Nullable String type) {
    ExpositionFormat.Selection chosen = selection;
    if (chosen == null || type != contentType) {
      chosen = ExpositionFormat.select(type, settings.request().fallbackProtocol());
      contentType = type;
      selection = chosen;
      tell(chosen);
    }
    return chosen.format();
  }

  String problem() {
    return selection == null ? "" : String.valueOf(selection.problem());
  }

  private void tell(ExpositionFormat.Selection chosen) {
    if (chosen.problem() == null) {
      return;
    }
    boolean isLost = chosen.format() == null;
    log.atLevel(isLost ? Level.ERROR : Level.DEBUG)
        .addKeyValue("scrape_pool", settings.jobName())
        .addKeyValue("target", target)
        .addKeyValue("content_type", contentType == null ? "" : contentType)
        .addKeyValue("err", chosen.problem())
        .log(
            isLost
                ? "Failed to determine correct type of scrape target."
                : "Invalid content type on scrape, using fallback setting.");
  }
}
