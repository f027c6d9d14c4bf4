package io.tributary.model.relabel.explain;

import static io.tributary.model.relabel.RelabelAction.DROP;
import static io.tributary.model.relabel.RelabelAction.DROPEQUAL;
import static io.tributary.model.relabel.RelabelAction.KEEP;
import static io.tributary.model.relabel.RelabelAction.KEEPEQUAL;
import static io.tributary.model.relabel.RelabelAction.LABELDROP;
import static io.tributary.model.relabel.RelabelAction.LABELKEEP;
import static io.tributary.model.relabel.RelabelAction.LABELMAP;
import static io.tributary.model.relabel.explain.RuleStep.Outcome.CHANGED;
import static io.tributary.model.relabel.explain.RuleStep.Outcome.DROPPED;
import static io.tributary.model.relabel.explain.RuleStep.Outcome.KEPT;
import static io.tributary.model.relabel.explain.RuleStep.Outcome.NOT_MATCHED;
import static io.tributary.model.relabel.explain.RuleStep.Outcome.NOT_REACHED;
import static io.tributary.model.relabel.explain.RuleStep.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RandomRules;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import io.tributary.model.relabel.explain.NearMiss.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RelabelExplanationTest {
  private static final Labels NODE =
      Labels.of(
          "__address__", "node-1.example.com:9100", "__meta_role", "Web", "env", "prod", "dc", "");

  @Test
  void tellsOfEveryRuleWhatItSawAndDid() {
    RelabelExplanation explanation =
        explain(
            NODE,
            rule("__address__").regex("(?P<host>[^:]+):(\\d+)").targetLabel("instance"),
            rule("env").regex("prod|staging").action(KEEP),
            rule("env").regex("dev").action(DROP),
            rule("env").targetLabel("env"),
            RelabelRule.builder().regex("__meta_(.+)").action(LABELMAP),
            RelabelRule.builder().regex("role").action(LABELDROP),
            rule("__meta_role").regex("db").action(KEEP),
            rule("env").targetLabel("never"));

    assertThat(explanation.steps())
        .extracting(RuleStep::outcome)
        .containsExactly(
            CHANGED, KEPT, NOT_MATCHED, UNCHANGED, CHANGED, CHANGED, DROPPED, NOT_REACHED);
    assertThat(explanation.steps().getFirst().match().orElseThrow().groups())
        .containsExactly(
            new RuleMatch.Group(1, "host", Optional.of("node-1.example.com")),
            new RuleMatch.Group(2, "", Optional.of("9100")));
    assertThat(explanation.steps())
        .extracting(RuleStep::sentence)
        .containsExactly(
            "sets instance to \"node-1.example.com\": __address__ = \"node-1.example.com:9100\""
                + " matches /(?P<host>[^:]+):(\\d+)/",
            "kept: env = \"prod\" matches /prod|staging/",
            "not dropped: env = \"prod\" does not match /dev/",
            "already so: env = \"prod\" matches /(.*)/",
            "sets role to \"Web\": __meta_role matches /__meta_(.+)/",
            "removes role: role matches /role/",
            "dropped: __meta_role = \"Web\" does not match /db/",
            "not reached: an earlier rule dropped it");
    assertThat(explanation.kept()).isFalse();
    assertThat(explanation.output()).isEqualTo(Labels.EMPTY);
    assertThat(explanation.droppedBy()).map(RuleStep::number).contains(7);
  }

  @Test
  void aChangeHasWhatWasThereBefore() {
    RelabelExplanation explanation =
        explain(
            NODE,
            rule("env").regex("p(.*)").targetLabel("env").replacement("P$1"),
            rule("env").targetLabel("env").replacement(""));

    assertThat(explanation.steps().get(0).changes())
        .containsExactly(new LabelChange("env", Optional.of("prod"), Optional.of("Prod")));
    assertThat(explanation.steps().get(1).changes())
        .containsExactly(new LabelChange("env", Optional.of("Prod"), Optional.empty()));
  }

  static Stream<Arguments> nearMisses() {
    return Stream.of(
        row(Kind.CASE, "(?i)", rule("__meta_role").regex("web").action(KEEP)),
        row(Kind.CASE, "only upper and lower case", equal("__meta_role", "lower")),
        row(Kind.PARTIAL, "node-1.*", rule("__address__").regex("node-1").action(KEEP)),
        row(Kind.PARTIAL, ".*9100 would", rule("__address__").regex("9100").action(KEEP)),
        row(
            Kind.PARTIAL,
            ".*(?:com|org).* would",
            rule("__address__").regex("com|org").targetLabel("x")),
        row(Kind.BLANK, "blanks or line breaks", rule("padded").regex("x").action(KEEP)),
        row(Kind.BLANK, "only blanks", equal("padded", "plain")),
        row(Kind.MISSING_LABEL, "no label zone", rule("zone").regex("a").action(KEEP)),
        row(
            Kind.MISSPELLED_LABEL,
            "there is __meta_role = \"Web\", with which it would match",
            rule("__meta_rol").regex("Web").action(KEEP)),
        row(
            Kind.MISSPELLED_LABEL,
            "there is env = \"prod\"",
            rule("enw").targetLabel("environment")),
        row(
            Kind.SEPARATOR,
            "joined with \";\"; with \"-\" it would match",
            rule("env", "lower").regex("prod-web").action(KEEP)),
        row(Kind.ESCAPE, "two backslashes", rule("__address__").regex(".*:\\\\d+").action(KEEP)),
        row(Kind.ESCAPE, "the same text", rule("plus").regex("a+b").action(KEEP)),
        row(Kind.WIDE, "nodes\\.example", rule("wide").regex("nodes.example").action(DROP)),
        row(
            Kind.TEMPLATE,
            "${1}_total is probably meant",
            rule("env").regex("(.*)").targetLabel("x").replacement("$1_total")),
        row(
            Kind.TEMPLATE,
            "the regex has no groups",
            rule("env").regex("prod").targetLabel("x").replacement("$1")),
        row(
            Kind.PARTIAL,
            "__meta_(.+) would",
            RelabelRule.builder().regex("__meta_").action(LABELMAP)),
        row(Kind.CASE, "the name env", RelabelRule.builder().regex("ENV").action(LABELDROP)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void nearMisses(Kind kind, String part, RelabelRule.Builder rule) {
    Labels labels =
        Labels.of(
            "__address__", "node-1.example.com:9100",
            "__meta_role", "Web",
            "env", "prod",
            "lower", "web",
            "padded", "x\n",
            "plain", "x",
            "plus", "a+b",
            "wide", "nodes-example");

    List<NearMiss> found = explain(labels, rule).steps().getFirst().nearMisses();

    assertThat(found)
        .singleElement()
        .satisfies(miss -> {
          assertThat(miss.kind()).isEqualTo(kind);
          assertThat(miss.sentence()).contains(part);
        });
  }

  @Test
  void whatIsAsMeantHasNoNearMiss() {
    RelabelExplanation explanation =
        explain(
            NODE,
            rule("__address__").regex("([^:]+):.*").targetLabel("host"),
            rule("env").regex("dev").action(DROP),
            rule("host").regex("node-1\\.example\\.com").action(KEEP),
            RelabelRule.builder().regex("__meta_(.+)").action(LABELMAP),
            RelabelRule.builder().regex("role|host|env").action(LABELKEEP),
            rule("env").targetLabel("env").action(KEEPEQUAL),
            rule("env").targetLabel("host").action(DROPEQUAL));

    assertThat(explanation.kept()).isTrue();
    assertThat(explanation.steps()).allSatisfy(step -> assertThat(step.nearMisses()).isEmpty());
  }

  @Test
  void endsWithWhatTheEngineGives() {
    RandomRules.rounds(
        "RelabelExplanationTest.endsWithWhatTheEngineGives",
        RelabelExplanationTest::endsAsTheEngineDoes);
  }

  private static void endsAsTheEngineDoes(RandomRules.Round round) {
    String what = round.what();
    var engine = new LabelsBuilder(round.input());
    boolean kept = new Relabeler(RelabelRules.of(round.rules())).apply(engine);

    RelabelExplanation explanation = RelabelExplanation.of(round.rules(), round.input());

    assertThat(explanation.kept()).as(what).isEqualTo(kept);
    assertThat(explanation.steps()).as(what).hasSameSizeAs(round.rules());
    assertThat(explanation.output()).as(what).isEqualTo(kept ? engine.labels() : Labels.EMPTY);
    assertThat(replayed(explanation)).as(what).isEqualTo(explanation.output());
    assertThat(explanation.steps()).as(what).allSatisfy(s -> assertThat(s.sentence()).isNotBlank());
  }

  /// The changes of all steps, one after the other.
  private static Labels replayed(RelabelExplanation explanation) {
    if (!explanation.kept()) {
      return Labels.EMPTY;
    }
    var labels = new Labels.Builder(explanation.input());
    for (RuleStep step : explanation.steps()) {
      step.changes().forEach(change -> labels.set(change.label(), change.after().orElse("")));
    }
    return labels.build();
  }

  private static RelabelExplanation explain(Labels labels, RelabelRule.Builder... rules) {
    return RelabelExplanation.of(
        Arrays.stream(rules).map(rule -> rule.build(NameValidation.UTF8)).toList(), labels);
  }

  private static RelabelRule.Builder rule(String... sourceLabels) {
    return RelabelRule.builder().sourceLabels(sourceLabels);
  }

  private static RelabelRule.Builder equal(String source, String target) {
    return rule(source).targetLabel(target).action(RelabelAction.KEEPEQUAL);
  }

  private static Arguments row(Kind kind, String part, RelabelRule.Builder rule) {
    return Arguments.of(kind, part, rule);
  }
}
