package io.tributary.metrics.scrape;

import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SideColumns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which exemplars of a scrape are stored: not those that were stored last, nor older ones,
/// nor long ones.
///
/// Exists for every target, but holds something only where there are exemplars. Owned by the loop.
///
/// Source: prometheus/prometheus `scrape/scrape.go` (`append`), `tsdb/agent/db.go`
/// (`AppendExemplar`).
final class ExemplarFilter {
  /// Characters of an exemplar's labels, names and values together, at most.
  static final int MAX_LABEL_CHARACTERS = 128;

  private @Nullable Layout layout;

  /// By row, as it was exposed, and the time under which it was stored.
  private @Nullable Exemplar[] latest = new Exemplar[0];

  private long[] latestMs = new long[0];
  private long outOfOrder;

  ExemplarFilter() {}

  /// What may be stored of `exemplars`, which are in order of row and time. Those without a
  /// timestamp get that of their sample.
  List<Exemplar> admit(
      Layout now, List<Exemplar> exemplars, long timestampMs, long @Nullable [] explicitMs) {
    if (exemplars.isEmpty()) {
      return exemplars;
    }
    follow(now);
    var admitted = new ArrayList<Exemplar>(exemplars.size());
    for (int from = 0; from < exemplars.size(); ) {
      int row = exemplars.get(from).row();
      int to = from + 1;
      while (to < exemplars.size() && exemplars.get(to).row() == row) {
        to++;
      }
      admit(exemplars.subList(from, to), timestampMs, explicitMs, admitted);
      from = to;
    }
    return admitted;
  }

  /// The exemplars of one row. Old ones beside newer ones are usual: exporters show several.
  private void admit(
      List<Exemplar> ofRow,
      long timestampMs,
      long @Nullable [] explicitMs,
      List<Exemplar> admitted) {
    int refused = 0;
    for (Exemplar exemplar : ofRow) {
      Exemplar before = latest[exemplar.row()];
      if (!isShort(exemplar.labels()) || (before != null && isRepeated(exemplar, before))) {
        continue;
      }
      long at = timeOf(exemplar, timestampMs, explicitMs);
      if (before != null && at < latestMs[exemplar.row()]) {
        refused++;
        continue;
      }
      latest[exemplar.row()] = exemplar;
      latestMs[exemplar.row()] = at;
      admitted.add(new Exemplar(exemplar.row(), exemplar.labels(), exemplar.valueBits(), at));
    }
    outOfOrder += refused == ofRow.size() ? refused : 0;
  }

  long takeOutOfOrder() {
    long taken = outOfOrder;
    outOfOrder = 0;
    return taken;
  }

  private static long timeOf(Exemplar exemplar, long timestampMs, long @Nullable [] explicitMs) {
    if (exemplar.timestampMs() != SideColumns.NO_TIMESTAMP) {
      return exemplar.timestampMs();
    }
    long explicit = explicitMs == null ? SideColumns.NO_TIMESTAMP : explicitMs[exemplar.row()];
    return explicit == SideColumns.NO_TIMESTAMP ? timestampMs : explicit;
  }

  /// An exemplar without a timestamp stays the same one however often it is scraped.
  private static boolean isRepeated(Exemplar exemplar, Exemplar before) {
    return before.valueBits() == exemplar.valueBits()
        && before.timestampMs() == exemplar.timestampMs()
        && before.labels().equals(exemplar.labels());
  }

  private static boolean isShort(Labels labels) {
    int characters = 0;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      String value = labels.value(i);
      characters += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
    }
    return characters <= MAX_LABEL_CHARACTERS;
  }

  /// A page that changed forgets: at worst an exemplar is stored again, which receivers recognise.
  private void follow(Layout now) {
    if (layout != now) {
      layout = now;
      latest = new Exemplar[now.rowCount()];
      latestMs = new long[now.rowCount()];
    }
  }
}
