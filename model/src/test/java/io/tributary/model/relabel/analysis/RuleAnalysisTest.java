package io.tributary.model.relabel.analysis;

import static io.tributary.model.relabel.RelabelAction.DROP;
import static io.tributary.model.relabel.RelabelAction.DROPEQUAL;
import static io.tributary.model.relabel.RelabelAction.HASHMOD;
import static io.tributary.model.relabel.RelabelAction.KEEP;
import static io.tributary.model.relabel.RelabelAction.KEEPEQUAL;
import static io.tributary.model.relabel.RelabelAction.LABELDROP;
import static io.tributary.model.relabel.RelabelAction.LABELKEEP;
import static io.tributary.model.relabel.RelabelAction.LABELMAP;
import static io.tributary.model.relabel.RelabelAction.LOWERCASE;
import static io.tributary.model.relabel.analysis.RuleFinding.Kind.DROPS_EVERYTHING;
import static io.tributary.model.relabel.analysis.RuleFinding.Kind.NEVER_MATCHES;
import static io.tributary.model.relabel.analysis.RuleFinding.Kind.NEVER_REACHED;
import static io.tributary.model.relabel.analysis.RuleFinding.Kind.TEMPLATE;
import static io.tributary.model.relabel.analysis.RuleFinding.Kind.UNLIKELY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RandomRules;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding.Kind;
import io.tributary.model.relabel.explain.RelabelExplanation;
import io.tributary.model.relabel.explain.RuleStep;
import io.tributary.model.relabel.explain.RuleStep.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleAnalysisTest {
  private static final LabelState STATIC =
      LabelState.closed(
          Map.of(
              "__address__", PossibleValues.ANY.present(),
              "env", PossibleValues.only(List.of("prod", "dev")),
              "job", PossibleValues.only("node"),
              "team", PossibleValues.only(List.of("", "core"))));

  static Stream<Arguments> findings() {
    return Stream.of(
        row(NEVER_MATCHES, "without source labels", rule().regex("a").targetLabel("x")),
        row(NEVER_MATCHES, "can only be \"dev\" or \"prod\"", rule("env").regex("qa").action(DROP)),
        row(DROPS_EVERYTHING, "env can only be", rule("env").regex("qa").action(KEEP)),
        row(DROPS_EVERYTHING, "never there", rule("zone").regex("a").action(KEEP)),
        row(NEVER_MATCHES, "did you mean team?", rule("tean").regex("a").action(DROP)),
        row(DROPS_EVERYTHING, "always matches", rule("job").regex("n.*").action(DROP)),
        row(
            DROPS_EVERYTHING,
            "can only be \"prod\"",
            rule("env").regex("prod").action(KEEP),
            rule("env").regex("dev").action(KEEP)),
        row(
            DROPS_EVERYTHING,
            "always matches /web-.*/",
            rule("__address__").regex("web-.*").action(KEEP),
            rule("__address__").regex("db-.*").action(KEEP)),
        row(
            DROPS_EVERYTHING,
            "never matches",
            rule("__address__").regex("[0-9.]+").action(DROP),
            rule("__address__").regex("[0-9.]+").action(KEEP)),
        row(
            DROPS_EVERYTHING,
            "can only be \"0\" or \"1\" or \"2\"",
            rule("__address__").modulus(3).targetLabel("shard").action(HASHMOD),
            rule("shard").regex("3").action(KEEP)),
        row(
            NEVER_MATCHES,
            "can only be \"NODE\"",
            rule("job").targetLabel("JOB").action(RelabelAction.UPPERCASE),
            rule("JOB").regex("node").targetLabel("x")),
        row(
            NEVER_MATCHES,
            "host can only be \"fixed\"",
            rule().targetLabel("host").replacement("fixed"),
            rule("host").regex("other").action(DROP)),
        row(
            NEVER_MATCHES,
            "team is never there",
            RelabelRule.builder().regex("team").action(LABELDROP),
            rule("team").regex("core").action(DROP)),
        row(NEVER_MATCHES, "no label", RelabelRule.builder().regex("__meta_(.+)").action(LABELMAP)),
        row(NEVER_MATCHES, "no label", RelabelRule.builder().regex("zone").action(LABELDROP)),
        row(NEVER_MATCHES, "every label", RelabelRule.builder().regex("x").action(LABELKEEP)),
        row(DROPS_EVERYTHING, "job can only", rule("env").targetLabel("job").action(KEEPEQUAL)),
        row(NEVER_MATCHES, "the two equal", rule("env").targetLabel("job").action(DROPEQUAL)),
        row(
            UNLIKELY,
            "asks for 1 \";\", but one source label is joined with 0",
            rule("__address__").regex("([^:]+)(?::\\d+)?;(\\d+)").targetLabel("__address__")),
        row(
            TEMPLATE,
            "${1}_x is probably meant",
            rule("__address__").regex("(.*)").targetLabel("a").replacement("$1_x")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void findings(Kind kind, String part, List<RelabelRule> rules) {
    assertThat(RuleAnalysis.of(rules, STATIC).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(kind);
          assertThat(finding.sentence()).contains(part);
          assertThat(finding.number()).isEqualTo(rules.size());
        });
  }

  @Test
  void whatIsBehindARuleThatDropsEverythingIsNeverReached() {
    RuleAnalysis analysis =
        RuleAnalysis.of(
            built(
                rule("env").regex("qa").action(KEEP),
                rule("env").targetLabel("a"),
                rule("env").targetLabel("b")),
            STATIC);

    assertThat(analysis.findings())
        .extracting(RuleFinding::kind)
        .containsExactly(DROPS_EVERYTHING, NEVER_REACHED, NEVER_REACHED);
    assertThat(analysis.dropsEverything()).isTrue();
  }

  static Stream<Arguments> nothingToSay() {
    return Stream.of(
        Arguments.of(LabelState.unknown(), built(rule("zone").regex("a").action(KEEP))),
        Arguments.of(
            LabelState.unknown(), built(RelabelRule.builder().regex("(a)").action(LABELMAP))),
        Arguments.of(
            STATIC,
            built(
                rule("__address__").regex("(.*):.*").targetLabel("zone"),
                rule("zone").regex("a").action(KEEP))),
        Arguments.of(
            STATIC,
            built(
                rule("__address__").regex("(.+):.*").targetLabel("$1").replacement("y"),
                rule("zone").regex("y").action(KEEP))),
        Arguments.of(
            STATIC,
            built(
                rule("env").regex("prod").targetLabel("env").replacement("live"),
                rule("env").regex("live").action(KEEP))),
        Arguments.of(
            STATIC,
            built(
                rule("env").targetLabel("lower").action(LOWERCASE),
                rule("lower").regex("dev").action(DROP))),
        Arguments.of(STATIC, built(rule("env").regex("d)|(?:x").action(KEEP))),
        Arguments.of(
            STATIC, built(rule("__address__", "env").regex("([^:]+);(.*)").targetLabel("x"))));
  }

  @ParameterizedTest
  @MethodSource
  void nothingToSay(LabelState state, List<RelabelRule> rules) {
    assertThat(RuleAnalysis.of(rules, state).findings()).isEmpty();
  }

  /// What is called impossible must not happen, for any label set that was possible.
  @Test
  void nothingThatIsClaimedIsRefutedByTheEngine() {
    long seed = System.nanoTime();
    System.out.println("RuleAnalysisTest.nothingThatIsClaimedIsRefutedByTheEngine seed " + seed);
    var random = new Random(seed);
    int claims = 0;
    for (int round = 0; round < 3_000; round++) {
      List<RelabelRule> rules = new ArrayList<>(RandomRules.rules(random, NameValidation.UTF8));
      rules.addAll(RandomRules.rules(random, NameValidation.UTF8));
      List<Labels> inputs =
          Stream.generate(() -> RandomRules.labels(random)).limit(1 + random.nextInt(3)).toList();
      RuleAnalysis analysis = RuleAnalysis.of(rules, stateOf(inputs, random));
      claims += (int) analysis.findings().stream().filter(f -> f.kind().isNever()).count();
      for (Labels input : inputs) {
        String what = "seed " + seed + ", round " + round + ": " + rules + " on " + input;
        RelabelExplanation explanation = RelabelExplanation.of(rules, input);
        for (RuleFinding finding : analysis.findings()) {
          RuleStep step = explanation.steps().get(finding.number() - 1);
          assertThat(refutes(finding, step)).as(finding + ": " + what).isFalse();
        }
        if (explanation.kept()) {
          assertThat(analysis.dropsEverything()).as(what).isFalse();
          explanation
              .output()
              .forEach((name, value) ->
                  assertThat(analysis.after().of(name).contains(value))
                      .as(name + "=" + value + ": " + what)
                      .isTrue());
        }
      }
    }
    assertThat(claims).isGreaterThan(200);
  }

  private static boolean refutes(RuleFinding finding, RuleStep step) {
    boolean matched = step.match().map(match -> match.matched()).orElse(false);
    return switch (finding.kind()) {
      case NEVER_MATCHES -> matched;
      case DROPS_EVERYTHING ->
          step.outcome() != Outcome.DROPPED && step.outcome() != Outcome.NOT_REACHED;
      case NEVER_REACHED -> step.outcome() != Outcome.NOT_REACHED;
      case TEMPLATE, UNLIKELY -> false;
    };
  }

  @Test
  @Timeout(60)
  void aListOfAnyLengthIsFollowed() {
    var rules = new ArrayList<RelabelRule>();
    for (int i = 0; i < 20_000; i++) {
      rules.addAll(built(rule("never_asked_for_" + i).regex("a").targetLabel("x")));
    }
    rules.addAll(built(rule("job").regex("other").action(KEEP)));
    for (LabelState before : List.of(STATIC, LabelState.unknown())) {
      RuleAnalysis analysis = RuleAnalysis.of(rules, before);
      assertThat(analysis.dropsEverything()).isEqualTo(before == STATIC);
      assertThat(analysis.after().of("first_asked_for_here")).isNotNull();
    }
  }

  /// Knows each value, or only some of them, in a world that is closed or open.
  private static LabelState stateOf(List<Labels> inputs, Random random) {
    var names = new HashSet<String>();
    inputs.forEach(labels -> labels.forEach((name, _) -> names.add(name)));
    var known = new HashMap<String, PossibleValues>();
    for (String name : names) {
      Set<String> values = new HashSet<>();
      inputs.forEach(labels -> values.add(labels.getOrEmpty(name)));
      PossibleValues some = values.contains("") ? PossibleValues.ANY : PossibleValues.ANY.present();
      known.put(name, random.nextBoolean() ? PossibleValues.only(values) : some);
    }
    return random.nextBoolean() ? LabelState.closed(known) : LabelState.open(known);
  }

  private static Arguments row(Kind kind, String part, RelabelRule.Builder... rules) {
    return Arguments.of(kind, part, built(rules));
  }

  private static List<RelabelRule> built(RelabelRule.Builder... rules) {
    return Arrays.stream(rules).map(rule -> rule.build(NameValidation.UTF8)).toList();
  }

  private static RelabelRule.Builder rule(String... sourceLabels) {
    return RelabelRule.builder().sourceLabels(sourceLabels);
  }
}
