package io.tributary.bench.loops;

import io.tributary.bench.fleet.SamplePages;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.RequestEncoder;
import io.tributary.wire.remotewrite.Rw1Encoder;
import io.tributary.wire.remotewrite.Rw2Encoder;
import io.tributary.wire.remotewrite.TemplateCache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// A request with one scrape of each of ten similar targets: from the prepared template, row by
/// row, and compressed. `main` prints the bytes of each form instead.
@OperationsPerInvocation(RequestLoop.TARGETS * SamplePages.ROWS)
public class RequestLoop extends Loop {
  static final int TARGETS = 10;

  private final Batch batch = batch(Scrapes.columns(TARGETS, 1));
  private final RequestEncoder templated1 = one(TemplateCache.forRw1(1 << 28));
  private final RequestEncoder plain1 = one(TemplateCache.none());
  private final RequestEncoder templated2 = two(TemplateCache.forRw2(1 << 28));
  private final RequestEncoder plain2 = two(TemplateCache.none());
  private final Snappy snappy = new Snappy();

  private static RequestEncoder one(TemplateCache<SeriesBlock> templates) {
    return new Rw1Encoder(RequestEncoder.Options.ALL, templates);
  }

  private static RequestEncoder two(TemplateCache<Layout> templates) {
    return new Rw2Encoder(RequestEncoder.Options.ALL, templates);
  }

  private static Batch batch(List<ScrapeColumn> columns) {
    var batch = new Batch();
    for (var column : columns) {
      batch.add(column, 0, column.layout().rowCount());
    }
    return batch;
  }

  @Benchmark
  public int versionOnePatched() {
    return templated1.encode(batch, false).length();
  }

  @Benchmark
  public int versionOneRowByRow() {
    return plain1.encode(batch, false).length();
  }

  @Benchmark
  public int versionTwoPatched() {
    return templated2.encode(batch, false).length();
  }

  @Benchmark
  public int versionTwoRowByRow() {
    return plain2.encode(batch, false).length();
  }

  @Benchmark
  public int versionOneCompressed() {
    return templated1.encodeCompressed(batch, false).length();
  }

  /// What it takes to encode first and hand the message to the ordinary codec.
  @Benchmark
  public int versionOneOrdinaryCodec() {
    var request = templated1.encode(batch, false);
    return snappy.compress(request.bytes(), request.offset(), request.length());
  }

  @Benchmark
  public int versionTwoCompressed() {
    return templated2.encodeCompressed(batch, false).length();
  }

  /// Bytes a sample after compression, by protocol and by scrapes of each target in the request.
  public static void main(String[] arguments) {
    System.out.println("version targets scrapes bytes/sample");
    for (int version = 1; version <= 2; version++) {
      for (int targets : new int[] {1, 2, 10}) {
        for (int scrapes : new int[] {1, 4, 16}) {
          var columns = new ArrayList<>(Scrapes.columns(targets, scrapes));
          // Stable: the scrapes of one target become neighbours, in order.
          columns.sort(Comparator.comparingLong(column -> column.stream().key()));
          var batch = batch(columns);
          var encoder =
              version == 1
                  ? one(TemplateCache.forRw1(1 << 28))
                  : two(TemplateCache.forRw2(1 << 28));
          // The first requests show what is worth a template.
          encoder.encodeCompressed(batch, scrapes > 1);
          encoder.encodeCompressed(batch, scrapes > 1);
          var request = encoder.encodeCompressed(batch, scrapes > 1);
          System.out.printf(
              "%7d %7d %7d %.2f%n",
              version, targets, scrapes, (double) request.length() / request.samples());
        }
      }
    }
  }
}
