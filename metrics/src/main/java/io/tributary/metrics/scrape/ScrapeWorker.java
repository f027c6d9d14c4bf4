package io.tributary.metrics.scrape;

import io.tributary.base.bytes.PackSink;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.PageMatcher;
import io.tributary.metrics.scrape.page.PageReader;
import io.tributary.metrics.scrape.page.ReadPage;
import io.tributary.model.labels.Labels;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What belongs to one thread that reads bodies: its buffers, with which all targets of a loop take
/// turns, whichever manager they belong to, and who they are.
public final class ScrapeWorker {
  private final PageMatcher matcher = new PageMatcher();
  private final Map<ExpositionOptions, PageReader> readers = new HashMap<>();
  private final PackSink packer = new PackSink();
  private final Map<Labels, List<ScrapeLoop>> loops = new HashMap<>();
  private long[] values = new long[1024];

  public ScrapeWorker() {}

  PageReader reader(ExpositionOptions options) {
    return readers.computeIfAbsent(options, PageReader::new);
  }

  /// The loops that run, by the labels of their targets; see [LiveTargets].
  Map<Labels, List<ScrapeLoop>> loops() {
    return loops;
  }

  PackSink packer() {
    return packer;
  }

  /// A column with room for `rows`, whose content nobody needs any more.
  long[] column(int rows) {
    if (values.length < rows) {
      values = new long[rows + rows / 4];
    }
    return values;
  }

  /// The column of `page`'s values, when the body is exactly this page; else null.
  long @Nullable [] match(Page page, byte[] body, int length) {
    long[] column = column(Math.max(page.exposedRows(), page.layout().rowCount()));
    if (!matcher.match(page, body, length, column)) {
      return null;
    }
    matcher.compact(page, column);
    return column;
  }

  /// The page that `body` is after changes in places, or null where it must be read in full.
  @Nullable ReadPage patch(
      ExpositionOptions options,
      ExpositionFormat format,
      byte[] body,
      int length,
      PageContext context,
      Page old) {
    return reader(options).patch(format, body, length, context, old, matcher);
  }

  /// Explicit timestamps of the last match by column row, or null when there was none.
  long @Nullable [] matchedTimestamps(Page page) {
    if (!matcher.sawTimestamp()) {
      return null;
    }
    int rows = Math.max(page.exposedRows(), page.layout().rowCount());
    long[] timestamps = Arrays.copyOf(matcher.timestampsMs(), rows);
    matcher.compact(page, timestamps);
    Arrays.fill(timestamps, page.keptRows(), rows, Long.MIN_VALUE);
    return timestamps;
  }
}
