package io.tributary.metrics.scrape.page;

import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.List;

/// What pages of targets with the same [SeriesRules] share: their blocks, and the block of the
/// scrape's own report.
///
/// Thread-safe but for [#resolver], which [PageReader]s of one thread use.
public final class PageContext {
  /// What one call of [#purge] forgets takes less than a millisecond.
  private static final int MOST_PURGED = 1000;

  private final SeriesRules rules;
  private final Layouts layouts;
  private final PageBlocks blocks = new PageBlocks();
  private final SeriesResolver resolver;
  private final SeriesBlock reportBlock;
  private final Layout reportLayout;

  /// @param target the labels of a target with these rules
  /// @param reportNames metric names of the series that report on the scrape, in the order of their
  ///   rows
  public PageContext(SeriesRules rules, Labels target, List<String> reportNames, Layouts layouts) {
    this.rules = rules;
    this.layouts = layouts;
    this.resolver = new SeriesResolver(rules, target);
    var builder = new BlockBuilder();
    for (String name : reportNames) {
      builder.add(
          new Labels.Builder(target).set(Labels.METRIC_NAME, name).build(), rules.slotNames());
    }
    reportBlock = layouts.intern(builder.build(FamilyMetadata.NONE));
    reportLayout = layouts.layout(rules.slotNames(), List.of(reportBlock));
  }

  public SeriesRules rules() {
    return rules;
  }

  public List<String> slotNames() {
    return rules.slotNames();
  }

  /// The rows that report on a scrape which gave no page.
  public Layout reportLayout() {
    return reportLayout;
  }

  SeriesBlock reportBlock() {
    return reportBlock;
  }

  Layouts layouts() {
    return layouts;
  }

  PageBlocks blocks() {
    return blocks;
  }

  SeriesResolver resolver() {
    return resolver;
  }

  /// Forgets the blocks of a page that is to be folded, but for those that others have, too.
  public void forget(Page page) {
    for (PageBlock block : page.blocks()) {
      if (!block.isShared()) {
        blocks.forget(block);
        layouts.forget(block.series());
      }
    }
  }

  /// Forgets some of what nobody holds any more; cheap enough for every scrape.
  public void purge() {
    blocks.purge(MOST_PURGED);
    layouts.purge(MOST_PURGED);
  }

  /// Blocks alive, for metrics.
  public int blockCount() {
    return blocks.size();
  }
}
