package io.tributary.river.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.Expression.ObjectExpression;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
  private static RiverFile file(String source) {
    Parsed<RiverFile> parsed = RiverParser.parse("test", source);
    assertThat(parsed.diagnostics()).as(source).isEmpty();
    return parsed.tree();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "// nothing\n",
        "a =\n1",
        "a = b.\nc",
        "a = 1 +\n2",
        "a = [\n1,\n]",
        "a = {\nb = 1,\n}",
        "a = f(\n1,\n)",
        "a = f(\n)",
        "a = []",
        "a = {}",
        "foo { a = 1 }",
        "foo { }",
        "foo.bar.baz \"x\" { }",
        "foo \"\" { }",
        "foo { // x\n}",
        "a = 1 /* x */",
        "a = 1 /* x\n*/\nb = 2",
        "a = [1, /* x */ 2]",
        "a = 1 // x",
        "a = -1 - -1",
        "a = !true",
        "a = 1.e-3 + .5 + 1e3 + 1E+2 + 1.",
        "a = `x\r\ny`",
        "argument = 1\ndeclare = 2\nimport = 3",
        "\u00fcber_1 = 1",
        "a = {\"b c\" = 1, `d` = 2, e = 3}",
        "a = x[0][\"y\"](1)(2).z",
      })
  void accepts(String source) {
    file(source);
    file(source + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-2^2 ; ((-2) ^ 2)",
        "2^3^2 ; (2 ^ (3 ^ 2))",
        "1+2*3-4/2%3 ; ((1 + (2 * 3)) - ((4 / 2) % 3))",
        "1 < 2 == true ; ((1 < 2) == true)",
        "a || b && c ; (a || (b && c))",
        "!a && -b == c ; ((!a) && ((-b) == c))",
        "1 + 2 == 3 || false ; (((1 + 2) == 3) || false)",
        "-a.b[0](c) ; (-a.b[0](c))",
        "1 - 2 - 3 ; ((1 - 2) - 3)",
        "2 * 3 ^ 2 ; (2 * (3 ^ 2))",
      })
  void bindsOperatorsByPrecedence(String source, String expected) {
    Parsed<Expression> parsed = RiverParser.parseExpression("", source);
    assertThat(parsed.diagnostics()).isEmpty();
    assertThat(bracketed(parsed.tree())).isEqualTo(expected);
  }

  private static String bracketed(Expression expression) {
    return switch (expression) {
      case Expression.Binary b ->
          "("
              + bracketed(b.left())
              + " "
              + b.operator().symbol()
              + " "
              + bracketed(b.right())
              + ")";
      case Expression.Unary u -> "(" + u.operator().symbol() + bracketed(u.operand()) + ")";
      default -> RiverPrinter.format(expression);
    };
  }

  @Test
  void knowsNamesAndLabelsOfBlocks() {
    Block block = (Block) file("a.b.c \"d\" {\n  e = 1\n}").body().getFirst();
    assertThat(block.path()).containsExactly("a", "b", "c");
    assertThat(block.id()).isEqualTo("a.b.c.d");
    assertThat(block.body()).hasSize(1);
    assertThat(block.header().endColumn()).isEqualTo(11);
    assertThat(block.span().endLine()).isEqualTo(3);
    assertThat(((Block) file("a \"\" { }").body().getFirst()).id()).isEqualTo("a");
  }

  @Test
  void keepsKeysUndecoded() {
    String source = "a = {\"a\\tb\" = 1, \"\" = 2, `c` = 3, d = 4}";
    var object = (ObjectExpression) ((Attribute) file(source).body().getFirst()).value();
    assertThat(object.fields())
        .extracting(Expression.Field::key)
        .containsExactly("a\\tb", "\"\"", "c", "d");
  }

  @Test
  void keepsCommentsInTheirOrderWithoutCarriageReturns() {
    List<Comment> comments = file("// a\r\nb = 1 /* c\r\n */ // d\n").comments();
    assertThat(comments).extracting(Comment::text).containsExactly("// a", "/* c\n */", "// d");
    assertThat(comments).extracting(c -> c.span().line()).containsExactly(1, 2, 3);
  }

  @Test
  void knowsIdentifiers() {
    assertThat(Identifiers.isValid("a_1")).isTrue();
    assertThat(Identifiers.isValid("\u00fc\u0661")).isTrue();
    for (String word : List.of("", "1a", "a-b", "a b", "true", "false", "null", "$a")) {
      assertThat(Identifiers.isValid(word)).as(word).isFalse();
    }
    assertThat(Identifiers.sanitize("9-a b.c")).isEqualTo("_9_a_b_c");
    assertThat(Identifiers.sanitize("null")).isEqualTo("_null");
  }
}
