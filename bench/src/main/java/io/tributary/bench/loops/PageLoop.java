package io.tributary.bench.loops;

import io.tributary.bench.fleet.SamplePages;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.PageMatcher;
import io.tributary.metrics.scrape.page.PageReader;
import io.tributary.metrics.scrape.page.ReadPage;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Consecutive scrapes of one target: matched against the page before, and read in full.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      "-Xmx1g",
      "-XX:+UseSerialGC",
      "-XX:+UseCompactObjectHeaders",
      "--enable-native-access=ALL-UNNAMED"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(SamplePages.ROWS)
public class PageLoop {
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
