package io.tributary.metrics.scrape;

import io.tributary.base.memory.MemoryBudget;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.PageReader;
import io.tributary.metrics.scrape.page.ReadPage;
import io.tributary.metrics.scrape.page.ScrapeRejectedException;
import io.tributary.model.histogram.HistogramLimits;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.SideColumns;
import io.tributary.wire.WireException;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the bodies of one target that do not look like the one before: patches the last page where
/// little has changed, and else reads all of it.
final class BodyReader {
  private static final Logger log = LoggerFactory.getLogger(BodyReader.class);

  private final ScrapeEnvironment environment;
  private final ScrapeWorker worker;
  private final PageContext context;
  private final SeriesWriter writer;
  private final ExpositionOptions options;
  private final HistogramLimits histogramLimits;

  BodyReader(
      ScrapeEnvironment environment,
      ScrapeWorker worker,
      ScrapeSettings settings,
      Target.HistogramFlags flags,
      PageContext context,
      SeriesWriter writer) {
    this.environment = environment;
    this.worker = worker;
    this.context = context;
    this.writer = writer;
    this.options =
        ExpositionOptions.DEFAULT
            .withNativeHistograms(flags.scrapeNative())
            .withConvertClassicHistograms(flags.convertClassicToCustom())
            .withKeepClassicHistograms(flags.alwaysScrapeClassic());
    this.histogramLimits =
        HistogramLimits.of(
            Math.toIntExact(
                Math.min(settings.limits().nativeHistogramBuckets(), Integer.MAX_VALUE)),
            settings.limits().nativeHistogramMinBucketFactor());
  }

  /// In the loop.
  ///
  /// @param last the page as of the scrape before; null at the first
  Reading read(ExpositionFormat format, byte[] body, int length, @Nullable Page last) {
    // What a reader has grown to for one large page, it keeps; most pages are small.
    boolean isLarge = length > ScrapeEnvironment.SHARED_READER_BYTES;
    PageReader reader = isLarge ? new PageReader(options) : worker.reader(options);
    return reading(reader, format, body, length, last);
  }

  /// Outside the loop, where bodies go on arriving meanwhile.
  Reading readAside(ExpositionFormat format, byte[] body, int length, @Nullable Page last) {
    MemoryBudget budget = environment.loop().bodies();
    long needed =
        (long) ScrapeEnvironment.READING_FACTOR * length + budget.totalBytes() - budget.usedBytes();
    if (!environment.heap().has(needed)) {
      return Reading.refusedForMemory(length);
    }
    try {
      return reading(new PageReader(options), format, body, length, last);
    } catch (RuntimeException e) {
      log.error("BUG: cannot read a page of {}", writer.stream(), e);
      return new Reading(null, "cannot read the page: " + e, false, 0, 0, 0);
    }
  }

  private Reading reading(
      PageReader reader, ExpositionFormat format, byte[] body, int length, @Nullable Page last) {
    try {
      Page old = last == null ? null : last.unfolded();
      ReadPage patched = patch(format, body, length, old);
      if (patched != null) {
        return Reading.of(patched);
      }
      if (environment.heap().isScarce()) {
        return Reading.refusedForMemory(length);
      }
      environment.metrics().pagesRead.inc();
      ReadPage page = reader.read(format, body, length, context, old, writer.isShuffled());
      limitHistograms(page);
      return Reading.of(page);
    } catch (WireException e) {
      return Reading.refused(e, reader);
    } catch (ScrapeRejectedException e) {
      writer.count(e.reason());
      return Reading.refused(e, reader);
    }
  }

  /// Most changes are small. Large pages are read outside the loop, where the loop's worker is not
  /// to be had.
  private @Nullable ReadPage patch(
      ExpositionFormat format, byte[] body, int length, @Nullable Page old) {
    if (old == null || !environment.loop().inLoop() || writer.isShuffled()) {
      return null;
    }
    ReadPage patched;
    try {
      patched = worker.patch(options, format, body, length, context, old);
    } catch (WireException | ScrapeRejectedException _) {
      return null; // Reading all of it finds the same, and knows how far it came.
    }
    if (patched != null) {
      environment.metrics().pagesPatched.inc();
    }
    return patched;
  }

  private void limitHistograms(ReadPage page) {
    SideColumns side = page.side();
    if (side == null || side.histograms() == null) {
      return;
    }
    @Nullable NativeHistogram[] histograms = side.histograms();
    for (int row = 0; row < histograms.length; row++) {
      NativeHistogram histogram = histograms[row];
      if (histogram != null) {
        histograms[row] = limited(histogram);
      }
    }
  }

  private NativeHistogram limited(NativeHistogram histogram) {
    NativeHistogram limited = histogramLimits.apply(histogram);
    if (limited == null) {
      throw new ScrapeRejectedException(
          ScrapeRejectedException.Reason.BUCKET_LIMIT, "histogram bucket limit exceeded");
    }
    String problem = limited.problem();
    if (problem != null) {
      throw new ScrapeRejectedException(
          ScrapeRejectedException.Reason.INVALID_SERIES,
          "cannot store native histogram: " + problem);
    }
    return limited;
  }
}
