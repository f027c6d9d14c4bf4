package io.tributary.bench.loops;

import io.tributary.bench.fleet.SamplePages;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.PageMatcher;
import io.tributary.metrics.scrape.page.PageReader;
import io.tributary.metrics.scrape.page.ReadPage;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// Consecutive scrapes of one target: matched against the page before, and read in full.
@OperationsPerInvocation(SamplePages.ROWS)
public class PageLoop extends Loop {
  private static final int SCRAPES = 8;

  private final byte[][] bodies = SamplePages.bodies(0, SCRAPES);
  private final PageContext context = Scrapes.context(0);
  private final PageReader reader = new PageReader(ExpositionOptions.DEFAULT);
  private final PageMatcher matcher = new PageMatcher();
  private final Page page = read(bodies[0]).page();
  private final long[] values = new long[page.layout().rowCount()];
  private int scrape;

  private ReadPage read(byte[] body) {
    int length = SamplePages.length(body);
    return reader.read(ExpositionFormat.TEXT, body, length, context, null, false);
  }

  @Benchmark
  public long matched() {
    var body = bodies[scrape++ & (SCRAPES - 1)];
    if (!matcher.match(page, body, SamplePages.length(body), values)) {
      throw new IllegalStateException("BUG: the page is the same but for its numbers");
    }
    return values[0];
  }

  @Benchmark
  public ReadPage readInFull() {
    return read(bodies[scrape++ & (SCRAPES - 1)]);
  }
}
