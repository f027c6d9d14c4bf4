package io.tributary.metrics.scrape;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.tributary.base.config.GoDurations;
import io.tributary.cluster.sharing.Handed;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.PageDiff;
import io.tributary.metrics.scrape.page.ReadPage;
import io.tributary.metrics.scrape.page.ScrapeRejectedException;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes what a target's scrapes gave: columns, the scrape's report, and markers where series end.
///
/// Remembers the last page, which says what may end. Owned by the thread of the event loop.
///
/// Source of the staleness rules: prometheus/prometheus `scrape/scrape.go` (`append`,
/// `endOfRunStaleness`).
final class SeriesWriter {
  private final ScrapeEnvironment environment;
  private final ScrapeSettings settings;
  private final Stream stream;
  private final PageContext context;
  private final boolean extraReport;

  /// That of the target, which may differ from the job's.
  private final Duration interval;

  /// Looked up with the first interval: a metric without observations shows no child.
  private @Nullable DistributionDataPoint intervals;

  private @Nullable DistributionDataPoint intervalsHistogram;
  private final SeriesTimestamps timestamps;
  private final ExemplarFilter exemplars = new ExemplarFilter();
  private final Refusals refusals;
  private @Nullable Page page;

  /// Rows of `page` that had a timestamp of their own at the last scrape; null when none had.
  private @Nullable BitSet explicit;

  /// Whether the series of `page` have had their markers.
  private boolean hasEnded = true;

  /// The writer that this one follows under other rules; its series end where this one's first page
  /// lacks them.
  private @Nullable SeriesWriter predecessor;

  private boolean hasWritten;
  private boolean shuffled;
  private long lastTimestampMs = Long.MIN_VALUE;

  SeriesWriter(
      ScrapeEnvironment environment,
      ScrapeSettings settings,
      Duration interval,
      Stream stream,
      PageContext context,
      Refusals refusals) {
    this.environment = environment;
    this.settings = settings;
    this.stream = stream;
    this.context = context;
    this.extraReport = settings.samples().extraScrapeMetrics();
    this.interval = interval;
    this.timestamps = new SeriesTimestamps(environment.outOfOrderWindowMs());
    this.refusals = refusals;
  }

  @Nullable Page page() {
    return page;
  }

  /// Goes on with the same page in another form, unless there is a later one.
  void exchange(Page known, Page same) {
    if (page == known) {
      page = same;
    }
  }

  Stream stream() {
    return stream;
  }

  boolean hasWritten() {
    return hasWritten;
  }

  long lastTimestampMs() {
    return lastTimestampMs;
  }

  /// Whether the target exposes the same series in changing order, so that pages are kept sorted.
  boolean isShuffled() {
    return shuffled;
  }

  /// Goes on where another writer of the same series stopped: a reload changed how the target is
  /// scraped.
  void inherit(SeriesWriter before) {
    lastTimestampMs = before.lastTimestampMs;
    hasWritten = before.hasWritten;
    if (before.context == context) {
      page = before.page;
      explicit = before.explicit;
      hasEnded = before.hasEnded;
      shuffled = before.shuffled;
    } else if (!before.hasEnded) {
      predecessor = before;
    }
  }

  /// What the next owner of the target needs. Rows with timestamps of their own end by themselves,
  /// so that a page with some is not handed over.
  Handed handed() {
    if (lastTimestampMs == Handed.NOTHING.lastTimestampMs()) {
      return Handed.NOTHING;
    }
    boolean isAlive = !hasEnded && explicit == null;
    return new Handed(lastTimestampMs, HandedPage.encode(isAlive ? page : null));
  }

  /// Goes on where another agent stopped: behind its last timestamp, and with its page where that
  /// is known.
  void goOn(long handedTimestampMs, @Nullable Page last) {
    lastTimestampMs = handedTimestampMs;
    if (last != null) {
      page = last;
      hasEnded = false;
      hasWritten = true;
    }
  }

  /// The timestamp, or one behind the last where the clock went back: samples of a series never do.
  long ordered(long timestampMs) {
    if (timestampMs > lastTimestampMs) {
      return timestampMs;
    }
    environment.metrics().heldTimestamps.inc();
    return lastTimestampMs + 1;
  }

  void observeInterval(double seconds) {
    if (intervals == null || intervalsHistogram == null) {
      String text = GoDurations.format(interval);
      intervals = environment.metrics().intervalLength.get().labelValues(text);
      intervalsHistogram = environment.metrics().intervalLengthHistogram.get().labelValues(text);
    }
    intervals.observe(seconds);
    intervalsHistogram.observe(seconds);
  }

  void count(ScrapeRejectedException.Reason reason) {
    switch (reason) {
      case SAMPLE_LIMIT -> environment.metrics().exceededSampleLimit.inc();
      case LABEL_LIMIT -> environment.metrics().exceededLabelLimits.inc();
      case BUCKET_LIMIT -> environment.metrics().exceededBucketLimit.inc();
      case INVALID_SERIES -> {}
    }
  }

  /// Stores a page with its numbers; gives the report as it was written.
  ScrapeReport store(ReadPage read, long timestampMs, long nowMs, ScrapeReport report) {
    Page now = read.page();
    long[] explicitMs = explicitTimestamps(read.side());
    BitSet addedRows = follow(now, timestampMs);
    BitSet unrepeated = present(now, explicitMs);
    BitSet present = timestamps.admit(now, explicitMs, timestampMs, nowMs, unrepeated);
    countRefused(now, unrepeated);
    if (present != null) {
      addedRows.and(present);
    }
    var complete =
        new ScrapeReport(
            report.isUp(),
            report.durationSeconds(),
            report.samplesScraped(),
            report.samplesPostRelabelling(),
            addedRows.cardinality(),
            report.timeoutSeconds(),
            report.sampleLimit(),
            report.bodyBytes());
    complete.write(read.values(), now.keptRows(), extraReport);
    SideColumns side = side(now.layout(), read.side(), timestampMs, explicitMs);
    append(new ScrapeColumn(stream, now.layout(), timestampMs, read.values(), present, side));
    explicit = explicitRows(explicitMs);
    hasEnded = false;
    return complete;
  }

  /// A page of zero bytes: all series of the page before end, and the scrape counts as successful.
  ScrapeReport storeEmpty(long timestampMs, ScrapeReport report) {
    endAll(timestampMs);
    storeReport(timestampMs, report);
    return report;
  }

  void storeFailure(long timestampMs, ScrapeReport report) {
    endAll(timestampMs);
    storeReport(timestampMs, report);
  }

  /// Marks every series, those of the report too, unless a living target has them: `others` are
  /// their layouts.
  void endForGood(long timestampMs, List<SeriesWriter> others) {
    if (!hasWritten || timestampMs <= lastTimestampMs) {
      return;
    }
    Page last = page;
    Layout layout = last == null || hasEnded ? context.reportLayout() : last.layout();
    BitSet rows = endable(layout, last == null || hasEnded ? null : last, true);
    for (SeriesWriter other : others) {
      rows.and(notIn(layout, other));
    }
    mark(layout, rows, timestampMs);
  }

  private BitSet notIn(Layout mine, SeriesWriter other) {
    Page theirs = other.page;
    Layout layout =
        theirs == null || other.hasEnded ? other.context.reportLayout() : theirs.layout();
    if (other.stream.slotValues().equals(stream.slotValues())
        && layout.slotNames().equals(mine.slotNames())) {
      return PageDiff.between(mine, layout).ended();
    }
    return PageDiff.byLabels(mine, stream, layout, other.stream);
  }

  /// Moves to the new page and ends what it lacks; gives the rows whose series are new. Those that
  /// only come back from a failed scrape are not.
  private BitSet follow(Page now, long timestampMs) {
    Page before = page;
    page = now;
    if (before == null) {
      endPredecessor(timestampMs, now);
      return distinct(now);
    }
    if (before.layout() == now.layout()) {
      return new BitSet();
    }
    PageDiff diff = PageDiff.between(before.layout(), now.layout());
    BitSet added = diff.added();
    if (!hasEnded) {
      BitSet ended = diff.ended();
      ended.and(endable(before.layout(), before, false));
      mark(before.layout(), ended, timestampMs);
      shuffled |= ended.isEmpty() && added.isEmpty() && now.matchable();
    }
    return added;
  }

  private static BitSet distinct(Page now) {
    var rows = new BitSet(now.keptRows());
    rows.set(0, now.keptRows());
    if (now.repeated() != null) {
      rows.andNot(now.repeated());
    }
    return rows;
  }

  private void endPredecessor(long timestampMs, @Nullable Page now) {
    SeriesWriter before = predecessor;
    Page last = before == null ? null : before.page;
    predecessor = null;
    if (before == null || last == null) {
      return;
    }
    BitSet rows = before.endable(last.layout(), last, false);
    if (now != null) {
      rows.and(PageDiff.byLabels(last.layout(), before.stream, now.layout(), stream));
    }
    before.mark(last.layout(), rows, timestampMs);
  }

  private void endAll(long timestampMs) {
    endPredecessor(timestampMs, null);
    Page last = page;
    if (last != null && !hasEnded) {
      mark(last.layout(), endable(last.layout(), last, false), timestampMs);
    }
    hasEnded = true;
  }

  /// Rows that get a marker when they vanish: what was stored, without explicit timestamps unless
  /// those are tracked.
  private BitSet endable(Layout layout, @Nullable Page of, boolean withReport) {
    var rows = new BitSet(layout.rowCount());
    rows.set(0, withReport || of == null ? layout.rowCount() : of.keptRows());
    if (of != null && of.repeated() != null) {
      rows.andNot(of.repeated());
    }
    BitSet timed = explicit;
    if (of != null && timed != null && !settings.samples().trackTimestampsStaleness()) {
      rows.andNot(timed);
    }
    return rows;
  }

  private void mark(Layout layout, BitSet rows, long timestampMs) {
    timestamps.admitMarkers(layout, rows, timestampMs);
    if (rows.isEmpty()) {
      return;
    }
    long[] values = new long[layout.rowCount()];
    Arrays.fill(values, ScrapeColumn.STALE_NAN_BITS);
    append(new ScrapeColumn(stream, layout, timestampMs, values, rows, null));
  }

  private void storeReport(long timestampMs, ScrapeReport report) {
    Layout layout = context.reportLayout();
    long[] values = new long[layout.rowCount()];
    report.write(values, 0, extraReport);
    append(new ScrapeColumn(stream, layout, timestampMs, values, null, null));
  }

  private void append(ScrapeColumn column) {
    environment.sink().append(column);
    lastTimestampMs = column.timestampMs();
    hasWritten = true;
  }

  /// The rows without those that repeat a series at the same time, null when all are present. One
  /// with a timestamp of its own may repeat a series.
  private static @Nullable BitSet present(Page now, long @Nullable [] explicitMs) {
    BitSet repeated = now.repeated();
    if (repeated == null) {
      return null;
    }
    var present = new BitSet(now.layout().rowCount());
    present.set(0, now.layout().rowCount());
    for (int row = repeated.nextSetBit(0); row >= 0; row = repeated.nextSetBit(row + 1)) {
      if (explicitMs == null || explicitMs[row] == SideColumns.NO_TIMESTAMP) {
        present.clear(row);
      }
    }
    return present;
  }

  /// Rows that count towards the limit of samples: not those that repeat a series.
  int limitedRows(ReadPage read) {
    BitSet present = present(read.page(), explicitTimestamps(read.side()));
    return present == null
        ? read.page().keptRows()
        : present.get(0, read.page().keptRows()).cardinality();
  }

  private void countRefused(Page now, @Nullable BitSet unrepeated) {
    long duplicates = unrepeated == null ? 0 : now.layout().rowCount() - unrepeated.cardinality();
    long outOfOrder = timestamps.takeOutOfOrder();
    refusals.note(Refusals.Reason.DUPLICATE, duplicates);
    refusals.note(Refusals.Reason.OUT_OF_ORDER, outOfOrder);
    refusals.note(Refusals.Reason.OUT_OF_BOUNDS, timestamps.takeOutOfBounds());
    environment.metrics().agentOutOfOrder.inc(outOfOrder + timestamps.takeLate());
  }

  private long @Nullable [] explicitTimestamps(@Nullable SideColumns side) {
    return side == null || !settings.samples().honorTimestamps() ? null : side.timestampsMs();
  }

  private @Nullable SideColumns side(
      Layout layout, @Nullable SideColumns side, long timestampMs, long @Nullable [] explicitMs) {
    if (side == null) {
      return null;
    }
    List<Exemplar> admitted = exemplars.admit(layout, side.exemplars(), timestampMs, explicitMs);
    refusals.note(Refusals.Reason.EXEMPLAR_OUT_OF_ORDER, exemplars.takeOutOfOrder());
    boolean isEmpty =
        explicitMs == null
            && side.startTimestampsMs() == null
            && side.histograms() == null
            && admitted.isEmpty();
    return isEmpty
        ? null
        : new SideColumns(explicitMs, side.startTimestampsMs(), side.histograms(), admitted);
  }

  private static @Nullable BitSet explicitRows(long @Nullable [] explicitMs) {
    if (explicitMs == null) {
      return null;
    }
    var rows = new BitSet(explicitMs.length);
    for (int row = 0; row < explicitMs.length; row++) {
      if (explicitMs[row] != SideColumns.NO_TIMESTAMP) {
        rows.set(row);
      }
    }
    return rows;
  }
}
