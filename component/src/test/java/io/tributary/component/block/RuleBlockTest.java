package io.tributary.component.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.Body;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.eval.Scope;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement.Block;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBlockTest {
  private static final Scope SCOPE =
      Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));

  private final Findings findings = new Findings();

  private RelabelRules read(String body) {
    String source = "component {\n" + body + "\n}\n";
    var block =
        (Block)
            RiverParser.parse("f", source)
                .sound()
                .orElseThrow(() -> new AssertionError(source))
                .body()
                .getFirst();
    var reader = BlockReader.of(block, SCOPE, findings);
    RelabelRules rules = RuleBlock.read(reader, NameValidation.LEGACY);
    reader.finish();
    return rules;
  }

  private List<String> found() {
    return findings.all().stream().map(Diagnostic::toString).toList();
  }

  @Test
  void hasTheDefaultsOfPrometheus() {
    RelabelRules rules = read("rule { target_label = \"x\" }");
    assertThat(found()).isEmpty();
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
    assertThat(found()).isEmpty();
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
    assertThat(found()).anySatisfy(message -> assertThat(message).contains(expected));
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
