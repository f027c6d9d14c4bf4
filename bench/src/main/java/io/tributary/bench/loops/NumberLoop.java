package io.tributary.bench.loops;

import io.tributary.bench.fleet.SamplePages;
import io.tributary.wire.exposition.FloatParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

/// The numbers of a page, one after the other.
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
public class NumberLoop {
  private final byte[] page = SamplePages.bodies(0, 1)[0];
  private final int[] starts = new int[SamplePages.ROWS];
  private final int[] ends = new int[SamplePages.ROWS];
  private final FloatParser.End end = new FloatParser.End();

  public NumberLoop() {
    int row = 0;
    int from = 0;
    for (int i = 0; i < SamplePages.length(page); i++) {
      if (page[i] == '\n') {
        if (page[from] != '#') {
          ends[row] = i;
          starts[row++] = lastSpace(i) + 1;
        }
        from = i + 1;
      }
    }
  }

  private int lastSpace(int end) {
    int at = end;
    while (page[at] != ' ') {
      at--;
    }
    return at;
  }

  @Benchmark
  public long ours() {
    long sum = 0;
    for (int i = 0; i < starts.length; i++) {
      sum += FloatParser.parse(page, starts[i], ends[i], end);
    }
    return sum;
  }

  @Benchmark
  public double ofTheJdk() {
    double sum = 0;
    for (int i = 0; i < starts.length; i++) {
      var text = Arrays.copyOfRange(page, starts[i], ends[i]);
      sum += Double.parseDouble(new String(text, StandardCharsets.ISO_8859_1));
    }
    return sum;
  }
}
