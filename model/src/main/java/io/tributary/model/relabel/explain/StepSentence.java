package io.tributary.model.relabel.explain;

import io.tributary.base.text.Quoting;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;
import java.util.stream.Collectors;

/// Says what a rule did to a label set.
final class StepSentence {
  private static final int MAX_NAMES = 5;

  private StepSentence() {}

  static String of(RuleStep step) {
    return step.match()
        .map(match -> of(step, match))
        .orElse("not reached: an earlier rule dropped it");
  }

  private static String of(RuleStep step, RuleMatch match) {
    RelabelRule rule = step.rule();
    return switch (rule.action()) {
      case KEEP ->
          match.matched() ? "kept: " + compared(rule, match) : "dropped: " + compared(rule, match);
      case DROP ->
          match.matched()
              ? "dropped: " + compared(rule, match)
              : "not dropped: " + compared(rule, match);
      case KEEPEQUAL -> (match.matched() ? "kept: " : "dropped: ") + equality(rule, step, match);
      case DROPEQUAL ->
          (match.matched() ? "dropped: " : "not dropped: ") + equality(rule, step, match);
      case REPLACE -> replaced(rule, step, match);
      case HASHMOD, LOWERCASE, UPPERCASE -> changes(step, "from " + source(rule, match));
      case LABELMAP, LABELDROP -> named(rule, step, match, "no label has a name that matches ");
      case LABELKEEP ->
          step.changes().isEmpty()
              ? "every label has a name that matches " + pattern(rule)
              : changes(step, "names that do not match " + pattern(rule));
    };
  }

  private static String replaced(RelabelRule rule, RuleStep step, RuleMatch match) {
    return match.matched()
        ? changes(step, compared(rule, match))
        : "nothing to do: " + compared(rule, match);
  }

  private static String named(RelabelRule rule, RuleStep step, RuleMatch match, String none) {
    return match.names().isEmpty()
        ? none + pattern(rule)
        : changes(step, names(match.names()) + matches(match.names().size()) + pattern(rule));
  }

  private static String matches(int count) {
    return count == 1 ? " matches " : " match ";
  }

  private static String names(List<String> names) {
    String first = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
    return names.size() > MAX_NAMES
        ? first + " and " + (names.size() - MAX_NAMES) + " more"
        : first;
  }

  private static String equality(RelabelRule rule, RuleStep step, RuleMatch match) {
    String target = Quoting.excerpt(step.before().getOrEmpty(rule.targetLabel()));
    return source(rule, match)
        + (match.matched() ? " equals " : " differs from ")
        + rule.targetLabel()
        + " = "
        + target;
  }

  private static String compared(RelabelRule rule, RuleMatch match) {
    return source(rule, match)
        + (match.matched() ? " matches " : " does not match ")
        + pattern(rule);
  }

  private static String source(RelabelRule rule, RuleMatch match) {
    String value = Quoting.excerpt(match.source().orElse(""));
    return rule.sourceLabels().isEmpty()
        ? value + " (no source labels)"
        : String.join(rule.separator(), rule.sourceLabels()) + " = " + value;
  }

  private static String pattern(RelabelRule rule) {
    String pattern = rule.regex().pattern();
    return pattern.isEmpty() ? "the empty regex" : "/" + pattern + "/";
  }

  /// The first of what was changed, and why.
  private static String changes(RuleStep step, String why) {
    if (step.changes().isEmpty()) {
      return "already so: " + why;
    }
    String done =
        step.changes().stream()
            .limit(MAX_NAMES)
            .map(StepSentence::change)
            .collect(Collectors.joining(", "));
    int more = step.changes().size() - MAX_NAMES;
    return done + (more > 0 ? " and " + more + " more" : "") + ": " + why;
  }

  private static String change(LabelChange change) {
    return change
        .after()
        .map(after ->
            (change.before().isPresent() ? "changes " : "sets ")
                + change.label()
                + " to "
                + Quoting.excerpt(after))
        .orElseGet(() -> "removes " + change.label());
  }
}
