package io.tributary.component.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.Body;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.testkit.river.BlockText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBlockTest {
  private final BlockText text = new BlockText();

  private RelabelRules read(String body) {
    return text.read(body, block -> RuleBlock.read(block, NameValidation.LEGACY));
  }

  @Test
  void hasTheDefaultsOfPrometheus() {
    RelabelRules rules = read("rule { target_label = \"x\" }");
    assertThat(text.found()).isEmpty();
    assertThat(rules.rules())
        .containsExactly(
            new RelabelRule(
                List.of(),
                ";",
                RelabelRule.DEFAULT_REGEX,
                0,
                "x",
                "$1",
                RelabelAction.REPLACE,
                NameValidation.LEGACY));
  }

  @Test
  void keepsTheOrderOfTheRules() {
    RelabelRules rules =
        read(
            """
            rule {
              action        = "hashmod"
              source_labels = ["a", "b"]
              separator     = "-"
              modulus       = 8
              target_label  = "shard"
            }
            rule {
              action = "labeldrop"
              regex  = "a|b"
            }
            rule {
              action        = "keepequal"
              source_labels = ["a"]
              target_label  = "b"
              regex         = "(.*)"
            }
            """);
    assertThat(text.found()).isEmpty();
    assertThat(rules.rules())
        .extracting(RelabelRule::action)
        .containsExactly(RelabelAction.HASHMOD, RelabelAction.LABELDROP, RelabelAction.KEEPEQUAL);
    assertThat(rules.rules().getFirst().modulus()).isEqualTo(8);
    assertThat(rules.rules().getFirst().sourceLabels()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          action = "Replace"                     | unrecognized action type "Replace"
          action = null                          | relabel action cannot be empty
          regex = "a("                           | missing
          action = "hashmod"                     | requires non-zero modulus
          target_label = ""                      | relabel configuration for replace action requires 'target_label' value
          target_label = "a-b"                   | "a-b" is invalid 'target_label' for replace action
          action = "labeldrop", source_labels = [] | labeldrop action requires only 'regex', and no other fields
          action = "lowercase", target_label = "a", replacement = "b" | can not be set for lowercase action
          modulus = -1                           | out of range
          nonsense = 1                           | unrecognized attribute name "nonsense"
          """)
  void saysWhatIsWrongWithARule(String attributes, String expected) {
    read("rule {\n" + attributes.replace(", ", "\n") + "\n}");
    assertThat(text.found()).anySatisfy(message -> assertThat(message).contains(expected));
  }

  @Test
  void showsWhatItHasRead() {
    String text =
        """
        rule {
          source_labels = ["a"]
          regex         = "x(.*)"
          target_label  = "b"
        }
        """;
    var body = Body.builder();
    RuleBlock.describe(read(text), body);
    assertThat(body.build().items().toString())
        .contains("source_labels", "x(.*)", "target_label", "replace", "separator");
  }
}
