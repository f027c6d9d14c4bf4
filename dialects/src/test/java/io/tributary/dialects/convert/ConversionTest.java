package io.tributary.dialects.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.river.diag.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversionTest {
  private static final Span PLACE = Span.at("a.yml", 3, 5);

  private final ConvertDiagnostics diagnostics = new ConvertDiagnostics();

  private String report(boolean bypassesErrors) {
    return diagnostics.report(bypassesErrors, ConvertDiagnostic::toString);
  }

  @Test
  void aReportOfSuccessHoldsEverything() {
    diagnostics.add(Level.INFO, "into...", "\tA component");
    diagnostics.add(Level.WARNING, "look at this");

    assertThat(diagnostics.withholdsOutput(false)).isFalse();
    assertThat(report(false))
        .isEqualTo(
            """
            (Info) into...
            \tA component
            (Warning) look at this

            A configuration file was generated successfully.\
            """);
  }

  @Test
  void anErrorWithholdsTheOutputUnlessItIsBypassed() {
    diagnostics.add(Level.INFO, "into...");
    diagnostics.unsupported(PLACE, "alerting");
    diagnostics.unsupported(PLACE, "remote_read", "no");

    assertThat(diagnostics.withholdsOutput(false)).isTrue();
    assertThat(report(false))
        .isEqualTo(
            """
            (Error) The converter does not support converting the provided alerting config.
            (Error) The converter does not support converting the provided remote_read config: no

            A configuration file was not generated due to errors. Refer to the error messages for more information.

            You can bypass the errors by using the --bypass-errors flag. Bypassing errors isn't recommended for production environments.\
            """);
    assertThat(diagnostics.withholdsOutput(true)).isFalse();
    assertThat(report(true)).startsWith("(Info) into...\n(Error) ");
  }

  @Test
  void nothingBypassesACriticalOne() {
    diagnostics.unsupported(PLACE, "alerting");
    diagnostics.add(Level.CRITICAL, "no YAML");

    assertThat(diagnostics.withholdsOutput(true)).isTrue();
    assertThat(report(true))
        .isEqualTo(
            """
            (Critical) no YAML

            A configuration file was not generated due to critical issues. Refer to the critical messages for more information.\
            """);
  }

  @Test
  void twoBlocksOfOneNameAreCritical() {
    var block = new BlockBuilder("prometheus.scrape", "a_b", Span.NONE).build();

    assertThat(new Conversion(List.of(block, block), diagnostics).checked().diagnostics().all())
        .extracting(ConvertDiagnostic::toString)
        .containsExactly(
            "(Critical) duplicate label after conversion \"prometheus.scrape.a_b\". this is due to"
                + " how valid Alloy labels are assembled and can be avoided by updating named"
                + " properties in the source config.");
  }

  @Test
  void aFindingSaysWhereOnceAndOnlyWhenAsked() {
    diagnostics.unsupported(PLACE, "alerting");
    diagnostics.add(Level.CRITICAL, PLACE, "a.yml:3:5: no YAML");
    diagnostics.add(Level.WARNING, "look at this");

    assertThat(diagnostics.text(ConvertDiagnostic::located))
        .isEqualTo(
            """
            (Error) The converter does not support converting the provided alerting config.
            \tat a.yml:3:5
            (Critical) a.yml:3:5: no YAML
            (Warning) look at this\
            """);
    assertThat(diagnostics.toString()).doesNotContain("\tat");
  }
}
