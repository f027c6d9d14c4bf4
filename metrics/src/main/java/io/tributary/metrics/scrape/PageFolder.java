package io.tributary.metrics.scrape;

import io.tributary.base.bytes.PackSink;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;

/// Folds the page of one target while the target goes on exposing it and no other does: what
/// targets share is kept open, for it is there once.
///
/// Folding costs as much as reading some pages, so the page of a target that changes soon after is
/// folded ever later. Owned by the thread of the event loop.
final class PageFolder {
  /// Scrapes without a change after which a page is folded, at first. By then every target with the
  /// same interval has had its first scrape, and shows which blocks it shares.
  static final int FIRST_AFTER = 1;

  static final int LAST_AFTER = 64;
  static final int LATER = 4;

  /// Larger pages are folded outside the loop, one of a target at a time: 10,000 rows take a
  /// millisecond or two.
  static final int ROWS_IN_LOOP = 10_000;

  private final ScrapeEnvironment environment;
  private final ScrapeWorker worker;
  private final PageContext context;
  private final SeriesWriter writer;
  private int after = FIRST_AFTER;
  private boolean isFoldingAside;

  PageFolder(
      ScrapeEnvironment environment,
      ScrapeWorker worker,
      PageContext context,
      SeriesWriter writer) {
    this.environment = environment;
    this.worker = worker;
    this.context = context;
    this.writer = writer;
  }

  /// The page as it is to be stored once more.
  Page next(Page page) {
    int unchanged = page.layout().usedBy(writer.stream());
    if (page.isFolded()) {
      context.purge();
      return page;
    }
    // One that had to be read again is another object. Looked at ever more rarely: what is shared
    // stays so, as a rule.
    if (page == writer.page()
        && !isFoldingAside
        && unchanged >= after
        && Integer.bitCount(unchanged) == 1
        && page.matchable()
        && page.isWorthFolding()) {
      return fold(page);
    }
    return page;
  }

  private Page fold(Page page) {
    environment.heap().letGo(page.openBytes());
    context.forget(page);
    if (page.exposedRows() <= ROWS_IN_LOOP) {
      return page.folded(worker.packer());
    }
    isFoldingAside = true;
    environment
        .loop()
        .runAside(() -> {
          Page folded = page.folded(new PackSink());
          environment
              .loop()
              .execute(() -> {
                isFoldingAside = false;
                writer.exchange(page, folded);
              });
        });
    return page;
  }

  /// The target exposed something else than its last page.
  void missed(Page page) {
    if (page.isFolded()) {
      after = Math.min(after * LATER, LAST_AFTER);
    }
  }
}
