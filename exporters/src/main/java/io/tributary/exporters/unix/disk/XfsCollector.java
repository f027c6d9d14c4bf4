package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What each XFS file system did: lines of a word and numbers. A line that is missing is all zeros.
public final class XfsCollector implements Collector {
  private static final Pattern ANY = Pattern.compile(".*");

  private final Tree fileSystems;

  public XfsCollector(Tree sys) {
    fileSystems = sys.in("fs/xfs");
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String device : fileSystems.matching("", ANY)) {
      String file = device + "/stats/stats";
      if (fileSystems.has(file)) {
        add(out, device, parse(fileSystems.lines(file)));
      }
    }
  }

  private static Map<String, double[]> parse(List<String> lines) throws IOException {
    var read = new HashMap<String, double[]>();
    for (String line : lines) {
      List<String> fields = Numbers.fields(line);
      if (fields.size() >= 2) {
        double[] numbers = new double[fields.size() - 1];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = Numbers.unsigned(fields.get(i + 1));
        }
        read.put(fields.getFirst(), numbers);
      }
    }
    return read;
  }

  private static void add(Families out, String device, Map<String, double[]> lines) {
    for (XfsCounter counter : XfsCounter.ALL) {
      double[] numbers = lines.getOrDefault(counter.line(), new double[0]);
      out.counter(
          "node_xfs_" + counter.name(),
          counter.help(),
          counter.index() < numbers.length ? numbers[counter.index()] : 0,
          "device",
          device);
    }
  }
}
