package io.tributary.bench.loops;

import io.tributary.base.bytes.ByteSink;
import io.tributary.bench.fleet.SamplePages;
import io.tributary.wire.compress.Gunzip;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// Unpacking a page.
@OperationsPerInvocation(SamplePages.ROWS)
public class GunzipLoop extends Loop {
  private static final int LIMIT_BYTES = 1 << 20;

  private final byte[] packed = SamplePages.gzip(SamplePages.bodies(0, 1)[0]);
  private final Gunzip best = new Gunzip();
  private final Gunzip jdk = new Gunzip(Gunzip.Engine.JDK);
  private final ByteSink out = new ByteSink(LIMIT_BYTES);

  @Benchmark
  public int best() {
    return decode(best);
  }

  @Benchmark
  public int ofTheJdk() {
    return decode(jdk);
  }

  private int decode(Gunzip gunzip) {
    out.clear();
    gunzip.decode(packed, 0, packed.length, LIMIT_BYTES, out);
    return out.size();
  }
}
