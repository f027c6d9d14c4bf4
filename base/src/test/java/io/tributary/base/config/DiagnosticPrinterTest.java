package io.tributary.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {
  private static Diagnostic unknownField(String line, int column, String text) {
    return new Diagnostic(
        Severity.ERROR,
        "field " + text + " not found",
        "a.yml",
        7,
        column,
        text,
        line,
        "did you mean \"b\"?");
  }

  @Test
  void putsACaretBelowTheOffendingText() {
    assertThat(DiagnosticPrinter.plain().print(List.of(unknownField("  - bb: 1", 5, "bb"))))
        .isEqualTo(
            """
            a.yml:7:5: error: field bb not found
                - bb: 1
                  ^^
              hint: did you mean "b"?
            """);
  }

  @Test
  void cutsALineOfAMegabyteAroundThePlace() {
    String line = "x".repeat(500_000) + "bb" + "y".repeat(500_000);
    String printed = DiagnosticPrinter.plain().print(List.of(unknownField(line, 500_001, "bb")));
    assertThat(printed.lines()).allMatch(l -> l.length() < 200);
    List<String> lines = printed.lines().toList();
    assertThat(lines.get(1).substring(lines.get(2).indexOf('^'))).startsWith("bb");
  }

  @Test
  void usesColoursOnlyWhenAsked() {
    var diagnostics = List.of(unknownField("bb: 1", 1, "bb"));
    assertThat(DiagnosticPrinter.plain().print(diagnostics)).doesNotContain("\u001b");
    assertThat(DiagnosticPrinter.coloured().print(diagnostics))
        .contains("\u001b[1;31merror:\u001b[0m");
  }

  @Test
  void replacesControlCharactersOfTheSource() {
    assertThat(DiagnosticPrinter.plain().print(List.of(unknownField("bb: \u001b[31m", 1, "bb"))))
        .contains("bb: \uFFFD[31m")
        .doesNotContain("\u001b");
  }

  @Test
  void escapesControlCharactersOfWhatIsQuoted() {
    var finding =
        new Diagnostic(
            Severity.ERROR,
            "field a\u001b[31m\u009b\u202e\nb not found",
            "a\u0007.yml",
            7,
            1,
            "",
            "",
            "did you mean \"\r\u2066\"?");
    String shown = "a\\u0007.yml:7:1: error: field a\\u001b[31m\\u009b\\u202e\\nb not found";
    assertThat(DiagnosticPrinter.plain().print(List.of(finding)))
        .isEqualTo(shown + "\n  hint: did you mean \"\\r\\u2066\"?\n");
    assertThat(finding).hasToString(shown + " (did you mean \"\\r\\u2066\"?)");
  }

  @Test
  void leavesOutThePositionOfWhatConcernsTheWholeFile() {
    assertThat(DiagnosticPrinter.plain().print(List.of(Diagnostic.error("a.yml", "no such file"))))
        .isEqualTo("a.yml: error: no such file\n");
  }
}
