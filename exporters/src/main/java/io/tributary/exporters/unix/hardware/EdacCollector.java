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
      out.counter(
          "node_edac_correctable_errors_total",
          "Total correctable memory errors.",
          controller.number("ce_count"),
          "controller",
          number);
      correctable(out, controller.number("ce_noinfo_count"), number, "unknown");
      out.counter(
          "node_edac_uncorrectable_errors_total",
          "Total uncorrectable memory errors.",
          controller.number("ue_count"),
          "controller",
          number);
      uncorrectable(out, controller.number("ue_noinfo_count"), number, "unknown");
      for (String row : controller.matching("", ROW)) {
        String rowNumber = digits(row.substring("csrow".length()));
        correctable(out, controller.number(row + "/ce_count"), number, rowNumber);
        uncorrectable(out, controller.number(row + "/ue_count"), number, rowNumber);
      }
    }
  }

  private static void correctable(Families out, double count, String controller, String row) {
    out.counter(
        "node_edac_csrow_correctable_errors_total",
        "Total correctable memory errors for this csrow.",
        count,
        "controller",
        controller,
        "csrow",
        row);
  }

  private static void uncorrectable(Families out, double count, String controller, String row) {
    out.counter(
        "node_edac_csrow_uncorrectable_errors_total",
        "Total uncorrectable memory errors for this csrow.",
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
