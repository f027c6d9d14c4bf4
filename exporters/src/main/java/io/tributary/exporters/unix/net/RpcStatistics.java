package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
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

  /// Number `index` of a line, and the counter that shows it; a label of a name and a value, or
  /// none.
  record Counter(String line, int index, String name, String help, String... label) {}

  /// A family that counts calls by version and procedure. A server does not show those that do
  /// nothing.
  record Calls(String name, String help, boolean showsNull) {}

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

  void add(Families out, List<Counter> counters) {
    for (Counter one : counters) {
      out.counter(one.name(), one.help(), get(one.line(), one.index()), one.label());
    }
  }

  /// Adds the numbers of a line, of which the first is how many follow.
  void add(Families out, Calls calls, String line, String version, List<String> procedures) {
    for (int i = 0; i < procedures.size(); i++) {
      String procedure = procedures.get(i);
      if (!procedure.isEmpty() && (calls.showsNull() || !procedure.equals("Null"))) {
        out.counter(
            calls.name(), calls.help(), get(line, i + 1), "proto", version, "method", procedure);
      }
    }
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
