package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {
  private static final String SOUND =
      """
      scrape_configs:
        - job_name: web
          static_configs: [{targets: ["a:1"]}]
          bearer_token: canary
      remote_write: [{url: "http://a/write", name: a}]
      """;

  private static final String LOSES = SOUND + "rule_files: [rules.yml]\n";

  @TempDir Path folder;

  private final Shell shell = new Shell();
  private Path file = Path.of("");

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("prometheus.yml");
    Files.writeString(file, SOUND);
  }

  private int run(String input, String... arguments) {
    return ConvertCommand.run(List.of(arguments), shell.console(), Shell.input(input));
  }

  @Test
  void printsAFile() {
    assertThat(run("", "-f", "prometheus", file.toString())).isZero();
    assertThat(shell.out())
        .startsWith("prometheus.scrape \"web\" {\n")
        .contains("credentials = \"canary\"", "metric_name_validation_scheme = \"utf8\"");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void printsWhatComesIn() {
    assertThat(run(SOUND, "--source-format=prometheus")).isZero();
    assertThat(run(SOUND, "-fprometheus", "-")).isZero();
    String printed = shell.out();
    int half = printed.length() / 2;
    assertThat(printed.substring(0, half))
        .startsWith("prometheus.scrape")
        .isEqualTo(printed.substring(half));
  }

  @Test
  void printsWhatAlloyRuns() {
    assertThat(run(SOUND, "-f=prometheus", "--for-alloy")).isZero();
    assertThat(shell.out()).startsWith("prometheus.scrape").doesNotContain("utf8");
  }

  @Test
  void writesOutputAndReportForItsOwnerAlone() throws IOException {
    Path river = folder.resolve("agent.river");
    Path report = folder.resolve("report.txt");
    assertThat(
            run(
                "",
                "-f",
                "prometheus",
                "-o",
                river.toString(),
                "--report",
                report.toString(),
                file.toString()))
        .isZero();
    assertThat(shell.out()).isEmpty();
    assertThat(river).content().startsWith("prometheus.scrape").contains("canary");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(river)))
        .isEqualTo("rw-------");
    assertThat(report)
        .hasContent(
            """
            (Info) Converted scrape_configs job_name "web" into...
            \tA prometheus.scrape.web component
            (Info) Converted 1 remote_write[s] "a" into...
            \tA prometheus.remote_write.default component

            A configuration file was generated successfully.\
            """);
  }

  @Test
  void errorsWithholdTheOutput() throws IOException {
    Path river = folder.resolve("agent.river");
    assertThat(run(LOSES, "-f", "prometheus", "-o", river.toString())).isEqualTo(1);
    assertThat(river).doesNotExist();
    assertThat(shell.err())
        .startsWith(
            "Error: (Error) The converter does not support converting the provided rule_files"
                + " config.\n\tat <stdin>:6:1\n(Info) Converted scrape_configs");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void findingsForAlloyAreThoseOfItsConverter() throws IOException {
    Path report = folder.resolve("report.txt");
    assertThat(run(LOSES, "--for-alloy", "-f", "prometheus", "-r", report.toString())).isEqualTo(1);
    assertThat(shell.err())
        .startsWith(
            "Error: (Error) The converter does not support converting the provided rule_files"
                + " config.\n(Info) Converted scrape_configs job_name \"web\" into...\n"
                + "\tA prometheus.scrape.web component\n");
    assertThat(report).content().doesNotContain("<stdin>");
  }

  @Test
  void errorsCanBeBypassed() {
    assertThat(run(LOSES, "-b", "-f", "prometheus")).isZero();
    assertThat(shell.out()).startsWith("prometheus.scrape");
    assertThat(shell.err()).isEmpty();
    assertThat(run(LOSES, "--bypass-errors=false", "-f", "prometheus")).isEqualTo(1);
  }

  @Test
  void whatIsNoConfigurationIsCritical() throws IOException {
    Path report = folder.resolve("report.txt");
    assertThat(run("scrape_configs: 1\n", "-bf", "prometheus", "-r", report.toString()))
        .isEqualTo(1);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .startsWith("Error: (Critical) failed to parse Prometheus config: <stdin>:1:17: cannot");
    assertThat(report).content().contains("was not generated due to critical issues");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x.yml                   | source-format is a required flag
          -f nothing x.yml        | cannot read x.yml: no such file or directory
          -f nothing -            | (Critical) unrecognized kind "nothing" given to the config converter
          -f static -e=-x -       | (Critical) failed to parse Static config: error parsing flags: flag provided but not defined: -x
          -f promtail -           | (Critical) the source format promtail is not supported yet
          -f prometheus -e=-a=b   | (Critical) extra arguments are not supported for the prometheus converter: [-a b]
          -f prometheus -e a=b    | invalid flag found: a=b
          -f prometheus a b       | accepts between 0 and 1 arg(s), received 2
          -f prometheus /         | cannot convert a directory
          -f                      | flag needs an argument: 'f' in -f
          --report                | flag needs an argument: --report
          --nothing               | unknown flag: --nothing
          -bx                     | unknown shorthand flag: 'x' in -bx
          --bypass-errors=perhaps | invalid argument "perhaps" for "--bypass-errors" flag
          -f prometheus -o /no/f  | cannot write /no/f: no such file or directory
          """)
  void saysWhatIsWrong(String arguments, String expected) {
    assertThat(run("", arguments.split(" "))).isEqualTo(1);
    assertThat(shell.err()).isEqualTo("Error: " + expected + "\n");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void printsItsFlags() {
    assertThat(run("", "--help")).isZero();
    assertThat(shell.out()).contains("--source-format", "--for-alloy");
  }
}
