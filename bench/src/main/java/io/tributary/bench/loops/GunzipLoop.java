package io.tributary.bench.loops;

import io.tributary.base.bytes.ByteSink;
import io.tributary.bench.fleet.SamplePages;
import io.tributary.wire.compress.Gunzip;
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

/// Unpacking a page.
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
public class GunzipLoop {
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
