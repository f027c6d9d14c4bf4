package io.tributary.model.relabel;

import static io.tributary.model.relabel.RelabelAction.DROP;
import static io.tributary.model.relabel.RelabelAction.DROPEQUAL;
import static io.tributary.model.relabel.RelabelAction.HASHMOD;
import static io.tributary.model.relabel.RelabelAction.KEEP;
import static io.tributary.model.relabel.RelabelAction.KEEPEQUAL;
import static io.tributary.model.relabel.RelabelAction.LABELDROP;
import static io.tributary.model.relabel.RelabelAction.LABELKEEP;
import static io.tributary.model.relabel.RelabelAction.LABELMAP;
import static io.tributary.model.relabel.RelabelAction.LOWERCASE;
import static io.tributary.model.relabel.RelabelAction.UPPERCASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Most rows are facts from Prometheus' own relabelling tests; the rest follow from its source.
class RelabelerTest {
  private static final Labels ABC = Labels.of("a", "foo", "b", "bar", "c", "baz");
  private static final Labels PORTS =
      Labels.of("__tmp_port", "1234", "__port1", "1234", "__port2", "5678");

  static Stream<Arguments> kept() {
    return Stream.of(
        // replace
        row(ABC, abcAnd("d", "choo-choo"), replace("a", "f(.*)", "d", "ch${1}-ch${1}")),
        row(
            ABC,
            Labels.of("a", "boobam", "b", "bar", "c", "baz", "d", "boooom"),
            source("a", "b").regex("f(.*);(.*)r").targetLabel("a").replacement("b${1}${2}m"),
            source("c", "a").regex("(b).*b(.*)ba(.*)").targetLabel("d").replacement("$1$2$2$3")),
        row(
            Labels.of("a", "abc"),
            Labels.of("a", "abc", "d", "b"),
            replace("a", ".*(b).*", "d", "$1")),
        row(Labels.of("a", "boo"), Labels.of("a", "boo"), replace("a", "f", "b", "bar")),
        row(
            Labels.of("a", "some-name-value"),
            Labels.of("a", "some-name-value", "name", "value"),
            replace("a", "some-([^-]+)-([^,]+)", "${1}", "${2}")),
        row(
            Labels.of("a", "some-name-value"),
            Labels.of("a", "some-name-value"),
            replace("a", "some-([^-]+)-([^,]+)", "${1}", "${3}")),
        row(
            Labels.of("a", "some-name-0"),
            Labels.of("a", "some-name-0"),
            replace("a", "some-([^-]+)-([^,]+)", "${3}", "${1}"),
            replace("a", "some-([^-]+)-([^,]+)", "${3}x", "${9}")),
        row(ABC, Labels.of("b", "bar", "c", "baz"), replace("b", "bar", "a", "")),
        row(
            ABC,
            abcAnd("d", "static"),
            RelabelRule.builder().targetLabel("d").replacement("static")),
        row(ABC, ABC, replace("nothing", "(.+)", "d", "static")),
        row(ABC, abcAnd("d", "static"), replace("nothing", "", "d", "static")),
        row(ABC, abcAnd("d", "foo;;baz"), source("a", "nothing", "c").targetLabel("d")),
        row(ABC, abcAnd("d", "foobaz"), source("a", "c").separator("").targetLabel("d")),
        row(
            Labels.of("a", "line1\nline2"),
            Labels.of("a", "line1\nline2", "d", "match"),
            replace("a", "line1.*line2", "d", "match${1}")),
        row(
            Labels.of("a", "line1\nline2"),
            Labels.of("a", "line1\nline2", "utf-8.label", "val_line2"),
            replace("a", "(line1).*(?<second>line2)", "utf-8.label", "val_$second")),
        row(
            Labels.of("__meta_sd_tags", "path:/secret,job:some-job,label:foo=bar"),
            Labels.of(
                "__meta_sd_tags",
                "path:/secret,job:some-job,label:foo=bar",
                "__metrics_path__",
                "/secret",
                "job",
                "some-job",
                "foo",
                "bar"),
            replace("__meta_sd_tags", "(?:.+,|^)path:(/[^,]+).*", "__metrics_path__", "${1}"),
            replace("__meta_sd_tags", "(?:.+,|^)job:([^,]+).*", "job", "${1}"),
            replace("__meta_sd_tags", "(?:.+,|^)label:([^=]+)=([^,]+).*", "${1}", "${2}")),
        row(
            Labels.of("__address__", "10.0.0.7:80", "port", "9100"),
            Labels.of("__address__", "10.0.0.7:9100", "port", "9100"),
            source("__address__", "port")
                .regex("(.+?)(\\:\\d+)?;(\\d+)")
                .targetLabel("__address__")
                .replacement("$1:$3")),
        // keep, drop
        row(Labels.of("a", "foo"), Labels.of("a", "foo"), action(DROP, "a", "no-match")),
        row(Labels.of("a", "foo"), Labels.of("a", "foo"), action(DROP, "a", "f|o")),
        row(Labels.of("a", "foo"), Labels.of("a", "foo"), action(KEEP, "a", "f.*")),
        row(ABC, ABC, action(KEEP, "nothing", "")),
        row(ABC, ABC, RelabelRule.builder().action(KEEP)),
        // keepequal, dropequal
        row(PORTS, PORTS, source("__tmp_port").action(KEEPEQUAL).targetLabel("__port1")),
        row(PORTS, PORTS, source("__tmp_port").action(DROPEQUAL).targetLabel("__port2")),
        row(PORTS, PORTS, source("none").action(KEEPEQUAL).targetLabel("none_either")),
        // hashmod
        row(ABC, abcAnd("d", "976"), source("c").action(HASHMOD).targetLabel("d").modulus(1000)),
        row(
            Labels.of("a", "foo\nbar"),
            Labels.of("a", "foo\nbar", "b", "734"),
            source("a").action(HASHMOD).targetLabel("b").modulus(1000)),
        row(ABC, abcAnd("d", "0"), source("c").action(HASHMOD).targetLabel("d").modulus(1)),
        // labelmap
        row(
            Labels.of("a", "foo", "b1", "bar", "b2", "baz"),
            Labels.of("a", "foo", "b1", "bar", "b2", "baz", "bar_b1", "bar", "bar_b2", "baz"),
            RelabelRule.builder().action(LABELMAP).regex("(b.*)").replacement("bar_${1}")),
        row(
            Labels.of("a", "foo", "__meta_my_bar", "aaa", "__meta_my_baz", "bbb", "__meta_x", "c"),
            Labels.of(
                "a",
                "foo",
                "__meta_my_bar",
                "aaa",
                "__meta_my_baz",
                "bbb",
                "__meta_x",
                "c",
                "my_bar",
                "aaa",
                "my_baz",
                "bbb"),
            RelabelRule.builder().action(LABELMAP).regex("__meta_(my.*)").replacement("${1}")),
        row(
            Labels.of("x_1", "first", "x_2", "second"),
            Labels.of("x_1", "first", "x_2", "second", "all", "second"),
            RelabelRule.builder().action(LABELMAP).regex("x_.").replacement("all")),
        row(
            Labels.of("a", "1", "aa", "2"),
            Labels.of("a", "1", "aa", "1", "aaa", "2"),
            RelabelRule.builder().action(LABELMAP).regex("(a+)").replacement("a$1")),
        // labeldrop, labelkeep
        row(
            Labels.of("a", "foo", "b1", "bar", "b2", "baz"),
            Labels.of("b1", "bar", "b2", "baz"),
            RelabelRule.builder().action(LABELKEEP).regex("(b.*)")),
        row(
            Labels.of("a", "foo", "b1", "bar", "b2", "baz"),
            Labels.of("a", "foo"),
            RelabelRule.builder().action(LABELDROP).regex("(b.*)")),
        row(
            Labels.of("__name__", "up", "a", "foo"),
            Labels.of("a", "foo"),
            RelabelRule.builder().action(LABELKEEP).regex("a")),
        row(
            Labels.of("port_name", "foo", "port", "9091"),
            Labels.of("port", "9091", "port_name", "metrics"),
            RelabelRule.builder().action(LABELDROP).regex("^port_name$"),
            replace("port", "(.+)", "port_name", "metrics"),
            action(KEEP, "port_name", "^metrics$")),
        // lowercase, uppercase
        row(
            Labels.of("foo", "bAr123Foo"),
            Labels.of("foo", "bAr123Foo", "up", "BAR123FOO", "low", "bar123foo"),
            source("foo").action(UPPERCASE).targetLabel("up"),
            source("foo").action(LOWERCASE).targetLabel("low")),
        row(
            Labels.of("a", "straße ΟΔΟΣ İı"),
            Labels.of("a", "straße ΟΔΟΣ İı", "up", "STRAßE ΟΔΟΣ İI", "low", "straße οδοσ iı"),
            source("a").action(UPPERCASE).targetLabel("up"),
            source("a").action(LOWERCASE).targetLabel("low")),
        row(
            ABC,
            Labels.of("b", "bar", "c", "baz"),
            source("no").action(LOWERCASE).targetLabel("a")));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void rewritesLabels(Labels input, Labels output, List<RelabelRule.Builder> rules) {
    assertThat(relabel(input, rules)).contains(output);
  }

  static Stream<Arguments> dropped() {
    return Stream.of(
        row(ABC, action(DROP, "a", ".*o.*"), replace("a", "f(.*)", "d", "ch$1")),
        row(ABC, action(KEEP, "a", "no-match")),
        row(ABC, action(DROP, "nothing", "")),
        row(ABC, RelabelRule.builder().action(DROP)),
        row(PORTS, source("__tmp_port").action(DROPEQUAL).targetLabel("__port1")),
        row(PORTS, source("__tmp_port").action(KEEPEQUAL).targetLabel("__port2")),
        row(PORTS, source("none").action(DROPEQUAL).targetLabel("none_either")));
  }

  @ParameterizedTest
  @MethodSource("dropped")
  void dropsLabelSets(Labels input, List<RelabelRule.Builder> rules) {
    assertThat(relabel(input, rules)).isEmpty();
  }

  @Test
  void leavesLabelsAloneWhereTheExpandedTargetIsNotALegacyName() {
    var rule = replace("a", "(.*)", "${1}", "x");

    assertThat(relabel(Labels.of("a", "with.dot"), NameValidation.LEGACY, List.of(rule)))
        .contains(Labels.of("a", "with.dot"));
    assertThat(relabel(Labels.of("a", "with.dot"), NameValidation.UTF8, List.of(rule)))
        .contains(Labels.of("a", "with.dot", "with.dot", "x"));
  }

  @Test
  void returnsTheSameLabelsWhereNothingChanges() {
    var builder = new LabelsBuilder(ABC);
    var rules = RelabelRules.of(action(KEEP, "a", "f.*").build(NameValidation.UTF8));

    assertThat(new Relabeler(rules).apply(builder)).isTrue();

    assertThat(builder.labels()).isSameAs(ABC);
  }

  @Test
  void tellsAListenerWhatEachRuleDid() {
    var steps = new ArrayList<String>();
    var rules =
        RelabelRules.of(
            Stream.of(
                    replace("a", "(.*)", "d", "$1"),
                    action(DROP, "d", "foo"),
                    RelabelRule.builder().action(LABELDROP).regex("a"))
                .map(rule -> rule.build(NameValidation.UTF8))
                .toList());

    boolean kept =
        new Relabeler(rules)
            .apply(
                new LabelsBuilder(Labels.of("a", "foo")),
                (rule, before, after, stays) ->
                    steps.add(rule.action() + ": " + before + " " + after + " " + stays));

    assertThat(kept).isFalse();
    assertThat(steps)
        .containsExactly(
            "replace: {a=\"foo\"} {a=\"foo\", d=\"foo\"} true",
            "drop: {a=\"foo\", d=\"foo\"} {} false");
  }

  private static Optional<Labels> relabel(Labels input, List<RelabelRule.Builder> rules) {
    return relabel(input, NameValidation.UTF8, rules);
  }

  private static Optional<Labels> relabel(
      Labels input, NameValidation validation, List<RelabelRule.Builder> rules) {
    var built = RelabelRules.of(rules.stream().map(rule -> rule.build(validation)).toList());
    var builder = new LabelsBuilder(input);
    return new Relabeler(built).apply(builder) ? Optional.of(builder.labels()) : Optional.empty();
  }

  private static Arguments row(Labels input, Labels output, RelabelRule.Builder... rules) {
    return Arguments.of(input, output, List.of(rules));
  }

  private static Arguments row(Labels input, RelabelRule.Builder... rules) {
    return Arguments.of(input, List.of(rules));
  }

  private static Labels abcAnd(String name, String value) {
    return new Labels.Builder(ABC).set(name, value).build();
  }

  private static RelabelRule.Builder source(String... labels) {
    return RelabelRule.builder().sourceLabels(labels);
  }

  private static RelabelRule.Builder action(RelabelAction action, String source, String regex) {
    return source(source).action(action).regex(regex);
  }

  private static RelabelRule.Builder replace(
      String source, String regex, String target, String replacement) {
    return source(source).regex(regex).targetLabel(target).replacement(replacement);
  }
}
