package io.tributary.metrics.scrape.page;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelRules;
import java.util.ArrayList;
import java.util.List;

/// What turns the series that a target exposes into the series that are kept: everything that
/// [SeriesResolver] needs to know, and nothing that differs between targets which may share blocks.
///
/// The labels of the target are either *slots*, whose values no rule can see, or `fixed`. Two
/// targets with equal rules resolve equal text to equal rows.
///
/// @param fixed labels of the target with values that take part in relabelling
/// @param slotNames labels of the target whose values come from the
///   [io.tributary.model.layout.Stream], in order of name
/// @param labelLimit most labels of a series, 0 for no limit; likewise the bytes of a name or value
public record SeriesRules(
    Labels fixed,
    List<String> slotNames,
    boolean honorLabels,
    RelabelRules metricRelabel,
    NameValidation validation,
    long labelLimit,
    long labelNameLengthLimit,
    long labelValueLengthLimit) {

  public SeriesRules {
    slotNames = List.copyOf(slotNames);
  }

  /// The rules for a target with these labels: each label that `metricRelabel` cannot see becomes a
  /// slot.
  ///
  /// Labels of more bytes than a limit allows stay fixed, so that [SeriesResolver] finds them.
  public static SeriesRules of(
      Labels target,
      boolean honorLabels,
      RelabelRules metricRelabel,
      NameValidation validation,
      long labelLimit,
      long labelNameLengthLimit,
      long labelValueLengthLimit) {
    var fixed = new Labels.Builder();
    var slots = new ArrayList<String>();
    target.forEach((name, value) -> {
      boolean tooLong = labelValueLengthLimit > 0 && value.length() * 3L > labelValueLengthLimit;
      if (tooLong || slots.size() == MAX_SLOTS || metricRelabel.reads(name)) {
        fixed.set(name, value);
      } else {
        slots.add(name);
      }
    });
    return new SeriesRules(
        fixed.build(),
        slots,
        honorLabels,
        metricRelabel,
        validation,
        labelLimit,
        labelNameLengthLimit,
        labelValueLengthLimit);
  }

  /// Most slots of a layout: a prepared remote-write request has one-byte references for about a
  /// hundred values.
  static final int MAX_SLOTS = 24;

  /// The values of the slots in `target`.
  public List<String> slotValues(Labels target) {
    return slotNames.stream().map(target::getOrEmpty).toList();
  }
}
