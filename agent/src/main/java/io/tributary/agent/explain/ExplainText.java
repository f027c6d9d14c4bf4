package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.agent.explain.PoolExplanation.Fate;
import io.tributary.agent.explain.PoolExplanation.RuleCounts;
import io.tributary.agent.explain.PoolExplanation.StageCounts;
import io.tributary.base.config.Printable;
import io.tributary.base.text.Quoting;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding;
import io.tributary.model.relabel.explain.LabelChange;
import io.tributary.model.relabel.explain.NearMiss;
import io.tributary.model.relabel.explain.RuleStep;
import java.util.Optional;
import java.util.OptionalInt;

/// Explanations for people. Nothing that stands in a label reaches the terminal as a command.
///
/// ```
/// relabel_configs of job "node"
///   + 1 replace     prometheus.yml:9:9
///       sets host to "db1": __address__ = "db1:9100" matches /([^:]+):.*/
///         + host = "db1"
///   x 2 keep        prometheus.yml:13:9
///       dropped: env = "Prod" does not match /prod/
///       near: only upper and lower case differ: (?i) before the regex would ignore them
///   . 3 replace     prometheus.yml:16:9
///       not reached: an earlier rule dropped it
/// ```
public final class ExplainText {
  private static final String RED = "1;31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String BOLD = "1";
  private static final String DIM = "2";

  private static final int ACTION_WIDTH = 10;
  private static final int MAX_NAME_WIDTH = 40;

  private final boolean colours;
  private final StringBuilder out = new StringBuilder();

  private ExplainText(boolean colours) {
    this.colours = colours;
  }

  /// `colours` are for terminals.
  public static String print(Explanation explanation, boolean colours) {
    var text = new ExplainText(colours);
    text.explanation(explanation);
    return text.out.toString();
  }

  public static String print(PoolExplanation explanation, boolean colours) {
    var text = new ExplainText(colours);
    text.pool(explanation);
    return text.out.toString();
  }

  private void explanation(Explanation explanation) {
    for (Stage stage : explanation.stages()) {
      boolean isLast =
          explanation.stages().stream()
              .noneMatch(next -> next.from().equals(OptionalInt.of(stage.index())));
      stage(stage, isLast);
    }
    Explanation.Verdict verdict = explanation.verdict();
    line("", paint(verdict.kept() ? GREEN : RED, shown(verdict.sentence())));
  }

  /// The labels that come in are shown where a way begins, and those that come out where it ends:
  /// between, the changes say it all.
  private void stage(Stage stage, boolean isLast) {
    heading(stage.name(), stage.rules().isEmpty() ? stage.position().toString() : "");
    if (stage.from().isEmpty()) {
      labels("in", stage.input());
    }
    stage.notes().forEach(note -> line("  ", shown(note)));
    stage.rules().forEach(step -> step(stage, step));
    if (isLast && stage.kept()) {
      labels("out", stage.output());
    }
    out.append('\n');
  }

  /// One label a line, values below one another.
  private void labels(String head, Labels labels) {
    int width = labels.toMap().keySet().stream().mapToInt(String::length).max().orElse(0);
    line("  ", paint(DIM, head));
    labels.forEach((name, value) ->
        line(
            "      ",
            shown(name)
                + " "
                    .repeat(
                        Math.min(width, MAX_NAME_WIDTH) - Math.min(name.length(), MAX_NAME_WIDTH))
                + " = "
                + Quoting.excerpt(value)));
  }

  private void heading(String name, String position) {
    line("", paint(BOLD, shown(name)) + (position.isEmpty() ? "" : "  " + paint(DIM, position)));
  }

  private void step(Stage stage, RuleStep step) {
    ruleLine(mark(step), step.number(), step.rule());
    line("      ", outcome(step));
    for (LabelChange change : step.changes()) {
      change(change);
    }
    for (NearMiss miss : step.nearMisses()) {
      line("      ", paint(YELLOW, "near:") + " " + shown(miss.sentence()));
    }
    stage.proven(step.number()).ifPresent(this::finding);
  }

  private String mark(RuleStep step) {
    return switch (step.outcome()) {
      case CHANGED -> paint(GREEN, "+");
      case KEPT, UNCHANGED -> paint(GREEN, "=");
      case DROPPED -> paint(RED, "x");
      case NOT_MATCHED -> " ";
      case NOT_REACHED -> paint(DIM, ".");
    };
  }

  private String outcome(RuleStep step) {
    String sentence = shown(step.sentence());
    return switch (step.outcome()) {
      case DROPPED -> paint(RED, sentence);
      case NOT_REACHED, NOT_MATCHED -> paint(DIM, sentence);
      case CHANGED, KEPT, UNCHANGED -> sentence;
    };
  }

  private void ruleLine(String mark, int number, RelabelRule rule) {
    String action = rule.action().toString();
    String place = rule.position().toString();
    line(
        "  ",
        mark
            + " "
            + number
            + " "
            + (place.isEmpty()
                ? action
                : action
                    + " ".repeat(Math.max(1, ACTION_WIDTH - action.length()))
                    + paint(DIM, shown(place))));
  }

  private void change(LabelChange change) {
    change
        .before()
        .ifPresent(value -> line("        ", paint(RED, "- " + label(change.label(), value))));
    change
        .after()
        .ifPresent(value -> line("        ", paint(GREEN, "+ " + label(change.label(), value))));
  }

  private void finding(RuleFinding finding) {
    String word = finding.kind().isNever() ? "never:" : "note:";
    line("      ", paint(YELLOW, word) + " " + shown("this rule " + finding.sentence()));
  }

  private void pool(PoolExplanation pool) {
    for (StageCounts stage : pool.stages()) {
      if (!stage.rules().isEmpty()) {
        heading(stage.name(), "");
        stage.rules().forEach(this::counts);
        out.append('\n');
      }
    }
    pool.list().forEach(this::fate);
    String more =
        pool.isLimited() ? " (only the first " + PoolExplanation.MOST + " are shown)" : "";
    line(
        pool.list().isEmpty() ? "" : "\n",
        paint(BOLD, shown(pool.pool()))
            + ": "
            + count(pool.targets(), "target")
            + ", "
            + pool.kept()
            + " kept, "
            + pool.dropped()
            + " dropped"
            + more);
  }

  private void counts(RuleCounts counts) {
    ruleLine(counts.isIdle() ? " " : paint(GREEN, "+"), counts.number(), counts.rule());
    line(
        "      ",
        "matched "
            + counts.matched()
            + " of "
            + count(counts.evaluated(), "target")
            + (counts.dropped() == 0 ? "" : ", " + paint(RED, "dropped " + counts.dropped())));
    Optional<RuleFinding> proven = counts.proven();
    if (proven.isPresent()) {
      finding(proven.get());
    } else if (counts.isIdle()) {
      line("      ", paint(YELLOW, "idle:") + " " + ExplainJson.idle(counts));
    }
  }

  private void fate(Fate fate) {
    String mark = fate.kept() ? paint(GREEN, "=") : paint(RED, "x");
    line("", mark + " " + labels(fate.labels()));
    line("    ", fate.kept() ? shown(fate.sentence()) : paint(RED, shown(fate.sentence())));
  }

  private static String count(int number, String what) {
    return number == 1 ? "1 " + what : number + " " + what + "s";
  }

  private static String labels(Labels labels) {
    return shown(labels.toString());
  }

  private static String label(String name, String value) {
    return shown(name) + " = " + Quoting.excerpt(value);
  }

  private static String shown(String text) {
    return Printable.escaped(text);
  }

  private void line(String indent, String text) {
    out.append(indent).append(text).append('\n');
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
