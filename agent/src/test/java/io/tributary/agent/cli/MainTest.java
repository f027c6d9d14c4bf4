package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final Shell shell = new Shell();

  @Test
  void staticModeSaysWhatIsWrongWithAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(file, "metrics: {configs: [{nam: a}]}\n");
    assertThat(shell.run("static", "-config.file=" + file)).isEqualTo(1);
    assertThat(shell.err())
        .contains("agent.yaml:1:22: error: field nam not found in type config")
        .contains("did you mean \"name\"?");
    assertThat(shell.run("static", "-config.file=" + directory.resolve("none"))).isEqualTo(1);
    assertThat(shell.err()).contains("error reading config file");
    assertThat(shell.run("static")).isEqualTo(1);
    assertThat(shell.run("static", "-nope")).isEqualTo(2);
    assertThat(shell.run("static", "--version")).isZero();
    assertThat(shell.run("static", "-help")).isZero();
    assertThat(shell.out()).contains("usage: tributary static", "-config.expand-env");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--help | usage: tributary COMMAND",
        "version | tributary, version ",
        "prometheus --version | build user:",
        "prometheus -h | --web.listen-address=0.0.0.0:9090 ...",
        "demo --help | usage: tributary demo",
        "validate --help | usage: tributary validate",
        "check --help | usage: tributary check",
        "explain -h | usage: tributary explain",
      })
  void printsHelpAndVersionsOnStandardOutput(String line, String part) {
    assertThat(shell.run(line.split(" "))).isZero();
    assertThat(shell.out()).contains(part);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void staticModeShowsNoSecretOfALineThatCannotRun(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(
        file,
        """
        metrics:
          wal_directory: %s
          configs:
            - name: a
              remote_write: [{url: "http://h/", basic_auth: {username: u, password: canary}, tls_config: {ca_file: /none}}]
        """
            .formatted(directory.resolve("wal")));

    assertThat(shell.run("static", "-config.file=" + file, "-server.http.address=127.0.0.1:0"))
        .isEqualTo(1);
    assertThat(shell.err())
        .contains("cannot read file /none", "5 |", "password: ******}")
        .doesNotContain("canary");
  }

  @Test
  void explainsWhatItDoesNotKnow() {
    assertThat(shell.run("promehteus")).isEqualTo(2);
    assertThat(shell.err()).contains("unknown command 'promehteus', did you mean prometheus?");
    assertThat(shell.run("prometheus", "--nonsense")).isEqualTo(1);
    assertThat(shell.err()).contains("Error parsing command line arguments: unknown long flag");
    assertThat(shell.run("prometheus", "--query.timeout=1m")).isEqualTo(3);
    assertThat(shell.run()).isEqualTo(2);
  }

  @Test
  void refusesABadConfigurationWithExitTwo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, "global: {scrape_interval: never}\nnonsense: 1\n");
    assertThat(shell.run("prometheus", "--config.file=" + file)).isEqualTo(2);
    assertThat(shell.err())
        .contains("level=ERROR")
        .contains("Error loading config (--config.file=")
        .contains("never")
        .contains("nonsense");
  }

  @Test
  void saysWhyItCannotStartWithoutAStackTrace(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    Path data = folder.resolve("data");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      cannotRun(config, data, "127.0.0.1:" + taken.getLocalPort(), "ddress already in use");
    }
    cannotRun(config, data, "127.0.0.1:99999", "expected a number up to 65535");
    cannotRun(
        config,
        data,
        "127.0.0.1:0",
        "none.yml: no such file or directory",
        "--web.config.file=" + folder.resolve("none.yml"));
    Files.createDirectories(data);
    try (var channel =
            FileChannel.open(
                data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      cannotRun(
          config,
          data,
          "127.0.0.1:0",
          "opening storage failed: lock DB directory: resource temporarily unavailable (");
    }
  }

  @Test
  void logsEveryErrorOfAConfigurationThatCannotRun(@TempDir Path folder) throws IOException {
    var yaml = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      yaml.append("nonsense_").append(i).append(": 1\n");
    }
    Path config = Files.writeString(folder.resolve("prometheus.yml"), yaml);
    assertThat(shell.run("prometheus", "--config.file=" + config)).isEqualTo(2);
    for (int i = 0; i < 100; i++) {
      assertThat(shell.err()).contains("field nonsense_" + i + " not found");
    }
  }

  private void cannotRun(Path config, Path data, String address, String reason, String... more) {
    var arguments = new ArrayList<String>();
    arguments.add("prometheus");
    arguments.add("--config.file=" + config);
    arguments.add("--storage.agent.path=" + data);
    arguments.add("--web.listen-address=" + address);
    arguments.addAll(List.of(more));
    assertThat(shell.run(arguments.toArray(String[]::new))).isEqualTo(1);
    assertThat(shell.err()).contains("msg=\"Cannot run\"").contains(reason);
    assertThat(shell.err()).doesNotContain("stack=").doesNotContain("Exception");
  }

  @Test
  void aDemoOfNoTimeIsRefused() {
    assertThat(shell.run("demo", "--for", "0s")).isEqualTo(2);
    assertThat(shell.err()).contains("--for: expected a time above zero");
  }

  @Test
  void validatesWithPositions(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, "scrape_configs:\n  - job_name: a\n    scrape_intervall: 1s\n");
    assertThat(shell.run("validate", file.toString())).isEqualTo(2);
    assertThat(shell.err()).contains(file + ":3:5: error:").contains("1 error");

    Files.writeString(file, "scrape_configs:\n  - job_name: a\n");
    assertThat(shell.run("validate", file.toString())).isZero();
    assertThat(shell.out()).contains("is valid: 1 scrape job, 0 remote_write destinations");
  }

  @Test
  void validatesAnAgentYamlAsStaticModeReadsIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("agent.yaml");
    String sound =
        """
        metrics:
          configs:
            - name: a
              scrape_configs: [{job_name: j, static_configs: [{targets: ['a:1']}]}]
        """;
    Files.writeString(file, sound);
    assertThat(shell.run("validate", file.toString())).isZero();
    assertThat(shell.out()).isEqualTo(file + " is valid\n");
    String[] converted = {
      "validate",
      "--config.format=static",
      "--config.extra-args=-config.expand-env -metrics.wal-cleanup-age=1h",
      file.toString()
    };
    assertThat(shell.run(converted)).as(shell.err()).isZero();

    Files.writeString(file, sound.replace("job_name", "job_nam"));
    assertThat(shell.run("validate", file.toString())).isEqualTo(1);
    assertThat(shell.err())
        .contains(file + ":4:25: error: field job_nam not found")
        .endsWith("Error: validation failed\n");
  }
}
