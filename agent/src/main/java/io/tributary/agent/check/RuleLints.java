package io.tributary.agent.check;

import io.tributary.agent.check.Lint.Check;
import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.PlanFindings;
import io.tributary.agent.explain.PlanFindings.PlacedFinding;
import io.tributary.agent.explain.PlanFindings.PlacedRule;
import io.tributary.model.labels.Labels;
import io.tributary.model.regex.Regex;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding;
import io.tributary.model.relabel.explain.LiteralDots;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is wrong or doubtful with relabelling rules.
final class RuleLints {
  /// Hosts and addresses with dots in them, with a port perhaps, as alternatives perhaps.
  private static final Regex HOSTS =
      Regex.compile("[\\w-]+(\\.[\\w-]+)+(:\\d+)?(\\|[\\w-]+(\\.[\\w-]+)+(:\\d+)?)*");

  /// Labels that there are while targets are relabelled, and not any more on samples.
  private static final Set<String> OF_TARGETS =
      Set.of(
          "__address__",
          "__scheme__",
          "__metrics_path__",
          "__scrape_interval__",
          "__scrape_timeout__");

  private final String file;
  private final List<Lint> lints = new ArrayList<>();

  RuleLints(String file) {
    this.file = file;
  }

  List<Lint> of(ExplainPlan plan) {
    PlanFindings findings = PlanFindings.of(plan);
    findings.findings().forEach(this::finding);
    findings.rules().forEach(this::rule);
    return lints;
  }

  private void finding(PlacedFinding placed) {
    RuleFinding finding = placed.finding();
    add(
        finding.kind().isNever() ? Check.NEVER_MATCHING_RULES : Check.SUSPICIOUS_RULES,
        finding.rule(),
        "rule " + finding.number() + " of " + placed.place() + " " + finding.sentence());
  }

  private void rule(PlacedRule placed) {
    RelabelRule rule = placed.rule();
    String name = "rule " + placed.number() + " of " + placed.place() + " ";
    dots(name, rule);
    if (placed.isOfSamples()) {
      targetLabels(name, rule);
      removed(name, rule, Labels.METRIC_NAME, "every series loses its name, and scrapes fail");
    } else {
      removed(name, rule, "__address__", "no target has an address any more");
    }
  }

  private void dots(String name, RelabelRule rule) {
    String pattern = rule.regex().pattern();
    if (HOSTS.matches(pattern)) {
      add(
          Check.SUSPICIOUS_RULES,
          rule,
          name
              + "matches any character where its regex has a dot: "
              + LiteralDots.escaped(pattern)
              + " matches dots alone");
    }
  }

  private void targetLabels(String name, RelabelRule rule) {
    for (String label : rule.sourceLabels()) {
      if (OF_TARGETS.contains(label)
          || label.startsWith("__meta_")
          || label.startsWith("__param_")) {
        add(
            Check.SUSPICIOUS_RULES,
            rule,
            name
                + "reads "
                + label
                + ", which targets have and samples do not: it is empty here"
                + " unless a target exposes a label of that name");
      }
    }
  }

  /// Whether a rule takes away by its name what nothing goes without.
  private void removed(String name, RelabelRule rule, String label, String consequence) {
    boolean matches = rule.regex().matches(label);
    boolean removes =
        (rule.action() == RelabelAction.LABELDROP && matches)
            || (rule.action() == RelabelAction.LABELKEEP && !matches);
    if (removes) {
      add(Check.SUSPICIOUS_RULES, rule, name + "removes " + label + ": " + consequence);
    }
  }

  private void add(Check check, RelabelRule rule, String message) {
    lints.add(Lint.at(check, rule.position(), file, message));
  }
}
