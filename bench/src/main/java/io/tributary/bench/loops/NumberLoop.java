package io.tributary.bench.loops;

import io.tributary.bench.fleet.SamplePages;
import io.tributary.wire.exposition.FloatParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// The numbers of a page, one after the other.
@OperationsPerInvocation(SamplePages.ROWS)
public class NumberLoop extends Loop {
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
