package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `tributary run` does where it does not run.
@Timeout(60)
class RunCommandTest {
  @TempDir Path folder;

  private final Shell shell = new Shell();

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void pointsAtWhatIsWrongWithTheFirstConfiguration() throws IOException {
    String file =
        write("agent.river", "prometheus.echo \"one\" { }\n\nprometheus.ecko \"two\" { }\n");
    assertThat(
            shell.run(
                "run",
                "--server.http.listen-addr=127.0.0.1:0",
                "--storage.path=" + folder.resolve("data"),
                file))
        .isEqualTo(1);
    assertThat(shell.err())
        .contains(
            "Error: "
                + file
                + ":3:1: cannot find the definition of component name"
                + " \"prometheus.ecko\"\n\n"
                + "2 | \n"
                + "3 | prometheus.ecko \"two\" { }\n"
                + "  | ^^^^^^^^^^^^^^^\n")
        .contains("Error: could not perform the initial load successfully");
  }

  @ParameterizedTest
  @CsvSource({
    "--server.http.enable-graphql, server.http.enable-graphql: true is not available",
    "--server.http.enable-pprof=true, server.http.enable-pprof: true is not available",
    "--config.bypass-conversion-errors, goes with a --config.format that has to be converted",
    "--stability.level=none, stability.level",
    "--no.such.flag, unknown long flag '--no.such.flag'",
    "another, 'accepts 1 arg(s), received 2'",
  })
  void namesTheFlagThatItCannotHonour(String argument, String message) throws IOException {
    assertThat(shell.run("run", argument, write("agent.river", ""))).isEqualTo(1);
    assertThat(shell.err()).startsWith("Error: ").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cluster.discover-peers=provider=k8s | cluster.discover-peers: ",
        "--cluster.join-addresses=a --cluster.discover-peers=b | at most one of join",
        "--cluster.enable-tls | --cluster.enable-tls needs --cluster.tls-ca-path",
        "--cluster.group-port=70000 | --cluster.group-port: 70000 is not a port",
        "--cluster.weight=0 | --cluster.weight: 0 is not between 0.01 and 100",
        "--cluster.weight=101 | --cluster.weight: 101 is not between 0.01 and 100",
        "--cluster.weight=NaN | --cluster.weight: NaN is not between 0.01 and 100",
        "--cluster.weight=2 --cluster.placement=ring | --cluster.weight and"
            + " --cluster.placement=ring exc",
        "--cluster.adaptive-weight --cluster.placement=ring | --cluster.adaptive-weight and ",
        "--cluster.store=etcd://localhost:2379 | --cluster.store needs --cluster.name: ",
        "--cluster.discovery=some | enum value must be one of shared,each, got 'some'",
        "--cluster.wait-for-size=-1 | --cluster.wait-for-size: -1 is less than 0",
      })
  void namesWhatIsWrongWithTheCluster(String arguments, String message) throws IOException {
    var line = new ArrayList<>(List.of("run", "--cluster.enabled"));
    line.addAll(List.of(arguments.split(" ")));
    line.add(write("agent.river", "").toString());

    assertThat(shell.run(line.toArray(String[]::new))).isEqualTo(1);
    assertThat(shell.err()).startsWith("Error: ").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1   | missing port in listen address \"127.0.0.1\"",
        "[::1]:0x    | invalid port in listen address \"[::1]:0x\"",
        "::1:80      | too many colons in listen address \"::1:80\"",
        "'a b:1'     | a b:1",
      })
  void namesTheAddressThatItCannotListenOn(String address, String message) throws IOException {
    assertThat(
            shell.run(
                "run",
                "--server.http.listen-addr=" + address,
                "--storage.path=" + folder.resolve("data"),
                write("agent.river", "")))
        .isEqualTo(1);
    assertThat(shell.err()).contains("Error: ").contains(message).doesNotContain("Exception");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThat(shell.run("run", "--server.http.listen-addr=127.0.0.1:0", "/no/such.river"))
        .isEqualTo(1);
    assertThat(shell.err())
        .contains("Error: cannot read /no/such.river: no such file or directory");
  }

  @Test
  void convertsOtherFormatsAndSaysWhatItCannot() throws IOException {
    String file = write("prometheus.yml", "rule_files: [x.yml]\nscrape_configs: []\n");
    assertThat(
            shell.run(
                "run",
                "--config.format=prometheus",
                "--server.http.listen-addr=127.0.0.1:0",
                "--storage.path=" + folder.resolve("data"),
                file))
        .isEqualTo(1);
    assertThat(shell.err())
        .contains(file + ":1:1: ")
        .contains("could not perform the initial load");
  }

  @Test
  void validatesWithoutRunning() throws IOException {
    String good = write("good.river", "prometheus.echo \"one\" { }\n");
    assertThat(shell.run("validate", good)).isZero();
    assertThat(shell.out()).isEqualTo(good + " is valid\n");
    String bad =
        write(
            "bad.river",
            """
            prometheus.scrape "one" {
              targets    = [{"__address__" = "x"}]
              forward_to = [prometheus.remote_write.none.receiver]
            }
            logging { level = "loud" }
            prometheus.echo "two" { unknown = 1 }
            """);
    assertThat(shell.run("validate", bad)).isEqualTo(1);
    assertThat(shell.err())
        .contains(bad + ":3:17: component \"prometheus.remote_write.none.receiver\" does not exist")
        .contains(bad + ":5:19: \"loud\" should be one of debug, error, info, warn")
        .contains(bad + ":6:25: unrecognized attribute name \"unknown\"")
        .contains("  |                         ^^^^^^^^^^^\n")
        .endsWith("Error: validation failed\n");
  }

  @Test
  void printsItsFlags() {
    assertThat(shell.run("run", "--help")).isZero();
    assertThat(shell.out())
        .contains("usage: tributary run [FLAGS] PATH")
        .contains("--server.http.listen-addr=\"127.0.0.1:12345\"")
        .contains("--config.strict");
  }
}
