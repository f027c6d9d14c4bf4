package io.tributary.dialects.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Findings;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.Scope;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TreeBuilderTest {
  private static final Scope SCOPE =
      Stdlib.scope(new Host("host", "linux", "amd64", "v1.0.0", _ -> ""));

  private static final Span AT = Span.at("a.yml", 3, 5);

  @Test
  void blocksAreBuiltLineByLine() {
    var block = new BlockBuilder("prometheus.scrape", "web", AT);
    block.set("job_name", Expressions.text("we\"b", AT));
    block.add("basic_auth", AT).set("password", Expressions.secret(Secret.of("p\\w"), AT));
    block.set("scrape_interval", Expressions.duration(Duration.ofSeconds(90), AT));
    block.add("queue_config", AT);

    assertThat(block.id()).isEqualTo("prometheus.scrape.web");
    assertThat(RiverPrinter.print(List.of(block.build())))
        .isEqualTo(
            """
            prometheus.scrape "web" {
            \tjob_name = "we\\"b"

            \tbasic_auth {
            \t\tpassword = "p\\\\w"
            \t}
            \tscrape_interval = "1m30s"

            \tqueue_config { }
            }
            """);
  }

  @Test
  void nodesStandWhereTheYamlDoes() {
    Span name = Span.at("a.yml", 1, 1);
    var block = new BlockBuilder("a", "", AT).set("b", name, Expressions.bool(true, AT)).build();

    assertThat(block.span()).isEqualTo(AT);
    assertThat(block.header()).isEqualTo(AT);
    assertThat(block.body().getFirst().span()).isEqualTo(name.to(AT));
  }

  @Test
  void expressionsArePrintedAsWritten() {
    assertThat(print(Expressions.number(-7, AT))).isEqualTo("-7");
    assertThat(print(Expressions.decimal(1.5e-7, AT))).isEqualTo("0.00000015");
    assertThat(print(Expressions.decimal(-2.25, AT))).isEqualTo("-2.25");
    assertThat(print(Expressions.decimal(4, AT))).isEqualTo("4");
    assertThat(print(Expressions.decimal(1e300, AT))).startsWith("10000").endsWith(".0");
    assertThat(print(Expressions.texts(List.of("a", "b\n"), AT))).isEqualTo("[\"a\", \"b\\n\"]");
    assertThat(print(Expressions.secrets(List.of(Secret.of("s")), AT))).isEqualTo("[\"s\"]");
    assertThat(print(Expressions.reference("a.b.c", AT))).isEqualTo("a.b.c");
    assertThat(print(Expressions.concat(List.of(), AT))).isEqualTo("[]");
    assertThat(print(Expressions.concat(List.of(Expressions.reference("a.b", AT)), AT)))
        .isEqualTo("a.b");
  }

  @Test
  void numbersThatHaveNoLiteralAreCalculated() {
    double[] numbers = {
      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e300, 4.9E-324, 0.1
    };
    for (double number : numbers) {
      assertThat(evaluate(Expressions.decimal(number, AT))).isEqualTo(NumberValue.of(number));
    }
    Value none = Evaluation.evaluate(Expressions.decimal(Double.NaN, AT), SCOPE);
    assertThat(((NumberValue) none).toDouble()).isNaN();
    assertThat(evaluate(Expressions.decimal(2, AT))).isEqualTo(Value.of(2));
    assertThat(evaluate(Expressions.floating(2, AT))).isEqualTo(Value.of(2.0));
    assertThat(evaluate(Expressions.number(Long.MIN_VALUE + 1, AT)))
        .isEqualTo(Value.of(Long.MIN_VALUE + 1));
    assertThat(evaluate(Expressions.unsigned(-1, AT))).isEqualTo(NumberValue.ofUnsigned(-1));
  }

  @Test
  void keysThatNoQuotesCanHoldAreWrittenAsJson() {
    String key = "a\"`\\";
    Expression object = Expressions.object(Map.of(key, Expressions.text("x\n", AT)), AT);

    assertThat(print(object)).startsWith("encoding.from_json(");
    assertThat(evaluate(object)).isEqualTo(Value.of(Map.of(key, Value.of("x\n"))));
    assertThat(print(Expressions.object(Map.of("a\"b", Expressions.text("", AT)), AT)))
        .contains("`a\"b`");
  }

  /// What is printed is what is evaluated.
  private static Value evaluate(Expression expression) {
    Expression read = RiverParser.parseExpression("a", print(expression)).sound().orElseThrow();
    Value value = Evaluation.evaluate(expression, SCOPE);
    assertThat(Evaluation.evaluate(read, SCOPE)).isEqualTo(value);
    return value;
  }

  @Test
  void listsAreJoinedOnLinesOfTheirOwn() {
    var fields = new LinkedHashMap<String, Expression>();
    fields.put("__address__", Expressions.text("h:1", AT));
    fields.put("a-b", Expressions.text("", AT));
    Expression target = Expressions.list(List.of(Expressions.object(fields, AT)), AT);
    Expression both =
        Expressions.concat(
            List.of(Expressions.reference("discovery.dns.a.targets", AT), target), AT);

    assertThat(print(both))
        .isEqualTo(
            """
            array.concat(
            \tdiscovery.dns.a.targets,
            \t[{
            \t\t__address__ = "h:1",
            \t\t"a-b"       = "",
            \t}],
            )\
            """);
  }

  @Test
  void placesCountBytes() {
    var document =
        YamlDocument.parse(
            SourceText.of("a.yml", "a: 1\nüä: {b: 'ö', c: 12}\n"),
            YamlLimits.DEFAULT,
            new Findings());
    var top = Objects.requireNonNull(Fields.of(document, root(document), "top"));
    var inner = Objects.requireNonNull(top.section("üä", "inner"));

    assertThat(Places.of(top, "a")).isEqualTo(new Span("a.yml", 1, 4, 1, 4));
    assertThat(Places.ofKey(top, "üä")).isEqualTo(new Span("a.yml", 2, 1, 2, 4));
    assertThat(Places.of(inner, "b")).isEqualTo(new Span("a.yml", 2, 11, 2, 14));
    assertThat(Places.of(inner, "c")).isEqualTo(new Span("a.yml", 2, 20, 2, 21));
    assertThat(Places.of(inner, "none")).isEqualTo(Span.at("a.yml", 2, 7));
  }

  private static YamlNode root(YamlDocument document) {
    return Objects.requireNonNull(document.root());
  }

  private static String print(Expression expression) {
    return RiverPrinter.print(expression);
  }
}
