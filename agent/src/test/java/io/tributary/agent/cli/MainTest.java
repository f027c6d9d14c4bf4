package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(
        List.of(arguments),
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void staticModeSaysWhatIsWrongWithAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(file, "metrics: {configs: [{nam: a}]}\n");
    assertThat(run("static", "-config.file=" + file)).isEqualTo(1);
    assertThat(err())
        .contains("agent.yaml:1:22: error: field nam not found in type config")
        .contains("did you mean \"name\"?");
    assertThat(run("static", "-config.file=" + directory.resolve("none"))).isEqualTo(1);
    assertThat(err()).contains("error reading config file");
    assertThat(run("static")).isEqualTo(1);
    assertThat(run("static", "-nope")).isEqualTo(2);
    assertThat(run("static", "-help")).isZero();
    assertThat(run("static", "--version")).isZero();
    assertThat(out()).contains("usage: tributary static", "-config.expand-env");
  }

  @Test
  void printsHelpAndVersionsOnStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(run("version")).isZero();
    assertThat(run("prometheus", "--version")).isZero();
    assertThat(run("prometheus", "-h")).isZero();
    assertThat(run("demo", "--help")).isZero();
    assertThat(run("validate", "--help")).isZero();
    assertThat(out())
        .contains("usage: tributary COMMAND")
        .contains("tributary, version ")
        .contains("  build user:")
        .contains("--web.listen-address=0.0.0.0:9090 ...");
    assertThat(err()).isEmpty();
  }

  @Test
  void explainsWhatItDoesNotKnow() {
    assertThat(run("promehteus")).isEqualTo(2);
    assertThat(err()).contains("unknown command 'promehteus', did you mean prometheus?");
    assertThat(run("prometheus", "--nonsense")).isEqualTo(1);
    assertThat(err()).contains("Error parsing command line arguments: unknown long flag");
    assertThat(run("prometheus", "--query.timeout=1m")).isEqualTo(3);
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void refusesABadConfigurationWithExitTwo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, "global: {scrape_interval: never}\nnonsense: 1\n");
    assertThat(run("prometheus", "--config.file=" + file)).isEqualTo(2);
    assertThat(err())
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
    assertThat(run("prometheus", "--config.file=" + config)).isEqualTo(2);
    for (int i = 0; i < 100; i++) {
      assertThat(err()).contains("field nonsense_" + i + " not found");
    }
  }

  private void cannotRun(Path config, Path data, String address, String reason, String... more) {
    err.reset();
    var arguments = new ArrayList<String>();
    arguments.add("prometheus");
    arguments.add("--config.file=" + config);
    arguments.add("--storage.agent.path=" + data);
    arguments.add("--web.listen-address=" + address);
    arguments.addAll(List.of(more));
    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);
    assertThat(err()).contains("msg=\"Cannot run\"").contains(reason);
    assertThat(err()).doesNotContain("stack=").doesNotContain("Exception");
  }

  @Test
  void aDemoOfNoTimeIsRefused() {
    assertThat(run("demo", "--for", "0s")).isEqualTo(2);
    assertThat(err()).contains("--for: expected a time above zero");
  }

  @Test
  void validatesWithPositions(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, "scrape_configs:\n  - job_name: a\n    scrape_intervall: 1s\n");
    assertThat(run("validate", file.toString())).isEqualTo(2);
    assertThat(err()).contains(file + ":3:5: error:").contains("1 error");

    Files.writeString(file, "scrape_configs:\n  - job_name: a\n");
    assertThat(run("validate", file.toString())).isZero();
    assertThat(out()).contains("is valid: 1 scrape jobs, 0 remote_write destinations");
  }
}
