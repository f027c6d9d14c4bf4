package io.tributary.exporters.unix.net;

import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The lines of `/proc/net/rpc/nfs` and `nfsd`: a word, and numbers. A line that is missing is all
/// zeros; one that nobody knows is passed over, because new kernels add some.
///
/// Source: Linux `net/sunrpc/stats.c`, `fs/nfsd/stats.c`.
record RpcStatistics(Map<String, double[]> lines) {
  /// What a line is called and how many numbers it must have at least.
  record Line(String name, int least) {}

  static RpcStatistics parse(List<String> lines, List<Line> known) throws MalformedException {
    var read = new HashMap<String, double[]>();
    for (String line : lines) {
      List<String> fields = Numbers.fields(line);
      if (fields.size() < 2) {
        throw new MalformedException("invalid line of RPC statistics: " + line);
      }
      for (Line one : known) {
        if (one.name().equals(fields.getFirst())) {
          read.put(one.name(), numbers(line, fields, one.least()));
        }
      }
    }
    return new RpcStatistics(read);
  }

  /// Number `index` of a line.
  double get(String line, int index) {
    double[] numbers = lines.get(line);
    return numbers == null || index >= numbers.length ? 0 : numbers[index];
  }

  private static double[] numbers(String line, List<String> fields, int least)
      throws MalformedException {
    if (fields.size() - 1 < least) {
      throw new MalformedException("expected " + least + " numbers or more: " + line);
    }
    double[] numbers = new double[fields.size() - 1];
    for (int i = 0; i < numbers.length; i++) {
      // The histogram of threads has fractions, and is not shown.
      String text = fields.get(i + 1);
      numbers[i] = i < least ? Numbers.unsigned(text) : Numbers.real(text);
    }
    return numbers;
  }
}
