package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.regex.Pattern;

/// Errors of memory, by controller and by row of chips.
///
/// Source: Linux `Documentation/admin-guide/ras.rst`.
public final class EdacCollector implements Collector {
  private static final Pattern CONTROLLER = Pattern.compile("mc[0-9].*");
  private static final Pattern ROW = Pattern.compile("csrow[0-9].*");

  private final Tree controllers;

  public EdacCollector(Tree sys) {
    controllers = sys.in("devices/system/edac/mc");
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String name : controllers.matching("", CONTROLLER)) {
      Tree controller = controllers.in(name);
      String number = digits(name.substring("mc".length()));
      errors(out, controller, number, "correctable", "ce");
      errors(out, controller, number, "uncorrectable", "ue");
    }
  }

  /// Errors of one kind, whose files begin with `prefix`: all, those of no known row, and by row.
  private static void errors(
      Families out, Tree controller, String number, String kind, String prefix) throws IOException {
    out.counter(
        "node_edac_" + kind + "_errors_total",
        "Total " + kind + " memory errors.",
        controller.number(prefix + "_count"),
        "controller",
        number);
    row(out, kind, controller.number(prefix + "_noinfo_count"), number, "unknown");
    for (String row : controller.matching("", ROW)) {
      double count = controller.number(row + "/" + prefix + "_count");
      row(out, kind, count, number, digits(row.substring("csrow".length())));
    }
  }

  private static void row(Families out, String kind, double count, String controller, String row) {
    out.counter(
        "node_edac_csrow_" + kind + "_errors_total",
        "Total " + kind + " memory errors for this csrow.",
        count,
        "controller",
        controller,
        "csrow",
        row);
  }

  private static String digits(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
