package io.tributary.metrics.scrape;

import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import java.util.ArrayList;
import java.util.List;

/// Keeps every sample that reaches the sink as a line of text: `name{labels} value @ms`, `stale`
/// for a marker.
final class RecordedSeries implements ColumnSink {
  final List<String> lines = new ArrayList<>();

  @Override
  public void append(ScrapeColumn column) {
    for (int row = 0; row < column.layout().rowCount(); row++) {
      if (column.selected() != null && !column.selected().get(row)) {
        continue;
      }
      long bits = column.values()[row];
      long at = column.timestampMs();
      SideColumns side = column.side();
      if (side != null
          && side.timestampsMs() != null
          && side.timestampsMs()[row] != SideColumns.NO_TIMESTAMP) {
        at = side.timestampsMs()[row];
      }
      String value =
          bits == ScrapeColumn.STALE_NAN_BITS
              ? "stale"
              : Double.toString(Double.longBitsToDouble(bits));
      lines.add(column.layout().labels(row, column.stream()) + " " + value + " @" + at);
    }
  }

  /// Lines of the metric `name` since the last call, without labels: `value @ms`.
  List<String> take(String name) {
    var taken = new ArrayList<String>();
    lines.removeIf(line -> {
      if (line.contains("__name__=\"" + name + "\"")) {
        taken.add(line.substring(line.indexOf("} ") + 2));
        return true;
      }
      return false;
    });
    return taken;
  }
}
