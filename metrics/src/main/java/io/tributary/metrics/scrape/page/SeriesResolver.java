package io.tributary.metrics.scrape.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.ByteSink;
import io.tributary.metrics.scrape.page.ScrapeRejectedException.Reason;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.Relabeler;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns the labels that a target exposes into the row that is kept: target labels, `honor_labels`,
/// relabelling, limits.
///
/// Most series need nothing but a merge of sorted bytes; whatever is unusual (a rule, a clash of
/// names, many labels) goes through label sets. Runs once for each series of a new block, never
/// while a page is unchanged. Owned by one thread.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `mutateSampleLabels` and `verifyLabelLimits`.
final class SeriesResolver {
  /// More labels than this are sorted as a label set.
  private static final int MAX_MERGED = 48;

  private final SeriesRules rules;
  private final Relabeler relabeler;
  private final LabelsBuilder relabelled = new LabelsBuilder();
  private final byte[][] targetNames;
  private final byte[] @Nullable [] targetValues;
  private final int[] targetSlots;
  private final Labels target;
  private final int[] order = new int[MAX_MERGED];

  /// @param target the labels of some target with these rules; the values of its slots are
  ///   placeholders
  SeriesResolver(SeriesRules rules, Labels target) {
    this.rules = rules;
    this.target = target;
    this.relabeler = new Relabeler(rules.metricRelabel());
    int size = target.size();
    targetNames = new byte[size][];
    targetValues = new byte[size][];
    targetSlots = new int[size];
    for (int i = 0; i < size; i++) {
      targetNames[i] = target.name(i).getBytes(UTF_8);
      targetValues[i] = target.value(i).getBytes(UTF_8);
      targetSlots[i] = rules.slotNames().indexOf(target.name(i));
    }
  }

  /// Writes the final row of one exposed series to `row`; false where it is dropped.
  ///
  /// Throws [ScrapeRejectedException] where the series must fail its scrape.
  boolean resolve(ExposedLabels exposed, ByteSink row) {
    if (rules.metricRelabel().isEmpty()
        && exposed.size() + targetNames.length <= MAX_MERGED
        && merge(exposed, row)) {
      return true;
    }
    return relabel(exposed, row);
  }

  /// The usual case; false, with `row` as it was, where it does not apply.
  private boolean merge(ExposedLabels exposed, ByteSink row) {
    int before = row.size();
    int count = sortByName(exposed);
    int labels = 0;
    int t = 0;
    boolean named = false;
    for (int i = 0; i < count; i++) {
      int label = order[i];
      int compared = -1;
      while (t < targetNames.length
          && (compared = compareName(exposed, label, targetNames[t])) > 0) {
        putTarget(t++, row);
        labels++;
      }
      boolean clash = t < targetNames.length && compared == 0;
      boolean twice = i > 0 && exposed.compareNames(order[i - 1], label) == 0;
      boolean empty = exposed.valueLength(label) == 0 || exposed.nameLength(label) == 0;
      if (clash || twice || empty) {
        row.truncate(before);
        return false;
      }
      named |= exposed.isMetricName(label);
      exposed.put(label, row);
      labels++;
    }
    for (; t < targetNames.length; t++) {
      putTarget(t, row);
      labels++;
    }
    if (!named || !needsNoCheck(labels)) {
      row.truncate(before);
      return false;
    }
    return true;
  }

  private int sortByName(ExposedLabels exposed) {
    int count = exposed.size();
    for (int i = 0; i < count; i++) {
      int at = i;
      while (at > 0 && exposed.compareNames(order[at - 1], i) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
    return count;
  }

  private static int compareName(ExposedLabels exposed, int label, byte[] name) {
    return Arrays.compareUnsigned(
        exposed.bytes(), exposed.nameFrom(label), exposed.nameTo(label), name, 0, name.length);
  }

  private void putTarget(int index, ByteSink row) {
    if (targetSlots[index] >= 0) {
      SeriesBlock.putSlot(row, targetSlots[index]);
    } else {
      SeriesBlock.putLabel(row, targetNames[index], valueOf(index));
    }
  }

  private byte[] valueOf(int index) {
    byte[] value = targetValues[index];
    if (value == null) {
      throw new IllegalStateException("BUG: target label without a value");
    }
    return value;
  }

  /// Whether names and limits certainly hold; label sets are asked again, and worded, where they
  /// may not.
  private boolean needsNoCheck(int labels) {
    return rules.validation() == NameValidation.UTF8
        && (rules.labelLimit() == 0 || labels <= rules.labelLimit())
        && rules.labelNameLengthLimit() == 0
        && rules.labelValueLengthLimit() == 0;
  }

  /// The reference, for everything.
  private boolean relabel(ExposedLabels exposed, ByteSink row) {
    relabelled.reset();
    int[] byName = byName(exposed);
    for (int i = 0; i < exposed.size(); i++) {
      String name = exposed.name(byName[i]);
      if (i > 0 && !relabelled.get(name).isEmpty()) {
        throw new ScrapeRejectedException(
            Reason.INVALID_SERIES,
            "cannot store series %s: label name \"%s\" is not unique".formatted(exposed, name));
      }
      relabelled.begin(name, exposed.value(byName[i]));
    }
    TargetLabels.addTo(relabelled, target, rules.honorLabels(), exposed::hasName);
    if (!relabeler.apply(relabelled)) {
      return false;
    }
    Labels labels = relabelled.labels();
    relabelled.reset();
    if (labels.isEmpty()) {
      return false;
    }
    check(labels);
    labels.forEach((name, value) -> {
      int slot = rules.slotNames().indexOf(name);
      if (slot >= 0 && value.equals(target.get(name))) {
        SeriesBlock.putSlot(row, slot);
      } else {
        SeriesBlock.putLabel(row, name.getBytes(UTF_8), value.getBytes(UTF_8));
      }
    });
    return true;
  }

  /// The labels in order of name: rules see them so, whatever their order on the line.
  private int[] byName(ExposedLabels exposed) {
    if (exposed.size() <= MAX_MERGED) {
      sortByName(exposed);
      return order;
    }
    return IntStream.range(0, exposed.size())
        .boxed()
        .sorted(exposed::compareNames)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void check(Labels labels) {
    String metricName = labels.get(Labels.METRIC_NAME);
    if (metricName == null) {
      throw new ScrapeRejectedException(
          Reason.INVALID_SERIES, "cannot store series %s: missing metric name".formatted(labels));
    }
    if (!rules.validation().isValidMetricName(metricName)) {
      throw new ScrapeRejectedException(
          Reason.INVALID_SERIES,
          "cannot store series %s: invalid metric name \"%s\"".formatted(labels, metricName));
    }
    labels.forEach((name, value) -> {
      if (!rules.validation().isValidLabelName(name)) {
        throw new ScrapeRejectedException(
            Reason.INVALID_SERIES,
            "cannot store series %s: invalid label name \"%s\"".formatted(labels, name));
      }
    });
    checkLimits(labels);
  }

  /// Words the refusals as Prometheus does: people search for them.
  private void checkLimits(Labels labels) {
    String metric = labels.getOrEmpty(Labels.METRIC_NAME);
    if (rules.labelLimit() > 0 && labels.size() > rules.labelLimit()) {
      throw new ScrapeRejectedException(
          Reason.LABEL_LIMIT,
          "label_limit exceeded (metric: %s, number of labels: %d, limit: %d)"
              .formatted(cut(metric), labels.size(), rules.labelLimit()));
    }
    labels.forEach((name, value) -> {
      int nameBytes = name.getBytes(UTF_8).length;
      if (rules.labelNameLengthLimit() > 0 && nameBytes > rules.labelNameLengthLimit()) {
        throw new ScrapeRejectedException(
            Reason.LABEL_LIMIT,
            "label_name_length_limit exceeded (metric: %s, label name: %s, length: %d, limit: %d)"
                .formatted(cut(metric), cut(name), nameBytes, rules.labelNameLengthLimit()));
      }
      int valueBytes = value.getBytes(UTF_8).length;
      if (rules.labelValueLengthLimit() > 0 && valueBytes > rules.labelValueLengthLimit()) {
        throw new ScrapeRejectedException(
            Reason.LABEL_LIMIT,
            "label_value_length_limit exceeded (metric: %s, label name: %s, value: %s, length: %d, limit: %d)"
                .formatted(
                    cut(metric), cut(name), cut(value), valueBytes, rules.labelValueLengthLimit()));
      }
    });
  }

  /// An error message never carries a label of ten megabytes.
  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 50) + "…";
  }
}
