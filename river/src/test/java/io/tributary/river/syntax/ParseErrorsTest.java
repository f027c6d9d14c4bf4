package io.tributary.river.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.diag.Diagnostic;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The words and places of the originals.
class ParseErrorsTest {
  static Stream<Arguments> vectors() {
    return Stream.of(
        row("a = 1 + +", "1:9: expected expression, got +"),
        row(
            "a = 'x'",
            "1:5: illegal single-quoted string; use double quotes",
            "1:5: expected expression, got ILLEGAL"),
        row("a = 0x10", "1:6: expected TERMINATOR, got IDENT"),
        row(
            "a = 1; b = 2",
            "1:6: illegal character U+003B ';'",
            "1:6: expected TERMINATOR, got ILLEGAL"),
        row(
            "foo \"a b\" {\n}",
            "1:5: expected block label to be a valid identifier, but got \"a b\""),
        row(
            "foo `x` {\n}",
            "1:5: expected block label to be a double quoted string, but got \"`x`\""),
        row(
            "a.b = 1",
            "1:1: attribute names may only consist of a single identifier with no \".\""),
        row("a \"l\" = 1", "1:3: attribute names may not have labels"),
        row("a = b \"c\" {\n}", "1:5: cannot use a block as an expression"),
        row(
            "a\n",
            "1:2: expected block label, got TERMINATOR",
            "2:1: expected attribute assignment or block body, got EOF"),
        row(
            "foo { a = 1 b = 2 }\n",
            "1:13: expected TERMINATOR, got IDENT",
            "2:1: expected }, got EOF"),
        row("\"x\" = 1", "1:1: expected identifier, got STRING"),
        row("a = (1\n)", "1:7: expected ), got TERMINATOR", "2:1: expected TERMINATOR, got )"),
        row("a = \"\\q\"", "1:7: unknown escape sequence"),
        row("c=10E", "1:3: exponent has no digits"),
        row("/* x", "1:1: block comment not terminated"),
        row("a = f(\n1,\n2\n)", "3:2: missing ',' in expression list"),
        row("a = [\n1\n]", "2:2: missing ',' in expression list"),
        row("a = {\nb = 1\n}", "2:6: missing ',' in field list"),
        row("a = {\n1337 = 1,\n}", "2:1: expected field name (string or identifier), got NUMBER"),
        row("a = {true = 1}", "1:6: expected field name (string or identifier), got BOOL"),
        row("a = b.true", "1:7: expected IDENT, got BOOL"),
        row("a.\"x\" {\n}", "1:3: expected identifier, got STRING"),
        row("a.b", "1:4: expected block label, got TERMINATOR"),
        row("a \"l\"\n", "1:6: expected block body, got TERMINATOR"),
        row("# x", "1:1: illegal character U+0023 '#'", "1:1: expected identifier, got ILLEGAL"),
        row("a = \"x\nb = 1", "1:5: string literal not terminated"),
        row("a = `x", "1:5: string literal not terminated"),
        row("a = \"\\400\"", "1:7: escape sequence is invalid Unicode code point"),
        row("a = \"\\ud800\"", "1:7: escape sequence is invalid Unicode code point"),
        row("a = \"\\U00110000\"", "1:7: escape sequence is invalid Unicode code point"),
        row("a = \"\\'\"", "1:7: unknown escape sequence"),
        row("a = \"\\xg0\"", "1:7: illegal character U+0067 'g' in escape sequence"),
        row("a = true & false", "1:11: missing second & in &&"),
        row("a = true | false", "1:11: missing second | in ||"),
        row("a = 1\n+ 2", "2:1: expected identifier, got +"),
        row("a = b\n.c", "2:1: expected identifier, got ."),
        row("name\n{", "1:5: expected block label, got TERMINATOR", "2:2: expected }, got EOF"),
        row("a = b \"c\" 1", "1:11: expected {, got NUMBER"));
  }

  private static Arguments row(String source, String... diagnostics) {
    return Arguments.of(source, List.of(diagnostics));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void saysWhatIsWrongInTheWordsOfTheOriginals(String source, List<String> expected) {
    assertThat(diagnostics(source)).isEqualTo(expected);
  }

  private static List<String> diagnostics(String source) {
    return RiverParser.parse("", source).diagnostics().stream().map(Diagnostic::toString).toList();
  }

  @Test
  void reportsWhatIsNoText() {
    assertThat(diagnostics("a = 1\0")).contains("1:6: illegal character NUL");
    assertThat(diagnostics("a = \uFEFF1")).contains("1:5: illegal byte order mark");
    byte[] latin1 = {'a', ' ', '=', ' ', '"', (byte) 0xe4, '"', '\n'};
    assertThat(RiverParser.parse("f", latin1).diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly("f:1:6: illegal UTF-8 encoding");
    assertThat(diagnostics("\uFEFFa = 1\n")).isEmpty();
  }

  @Test
  void findsSeveralErrorsInOneFile() {
    String source = "a = [1\n]\nb {\n  c = ?\n}\nd.e = 1\n";
    assertThat(diagnostics(source))
        .containsExactly(
            "1:7: missing ',' in expression list",
            "4:7: illegal character U+003F '?'",
            "4:7: expected expression, got ILLEGAL",
            "6:1: attribute names may only consist of a single identifier with no \".\"");
  }

  @Test
  void namesTheRangeOfWhatIsWrong() {
    var block = RiverParser.parse("f", "a = b \"c\" {\n}\n").diagnostics().getFirst().span();
    assertThat(List.of(block.line(), block.column(), block.endLine(), block.endColumn()))
        .containsExactly(1, 5, 2, 1);
    var name = RiverParser.parse("f", "a.b = 1").diagnostics().getFirst().span();
    assertThat(List.of(name.column(), name.endColumn())).containsExactly(1, 3);
  }

  @Test
  void countsColumnsInBytes() {
    assertThat(diagnostics("a = \"\u00e4\u00f6\" b"))
        .containsExactly("1:12: expected TERMINATOR, got IDENT");
  }
}
