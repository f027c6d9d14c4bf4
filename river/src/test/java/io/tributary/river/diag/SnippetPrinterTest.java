package io.tributary.river.diag;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.GoldenFile;
import io.tributary.river.syntax.RiverParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SnippetPrinterTest {
  private static String printed(String source) {
    return SnippetPrinter.plain()
        .print(RiverParser.parse("f", source).diagnostics(), Map.of("f", source));
  }

  @TestFactory
  List<DynamicTest> showsTheLinesAndThePlace() {
    return GoldenFile.tests("diagnostics.golden", SnippetPrinterTest::printed);
  }

  @Test
  void rendersTheVectorsOfTheOriginal() {
    assertThat(printed("a = 1 + +\n"))
        .isEqualTo(
            """
            Error: f:1:9: expected expression, got +

            1 | a = 1 + +
              |         ^
            2 |\s
            """);
    assertThat(printed("  a = b \"c\" {\n}\n"))
        .isEqualTo(
            """
            Error: f:1:7: cannot use a block as an expression

            1 |     a = b "c" {
              |  _______^^^^^^^
            2 | | }
              | |_^
            3 |  \s
            """);
  }

  @Test
  void printsOnlyTheFindingWhereTheTextIsNotKnown() {
    var diagnostic = Diagnostic.error(new Span("x", 3, 1, 3, 2), "wrong");
    assertThat(SnippetPrinter.plain().print(List.of(diagnostic), Map.of()))
        .isEqualTo("Error: x:3:1: wrong\n");
    assertThat(
            SnippetPrinter.plain().print(List.of(Diagnostic.warning(Span.NONE, "odd")), Map.of()))
        .isEqualTo("Warning: -: odd\n");
  }

  @Test
  void coloursTheHeaderWhenAsked() {
    var diagnostics = List.of(Diagnostic.error(Span.of("x"), "wrong"));
    assertThat(SnippetPrinter.coloured().print(diagnostics, Map.of()))
        .isEqualTo("\u001b[31;1mError: \u001b[0m\u001b[1mx: wrong\u001b[0m\n");
  }

  @Test
  void cutsLongLinesAndLongRanges() {
    String line = "a = \"" + "x".repeat(500_000) + "\" ? ";
    assertThat(printed(line).lines()).allMatch(l -> l.length() < 500);
    assertThat(printed(line)).contains("^");
    String block = "a = b {\n" + "c = 1\n".repeat(10_000) + "}\n";
    assertThat(printed(block).lines().count()).isLessThan(80);
  }

  @Test
  void letsNothingOfTheFileReachTheTerminalAsACommand() {
    assertThat(printed("a = \u001b[31m\n")).doesNotContain("\u001b");
  }

  @Test
  void saysPlacesLikeTheOriginal() {
    assertThat(Span.NONE.position()).isEqualTo("-");
    assertThat(Span.of("f").position()).isEqualTo("f");
    assertThat(Span.at("", 3, 4).position()).isEqualTo("3:4");
    assertThat(Span.at("f", 3, 0).position()).isEqualTo("f:3");
    assertThat(Diagnostic.summary(List.of())).isEqualTo("no errors");
    var one = Diagnostic.error(Span.at("f", 1, 2), "wrong");
    assertThat(Diagnostic.summary(List.of(one))).isEqualTo("f:1:2: wrong");
    assertThat(Diagnostic.summary(List.of(one, one, one)))
        .isEqualTo("f:1:2: wrong (and 2 more diagnostics)");
  }
}
