package io.tributary.river.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.river.Capsules.Opaque;
import io.tributary.river.Capsules.Target;
import io.tributary.river.Evaluate;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.value.Arguments;
import io.tributary.river.value.Convert;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.river.value.ValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
  private static final Scope SCOPE =
      Evaluate.STDLIB.with(
          Map.of(
              "secret", Value.of(SecretCapsule.of("s3")),
              "hidden", Value.of(OptionalSecret.of("h1", true)),
              "plain", Value.of(OptionalSecret.of("p2", false)),
              "receiver", Value.of(new Opaque("MetricsReceiver")),
              "target", Value.of(new Target(Map.of("__address__", Value.of("h:1")))),
              "key_value", nested()));

  private static Value nested() {
    var field = Value.of(List.of(Value.of(15), Value.of(30), Value.of("Hello, world!")));
    return Value.of(Map.of("object", Value.of(Map.of("field1", field))));
  }

  /// What the settings of the original's own test are: numbers three levels down.
  private static String decoded(String source) {
    Expression expression = RiverParser.parseExpression("test", source).sound().orElseThrow();
    var evaluation = new Evaluation(SCOPE);
    Arguments.Reader<List<Long>> numbers =
        list -> Convert.toList(list, value -> Convert.toNumber(value).toLong());
    try {
      return Convert.toMap(evaluation.value(expression), object -> Convert.toMap(object, numbers))
          .toString();
    } catch (ValueException e) {
      return evaluation.diagnose(e, expression.span()).toString();
    } catch (EvaluationException e) {
      return e.diagnostic().toString();
    }
  }

  @Test
  void placesAnErrorAtTheSmallestExpression() {
    assertThat(decoded("true")).isEqualTo("test:1:1: true should be object, got bool");
    assertThat(decoded("{\n object = {\n  field1 = [15, 30, \"Hello, world!\"],\n },\n}"))
        .isEqualTo("test:3:21: \"Hello, world!\" should be number, got string");
    assertThat(decoded("key_value"))
        .isEqualTo("test:1:1: key_value.object.field1[2] should be number, got string");
    assertThat(decoded("{object = key_value.object}"))
        .isEqualTo("test:1:11: key_value.object.field1[2] should be number, got string");
    assertThat(decoded("{object = {field1 = [1, 2]}}")).isEqualTo("{object={field1=[1, 2]}}");
  }

  @Test
  void hintsAtWhatWasMeant() {
    Diagnostic missing = diagnostic("constants.hostnam");
    assertThat(missing.message()).isEqualTo("field \"hostnam\" does not exist");
    assertThat(missing.hint()).isEqualTo("did you mean \"hostname\"?");
    assertThat(missing.span().column()).isEqualTo(11);
    assertThat(missing.span().endColumn()).isEqualTo(17);
    assertThat(diagnostic("coalesc(1)").hint()).isEqualTo("did you mean \"coalesce\"?");
  }

  private static Diagnostic diagnostic(String expression) {
    try {
      Evaluate.value(expression, SCOPE);
    } catch (EvaluationException e) {
      return e.diagnostic();
    }
    throw new AssertionError(expression + " has a value");
  }

  @Test
  void cutsLongExpressionsInErrors() {
    String list = "[" + "1, ".repeat(1_000) + "1]";
    assertThat(diagnostic("-" + list).message())
        .startsWith("[1, 1,")
        .endsWith("... should be number, got array")
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "plain + \"x\" | \"p2x\"",
        "\"x\" + plain | \"xp2\"",
        "plain + plain | \"p2p2\"",
        "secret + \"x\" | (secret)",
        "\"x\" + secret | (secret)",
        "hidden + \"x\" | (secret)",
        "hidden + plain | (secret)",
        "secret + hidden | (secret)",
        "convert.nonsensitive(secret + \"x\") | \"s3x\"",
        "convert.nonsensitive(\"x\" + hidden + plain) | \"xh1p2\"",
        "secret == \"s3\" | true",
        "\"s3\" != secret | false",
        "plain == \"p2\" | true",
        "hidden == \"h1\" | true",
        "plain == secret | false",
        "hidden == hidden | true",
        "plain < \"q\" | true",
        "secret == 1 | false",
        "secret < \"x\" | error secret should be one of [number string] for binop <, got capsule",
        "receiver + \"x\" | error receiver should be one of [number string] for binop +, got"
            + " capsule",
        "1 + secret | error secret should be one of [number string] for binop +, got capsule",
        "receiver == receiver | true",
        "target.__address__ | \"h:1\"",
        "target[\"__address__\"] | \"h:1\"",
        "target[\"x\"] | null",
        "target.x | error field \"x\" does not exist",
        "receiver.x | error receiver expected object or array or a capsule convertible to an"
            + " object, got capsule",
        "receiver[0] | error receiver expected object or array or a capsule convertible to an"
            + " object, got capsule",
        "to_upper(secret) | error secret secrets may not be converted into strings",
        "to_upper(plain) | \"P2\"",
      })
  void knowsSecretsAndCapsules(String expression, String expected) {
    assertThat(Evaluate.shown(expression, SCOPE)).isEqualTo(expected);
  }

  @Test
  void looksInsideBeforeOutside() {
    Scope inner = SCOPE.with(Map.of("constants", Value.of(1)));
    assertThat(Evaluate.value("constants", inner)).isEqualTo(Value.of(1));
    assertThat(Evaluate.value("constants.arch", SCOPE)).isEqualTo(Value.of("amd64"));
    assertThat(inner.names()).contains("constants", "secret", "coalesce");
    assertThat(Scope.EMPTY.find("x")).isNull();
  }

  @Test
  void listsWhatAnExpressionRefersTo() {
    assertThat(references("a.b.c.d + e")).containsExactly("a.b.c.d", "e");
    assertThat(references("a.b[c.d].e")).containsExactly("a.b", "c.d");
    assertThat(references("f.g(x.y).z")).containsExactly("f.g", "x.y");
    assertThat(references("[a, {b = c.d}, (e), -g, \"h\"]")).containsExactly("a", "c.d", "e", "g");
    assertThat(references("{a = 1}.b")).isEmpty();
    var body = RiverParser.parse("", "a {\n b = c.d\n e {\n  f = g\n }\n}\nh = i").tree().body();
    assertThat(References.of(body))
        .extracting(Reference::toString)
        .containsExactly("c.d", "g", "i");
  }

  private static List<String> references(String source) {
    return References.of(RiverParser.parseExpression("", source).sound().orElseThrow()).stream()
        .map(Reference::toString)
        .toList();
  }

  @Test
  void matchesReferencesByWholeNames() {
    Expression expression = RiverParser.parseExpression("f", " a.b.cd.e").sound().orElseThrow();
    Reference reference = References.of(expression).getFirst();
    assertThat(reference.head()).isEqualTo("a");
    assertThat(reference.startsWith("a.b.cd")).isTrue();
    assertThat(reference.startsWith("a.b.cd.e")).isTrue();
    assertThat(reference.startsWith("a.b.c")).isFalse();
    assertThat(reference.span().column()).isEqualTo(2);
    assertThat(reference.span().endColumn()).isEqualTo(9);
  }

  @Test
  void boundsWhatATextCanBecome() {
    String text =
        "string.replace(string.replace(\""
            + "a".repeat(5_000)
            + "\", \"a\", \""
            + "a".repeat(5_000)
            + "\"), \"a\", \"aa\")";
    assertThatThrownBy(() -> Evaluate.value(text))
        .hasMessageContaining("makes a text that is longer than the limit");
  }
}
