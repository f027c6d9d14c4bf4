package io.tributary.bench.loops;

import io.tributary.bench.fleet.SamplePages;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.PageReader;
import io.tributary.metrics.scrape.page.SeriesRules;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import java.util.ArrayList;
import java.util.List;

/// Scrapes of the fleet's targets as the pipeline sees them.
public final class Scrapes {
  public static final Layouts LAYOUTS = new Layouts();
  private static final List<String> REPORT = List.of("up", "scrape_duration_seconds");
  private static final long FIRST_MS = 1_800_000_000_000L;

  private Scrapes() {}

  static PageContext context(int target) {
    return new PageContext(rules(target), labels(target), REPORT, LAYOUTS);
  }

  private static SeriesRules rules(int target) {
    return SeriesRules.of(labels(target), false, RelabelRules.NONE, NameValidation.UTF8, 0, 0, 0);
  }

  private static Labels labels(int target) {
    return new Labels.Builder()
        .set("instance", "10.0.0." + target + ":9100")
        .set("job", "node")
        .build();
  }

  /// One column of each of `targets` targets at each of `scrapes` times: all targets of a time,
  /// then the next time.
  public static List<ScrapeColumn> columns(int targets, int scrapes) {
    var byTarget = new ArrayList<byte[][]>();
    var contexts = new ArrayList<PageContext>();
    var streams = new ArrayList<Stream>();
    for (int target = 0; target < targets; target++) {
      byTarget.add(SamplePages.bodies(target, scrapes));
      contexts.add(context(target));
      streams.add(new Stream(target, rules(target).slotValues(labels(target))));
    }
    var reader = new PageReader(ExpositionOptions.DEFAULT);
    var columns = new ArrayList<ScrapeColumn>();
    for (int scrape = 0; scrape < scrapes; scrape++) {
      for (int target = 0; target < targets; target++) {
        var body = byTarget.get(target)[scrape];
        int length = SamplePages.length(body);
        var read =
            reader.read(ExpositionFormat.TEXT, body, length, contexts.get(target), null, false);
        long timestampMs = FIRST_MS + scrape * 15_000L + target * 37L;
        columns.add(
            new ScrapeColumn(
                streams.get(target), read.page().layout(), timestampMs, read.values(), null, null));
      }
    }
    return columns;
  }
}
