package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.capsule.RulesCapsule;
import io.tributary.discovery.GraphBenchTest;
import io.tributary.model.labels.Labels;
import io.tributary.river.value.Value.CapsuleValue;
import org.junit.jupiter.api.Test;

class RelabelComponentTest extends GraphBenchTest {
  private static final String RULES =
      """
      rule {
        source_labels = ["__address__", "instance"]
        separator     = "/"
        target_label  = "destination"
        action        = "replace"
      }
      rule {
        source_labels = ["app"]
        action        = "keep"
        regex         = "backend"
      }
      rule {
        target_label = "custom_static_label"
        replacement  = "static_value"
      }
      """;

  private static String config(String targets, String rules) {
    return """
    discovery.relabel "r" {
      targets = %s
      %s
    }
    test.sink "s" { input = discovery.relabel.r.output }
    test.sink "rules" { input = discovery.relabel.r.rules }
    """
        .formatted(targets, rules);
  }

  /// Source: grafana/alloy reference page of discovery.relabel.
  @Test
  void appliesTheRulesInOrder() throws Exception {
    bench.load(
        config(
            """
            [
              { "__meta_foo" = "foo", "__address__" = "localhost", "instance" = "one",   "app" = "backend"  },
              { "__meta_bar" = "bar", "__address__" = "localhost", "instance" = "two",   "app" = "database" },
            ]
            """,
            RULES));
    assertThat(bench.targets("s"))
        .containsExactly(
            Labels.of(
                "__meta_foo",
                "foo",
                "__address__",
                "localhost",
                "instance",
                "one",
                "app",
                "backend",
                "destination",
                "localhost/one",
                "custom_static_label",
                "static_value"));
  }

  @Test
  void handsItsRulesOn() throws Exception {
    bench.load(config("[]", RULES));
    assertThat(bench.targets("s")).isEmpty();
    assertThat(bench.input("rules"))
        .isInstanceOfSatisfying(
            CapsuleValue.class,
            value -> assertThat(((RulesCapsule) value.capsule()).rules().rules()).hasSize(3));
  }

  @Test
  void dropsTargetsThatHaveNoLabelsLeft() throws Exception {
    bench.load(
        config(
            "[{ \"a\" = \"1\" }, { \"b\" = \"2\" }]",
            """
            rule {
              action = "labeldrop"
              regex  = "a"
            }
            """));
    assertThat(bench.targets("s")).containsExactly(Labels.of("b", "2"));
  }

  @Test
  void appliesOtherRulesToTargetsThatItKnows() throws Exception {
    String targets = "[{ \"a\" = \"1\" }, { \"a\" = \"2\" }]";
    bench.load(config(targets, ""));
    assertThat(bench.targets("s")).hasSize(2);
    String drop = "rule {\nsource_labels = [\"a\"]\nregex = \"1\"\naction = \"drop\"\n}";
    bench.load(config(targets, drop));
    assertThat(bench.targets("s")).containsExactly(Labels.of("a", "2"));
    bench.load(config("[{ \"a\" = \"3\" }, { \"a\" = \"1\" }]", drop));
    assertThat(bench.targets("s")).containsExactly(Labels.of("a", "3"));
  }

  @Test
  void tellsNobodyWhereTheOutputIsTheSame() throws Exception {
    String keep = "rule {\nsource_labels = [\"a\"]\nregex = \"1\"\naction = \"keep\"\n}";
    bench.load(config("[{ \"a\" = \"1\" }]", keep));
    int before = bench.inputCount("s");
    bench.load(config("[{ \"a\" = \"1\" }, { \"a\" = \"2\" }]", keep));
    assertThat(bench.inputCount("s")).isEqualTo(before);
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(bench.tryLoad("discovery.relabel \"a\" { }"))
        .anySatisfy(
            message -> assertThat(message).contains("missing required attribute \"targets\""));
    assertThat(bench.tryLoad("discovery.relabel \"a\" {\ntargets = []\nrule { }\n}"))
        .anySatisfy(message ->
            assertThat(message)
                .startsWith("main.river:3:1:")
                .contains(
                    "relabel configuration for replace action requires 'target_label' value"));
  }

  @Test
  void showsItsArguments() throws Exception {
    bench.load(config("[{ \"a\" = \"1\" }]", RULES));
    assertThat(bench.component("discovery.relabel.r").arguments().toString())
        .contains("targets", "rule", "backend", "static_value");
  }
}
