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
  private @Nullable Exemplar[] latest = new Exemplar[0];
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
    for (Exemplar exemplar : exemplars) {
      Exemplar timed = timed(exemplar, timestampMs, explicitMs);
      if (!isShort(timed.labels()) || isRepeated(timed)) {
        continue;
      }
      Exemplar before = latest[timed.row()];
      if (before != null && timed.timestampMs() < before.timestampMs()) {
        outOfOrder++;
        continue;
      }
      latest[timed.row()] = timed;
      admitted.add(timed);
    }
    return admitted;
  }

  long takeOutOfOrder() {
    long taken = outOfOrder;
    outOfOrder = 0;
    return taken;
  }

  private static Exemplar timed(Exemplar exemplar, long timestampMs, long @Nullable [] explicitMs) {
    if (exemplar.timestampMs() != SideColumns.NO_TIMESTAMP) {
      return exemplar;
    }
    long explicit = explicitMs == null ? SideColumns.NO_TIMESTAMP : explicitMs[exemplar.row()];
    long at = explicit == SideColumns.NO_TIMESTAMP ? timestampMs : explicit;
    return new Exemplar(exemplar.row(), exemplar.labels(), exemplar.valueBits(), at);
  }

  private boolean isRepeated(Exemplar exemplar) {
    Exemplar before = latest[exemplar.row()];
    return before != null
        && before.valueBits() == exemplar.valueBits()
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
    }
  }
}
