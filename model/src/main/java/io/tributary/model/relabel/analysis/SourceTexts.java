package io.tributary.model.relabel.analysis;

import io.tributary.model.regex.Regex;
import io.tributary.model.regex.RegexFacts;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The texts that a rule may get to see: the possible values of its source labels, joined.
final class SourceTexts {
  private final RelabelRule rule;
  private final LabelState state;
  private final Optional<Set<String>> all;

  SourceTexts(RelabelRule rule, LabelState state) {
    this.rule = rule;
    this.state = state;
    all = enumerate();
  }

  /// All of them, where they are known and not too many.
  Optional<Set<String>> all() {
    return all;
  }

  private Optional<Set<String>> enumerate() {
    List<String> labels = rule.sourceLabels();
    if (labels.isEmpty()) {
      return Optional.of(Set.of(""));
    }
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < labels.size(); i++) {
      Optional<Set<String>> values = state.of(labels.get(i)).known();
      if (values.isEmpty()
          || (long) texts.size() * values.get().size() > PossibleValues.MAX_KNOWN) {
        return Optional.empty();
      }
      String separator = i == 0 ? "" : rule.separator();
      var longer = new ArrayList<String>();
      for (String text : texts) {
        for (String value : values.get()) {
          longer.add(text + separator + value);
        }
      }
      texts = longer;
    }
    return Optional.of(new LinkedHashSet<>(texts));
  }

  Answer matches(Regex regex) {
    if (all.isPresent()) {
      return PossibleValues.only(all.get()).matches(regex);
    }
    return rule.sourceLabels().size() == 1
        ? state.of(rule.sourceLabels().getFirst()).matches(regex)
        : PossibleValues.ANY.matches(regex);
  }

  /// Whether the pattern asks for more separators than join the source labels, so that a value
  /// would have to hold one itself.
  boolean lacksSeparators() {
    return rule.separator().length() == 1
        && all.isEmpty()
        && RegexFacts.of(rule.regex()).leastOccurrences(rule.separator().charAt(0))
            > rule.sourceLabels().size() - 1;
  }
}
