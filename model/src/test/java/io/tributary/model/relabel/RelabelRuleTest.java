package io.tributary.model.relabel;

import static io.tributary.model.labels.NameValidation.LEGACY;
import static io.tributary.model.labels.NameValidation.UTF8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.SourcePosition;
import io.tributary.model.labels.NameValidation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RelabelRuleTest {

  @Test
  void theSameRuleElsewhereInTheFileIsTheSameRule() {
    RelabelRule here = action("keep").position(new SourcePosition("a.yml", 3, 5)).build(UTF8);
    RelabelRule there = action("keep").position(new SourcePosition("a.yml", 9, 5)).build(UTF8);

    assertThat(here).isEqualTo(there).hasSameHashCodeAs(there).hasToString(there.toString());
    assertThat(there.position()).hasToString("a.yml:9:5");
    assertThat(action("keep").build(UTF8).position().isKnown()).isFalse();
    assertThat(here).isNotEqualTo(action("keep").regex("x").build(UTF8));
  }

  static Stream<Arguments> refused() {
    String onlyEqual = "requires only 'source_labels' and `target_label`, and no other fields";
    String onlyRegex = "action requires only 'regex', and no other fields";
    String noTarget = "relabel configuration for %s action requires 'target_label' value";
    return Stream.of(
        row(UTF8, rule().action(null), "relabel action cannot be empty"),
        row(UTF8, rule(), noTarget.formatted("replace")),
        row(UTF8, action("hashmod").modulus(1), noTarget.formatted("hashmod")),
        row(UTF8, action("lowercase"), noTarget.formatted("lowercase")),
        row(UTF8, action("uppercase"), noTarget.formatted("uppercase")),
        row(UTF8, action("keepequal"), noTarget.formatted("keepequal")),
        row(UTF8, action("dropequal"), noTarget.formatted("dropequal")),
        row(
            UTF8,
            action("hashmod").targetLabel("a"),
            "relabel configuration for hashmod requires non-zero modulus"),
        row(
            LEGACY,
            action("lowercase").targetLabel("${3}"),
            "\"${3}\" is invalid 'target_label' for lowercase action"),
        row(
            LEGACY,
            action("hashmod").targetLabel("a.b").modulus(1),
            "\"a.b\" is invalid 'target_label' for hashmod action"),
        row(
            LEGACY,
            action("keepequal").targetLabel("a.b"),
            "\"a.b\" is invalid 'target_label' for keepequal action"),
        row(
            LEGACY,
            rule().targetLabel("0${3}"),
            "\"0${3}\" is invalid 'target_label' for replace action"),
        row(
            LEGACY,
            rule().targetLabel("-${3}"),
            "\"-${3}\" is invalid 'target_label' for replace action"),
        row(LEGACY, rule().targetLabel("a-b"), "\"a-b\" is invalid 'target_label'"),
        row(
            LEGACY,
            action("labelmap").replacement("a-$1"),
            "\"a-$1\" is invalid 'replacement' for labelmap action"),
        row(UTF8, action("labelmap").replacement(""), "\"\" is invalid 'replacement' for labelmap"),
        row(
            UTF8,
            action("lowercase").targetLabel("a").replacement("x"),
            "'replacement' can not be set for lowercase action"),
        row(
            UTF8,
            action("keepequal").targetLabel("a").replacement("x"),
            "'replacement' can not be set for keepequal action"),
        row(UTF8, action("keepequal").targetLabel("a").regex("x"), "keepequal action " + onlyEqual),
        row(
            UTF8,
            action("dropequal").targetLabel("a").regex("(.*)"),
            "dropequal action " + onlyEqual),
        row(UTF8, action("keepequal").targetLabel("a").regex(null), onlyEqual),
        row(UTF8, action("keepequal").targetLabel("a").separator(""), onlyEqual),
        row(UTF8, action("keepequal").targetLabel("a").modulus(3), onlyEqual),
        row(UTF8, action("labeldrop").sourceLabels("a"), "labeldrop " + onlyRegex),
        row(UTF8, action("labeldrop").sourceLabels(List.of()), onlyRegex),
        row(UTF8, action("labelkeep").targetLabel("a"), "labelkeep " + onlyRegex),
        row(UTF8, action("labelkeep").separator(","), onlyRegex),
        row(UTF8, action("labelkeep").replacement("x"), onlyRegex),
        row(UTF8, action("labelkeep").modulus(1), onlyRegex),
        row(UTF8, rule().targetLabel("a").regex("a("), "error parsing regexp: missing closing )"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheWordsOfPrometheus(
      NameValidation validation, RelabelRule.Builder rule, String phrase) {
    assertThat(rule.problem(validation)).get().asString().contains(phrase);
    assertThatThrownBy(() -> rule.build(validation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(phrase);
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of(UTF8, action("lowercase").targetLabel("${3}")),
        Arguments.of(UTF8, rule().targetLabel("0${3}")),
        Arguments.of(UTF8, rule().targetLabel("-${3}")),
        Arguments.of(UTF8, rule().targetLabel("utf-8.label")),
        Arguments.of(LEGACY, rule().targetLabel("${3}")),
        Arguments.of(LEGACY, action("labelmap").regex("__meta_(.+)")),
        Arguments.of(LEGACY, action("labelmap").regex("__meta_(.+)").replacement("${1}")),
        Arguments.of(UTF8, action("keepequal").targetLabel("a").separator(";").replacement("$1")),
        Arguments.of(UTF8, action("labeldrop").regex("a").sourceLabels((List<String>) null)),
        Arguments.of(UTF8, action("keep")),
        Arguments.of(UTF8, action("drop").targetLabel("not used").replacement("x").modulus(7)),
        Arguments.of(UTF8, action("hashmod").targetLabel("a").modulus(-1)));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptsWhatPrometheusAccepts(NameValidation validation, RelabelRule.Builder rule) {
    assertThat(rule.problem(validation)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-label,false", "label,true", "label${1},true", "${1}label,true", "${1},true", "'${',false",
    "$,false", "${},false", "foo${,false", "$1,true", "asd$2asd,true", "-foo${1}bar-,false",
    "bar.foo${1}bar,false", "_${1}_,true", "foo${bar}foo,true"
  })
  void holdsLegacyTemplatesToTheOldGrammar(String template, boolean valid) {
    assertThat(action("labelmap").replacement(template).problem(LEGACY).isEmpty()).isEqualTo(valid);
  }

  @ParameterizedTest
  @EnumSource(RelabelAction.class)
  void readsActionsInAnyCase(RelabelAction action) {
    assertThat(RelabelAction.parse(action.name())).contains(action);
    assertThat(RelabelAction.parse(action.toString())).contains(action);
    assertThat(RelabelAction.parse(action + "x")).isEmpty();
  }

  @Test
  void treatsAnEmptyRegexAsThePatternOfTheEmptyString() {
    var written = rule().targetLabel("a").regex("").build(UTF8);
    var isNull = rule().targetLabel("a").regex(null).build(UTF8);
    var absent = rule().targetLabel("a").build(UTF8);

    assertThat(written).isEqualTo(isNull).isNotEqualTo(absent);
    assertThat(written.regex().matches("")).isTrue();
    assertThat(written.regex().matches("x")).isFalse();
    assertThat(absent.regex().matches("x")).isTrue();
  }

  private static Arguments row(NameValidation validation, RelabelRule.Builder rule, String phrase) {
    return Arguments.of(validation, rule, phrase);
  }

  private static RelabelRule.Builder rule() {
    return RelabelRule.builder();
  }

  private static RelabelRule.Builder action(String action) {
    return rule().action(RelabelAction.parse(action).orElseThrow());
  }
}
