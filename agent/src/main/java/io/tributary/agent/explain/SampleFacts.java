package io.tributary.agent.explain;

import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.model.relabel.analysis.PossibleValues;
import java.util.HashMap;
import java.util.Map;

/// What is certain about the labels of samples. It is little: a target may expose any label.
final class SampleFacts {
  private SampleFacts() {}

  static LabelState unknown() {
    return LabelState.unknown();
  }

  /// Where metric relabelling begins. Labels of the target win over those that it exposes, unless
  /// `honor_labels` is on.
  static LabelState scraped(ScrapePath path) {
    LabelState named = LabelState.open(Map.of(Labels.METRIC_NAME, PossibleValues.ANY.present()));
    if (path.settings().samples().honorLabels() || path.sources().isEmpty()) {
      return named;
    }
    LabelState targets = targets(path);
    return named.map((name, values) -> {
      if (name.startsWith("__")) {
        return values;
      }
      PossibleValues ofTarget = targets.of(name);
      return ofTarget.contains("") ? values : ofTarget;
    });
  }

  /// What is certain about the labels of the targets that are scraped.
  private static LabelState targets(ScrapePath path) {
    LabelState all = null;
    for (ScrapePath.Source source : path.sources()) {
      LabelState scraped =
          SourceFindings.of(path, source)
              .after()
              .map((name, values) ->
                  name.equals("instance") ? PossibleValues.ANY.present() : values);
      all = all == null ? scraped : all.or(scraped);
    }
    return all == null ? LabelState.unknown() : all;
  }

  /// Where the rules of a destination begin: every external label is there.
  static LabelState sent(Labels external) {
    var known = new HashMap<String, PossibleValues>();
    external.forEach((name, _) -> known.put(name, PossibleValues.ANY.present()));
    return LabelState.open(known);
  }
}
