package io.tributary.dialects.staticmode;

import io.tributary.dialects.staticmode.MetricsSettings.Cleaning;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.river.syntax.Statement;
import java.time.Duration;
import java.util.List;

/// The cleaner of logs as `prometheus.wal_cleaner`, where somebody has said how old they must be:
/// what is unsent does not go by itself.
final class CleanerTree {
  private CleanerTree() {}

  static List<Statement> build(MetricsSettings metrics) {
    Cleaning cleaning = metrics.cleaning();
    if (!cleaning.isAgeWritten() || cleaning.period().isZero()) {
      return List.of();
    }
    Locator place = metrics.place();
    var block = new BlockBuilder("prometheus.wal_cleaner", "default", place.place());
    Lines.of(block, place)
        .called("wal_cleanup_age")
        .duration("abandoned_age", cleaning.age(), Duration.ZERO)
        .called("wal_cleanup_period")
        .duration("period", cleaning.period(), Cleaning.DEFAULT_PERIOD);
    return List.of(block.build());
  }
}
