package io.tributary.model.relabel.analysis;

import io.tributary.base.config.Suggestions;
import io.tributary.base.text.Quoting;
import io.tributary.model.regex.RegexFacts;
import io.tributary.model.regex.Template;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding.Kind;
import io.tributary.model.relabel.explain.TemplateAdvice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Follows what is possible through a list of rules and notes what is wrong with them.
///
/// `after` is what is possible behind the last rule, for whatever comes then; it means nothing
/// where `dropsEverything`.
public record RuleAnalysis(List<RuleFinding> findings, LabelState after, boolean dropsEverything) {

  public RuleAnalysis {
    findings = List.copyOf(findings);
  }

  /// Analyses `rules` for label sets of which `before` is known.
  public static RuleAnalysis of(List<RelabelRule> rules, LabelState before) {
    var walk = new Walk(before);
    rules.forEach(walk::rule);
    return new RuleAnalysis(walk.findings, walk.state, walk.droppedBy > 0);
  }

  /// What was found about one rule.
  public List<RuleFinding> of(int number) {
    return findings.stream().filter(finding -> finding.number() == number).toList();
  }

  private static final class Walk {
    private final List<RuleFinding> findings = new ArrayList<>();
    private LabelState state;
    private int number;

    /// The rule that drops everything; 0 while there is none.
    private int droppedBy;

    Walk(LabelState state) {
      this.state = state;
    }

    private void rule(RelabelRule rule) {
      number++;
      if (droppedBy > 0) {
        add(rule, Kind.NEVER_REACHED, "is never reached: rule " + droppedBy + " drops everything");
        return;
      }
      if (RegexFacts.of(rule.regex()).isAnchored()) {
        examine(rule);
      }
      if (droppedBy == 0) {
        state = new RuleEffect(rule, state).after();
      }
    }

    private void examine(RelabelRule rule) {
      switch (rule.action()) {
        case KEEP, DROP, REPLACE -> byPattern(rule);
        case KEEPEQUAL, DROPEQUAL -> byEquality(rule);
        case LABELMAP, LABELDROP, LABELKEEP -> byName(rule);
        case HASHMOD, LOWERCASE, UPPERCASE -> {}
      }
      if (findings.isEmpty() || findings.getLast().number() != number) {
        template(rule);
      }
    }

    private void byPattern(RelabelRule rule) {
      var texts = new SourceTexts(rule, state);
      Answer answer = texts.matches(rule.regex());
      if (answer == Answer.NEVER) {
        boolean drops = rule.action() == RelabelAction.KEEP;
        String never = "can never match " + pattern(rule) + ": " + why(rule);
        if (drops) {
          dropsEverything(rule, never + ", so it drops everything");
        } else {
          add(rule, Kind.NEVER_MATCHES, never);
        }
      } else if (answer == Answer.ALWAYS && rule.action() == RelabelAction.DROP) {
        dropsEverything(
            rule, "drops everything: " + pattern(rule) + " always matches, as " + why(rule));
      } else if (texts.lacksSeparators()) {
        unlikely(rule);
      }
    }

    private void unlikely(RelabelRule rule) {
      int labels = rule.sourceLabels().size();
      int least = RegexFacts.of(rule.regex()).leastOccurrences(rule.separator().charAt(0));
      add(
          rule,
          Kind.UNLIKELY,
          "asks for %d %s, but %s joined with %d: it matches only if a value holds one itself"
              .formatted(
                  least,
                  Quoting.quote(rule.separator()),
                  labels == 1 ? "one source label is" : labels + " source labels are",
                  labels - 1));
    }

    private void byEquality(RelabelRule rule) {
      Optional<Set<String>> texts = new SourceTexts(rule, state).all();
      Optional<Set<String>> targets = state.of(rule.targetLabel()).known();
      if (texts.isEmpty() || targets.isEmpty()) {
        return;
      }
      boolean never = texts.get().stream().noneMatch(targets.get()::contains);
      boolean always = texts.get().size() == 1 && texts.get().equals(targets.get());
      boolean keeps = rule.action() == RelabelAction.KEEPEQUAL;
      String why =
          why(rule) + ", and " + rule.targetLabel() + " " + state.of(rule.targetLabel()).describe();
      if (keeps ? never : always) {
        dropsEverything(rule, "drops everything: " + why);
      } else if (!keeps && never) {
        add(rule, Kind.NEVER_MATCHES, "can never find the two equal: " + why);
      }
    }

    private void byName(RelabelRule rule) {
      Set<String> possible = possibleNames(rule).orElse(null);
      if (possible == null) {
        return;
      }
      boolean any = possible.stream().anyMatch(rule.regex()::matches);
      String pattern = pattern(rule);
      if (!any) {
        add(
            rule,
            Kind.NEVER_MATCHES,
            rule.action() == RelabelAction.LABELKEEP
                ? "removes every label: none that can be there has a name that matches " + pattern
                : "can never match: no label that can be there has a name that matches " + pattern);
      }
    }

    /// The names that can be there, or of all names only those that the pattern matches.
    private Optional<Set<String>> possibleNames(RelabelRule rule) {
      return state
          .names()
          .or(() ->
              rule.action() == RelabelAction.LABELKEEP
                  ? Optional.empty()
                  : RegexFacts.of(rule.regex()).words())
          .map(names -> {
            var there = new HashSet<>(names);
            there.removeIf(name -> state.of(name).isAbsent());
            return there;
          });
    }

    private void template(RelabelRule rule) {
      for (String text : templates(rule)) {
        TemplateAdvice.of(Template.compile(text, rule.regex()), rule.regex())
            .ifPresent(advice -> add(rule, Kind.TEMPLATE, advice));
      }
    }

    /// The default one as well: `$1` without a group empties the label.
    private static List<String> templates(RelabelRule rule) {
      return switch (rule.action()) {
        case REPLACE -> List.of(rule.targetLabel(), rule.replacement());
        case LABELMAP -> List.of(rule.replacement());
        default -> List.of();
      };
    }

    private static String pattern(RelabelRule rule) {
      String pattern = rule.regex().pattern();
      return pattern.isEmpty() ? "the empty regex" : "/" + pattern + "/";
    }

    private String why(RelabelRule rule) {
      if (rule.sourceLabels().isEmpty()) {
        return "without source labels it sees the empty text only";
      }
      return rule.sourceLabels().stream()
          .map(this::known)
          .reduce((all, one) -> all + ", " + one)
          .orElse("");
    }

    private String known(String label) {
      PossibleValues values = state.of(label);
      String sentence = label + " " + values.describe();
      return values.isAbsent()
          ? sentence
              + state
                  .names()
                  .flatMap(names -> Suggestions.nearest(label, names))
                  .filter(near -> !near.equals(label))
                  .map(near -> " (did you mean " + near + "?)")
                  .orElse("")
          : sentence;
    }

    private void dropsEverything(RelabelRule rule, String sentence) {
      add(rule, Kind.DROPS_EVERYTHING, sentence);
      droppedBy = number;
    }

    private void add(RelabelRule rule, Kind kind, String sentence) {
      findings.add(new RuleFinding(number, rule, kind, sentence));
    }
  }
}
