package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String SOUND =
      """
      scrape_configs:
        - job_name: node
          static_configs: [{targets: ['db1:9100']}]
      remote_write: [{url: http://one.example.com/push}]
      """;
  private static final String DOUBTFUL =
      """
      scrape_configs:
        - job_name: node
          scrape_interval: 10m
          static_configs: [{targets: ['db1:9100', 'db1:9100']}]
          file_sd_configs: [{files: [none.json]}]
        - job_name: other
          static_configs: [{targets: ['db1:9100']}]
          relabel_configs:
            - {source_labels: [zone], regex: a, action: drop}
            - {source_labels: [__address__], regex: a.example.com, action: drop}
            - {source_labels: [__address__], target_label: x, replacement: $1_x}
          metric_relabel_configs:
            - {source_labels: [__meta_role], regex: x, action: drop}
            - {regex: job|instance, action: labelkeep}
        - {job_name: empty}
      """;

  private final Shell shell = new Shell();

  @TempDir Path folder;

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void hasNothingToSayOfWhatIsSound() throws IOException {
    String file = write("prometheus.yml", SOUND);

    assertThat(shell.run("check", "--lint-fatal", file)).isZero();
    assertThat(shell.out())
        .isEqualTo(file + " is valid: 1 scrape job, 1 remote_write destination\n");
  }

  @Test
  void endsWithThreeForLintsThatAreFatal() throws IOException {
    String file = write("prometheus.yml", DOUBTFUL);

    assertThat(shell.run("check", file)).isZero();
    assertThat(shell.run("check", "--lint-fatal", file)).isEqualTo(3);
    assertThat(
            shell
                .out()
                .replace(file, "FILE")
                .lines()
                .map(line -> line.replaceFirst("rule (\\d).*\\[", "rule $1 ["))
                .toList())
        .contains(
            "FILE:5:32: warning: files: no file matches " + folder + "/none.json [missing-files]",
            "FILE:9:9: warning: rule 1 [never-matching-rules]",
            "FILE:10:9: warning: rule 2 [suspicious-rules]",
            "FILE:11:9: warning: rule 3 [suspicious-rules]",
            "FILE:13:9: warning: rule 1 [suspicious-rules]",
            "FILE:14:9: warning: rule 2 [suspicious-rules]")
        .anyMatch(line -> line.contains("has several targets that are"))
        .anyMatch(line -> line.contains("the jobs \"node\" and \"other\" both scrape"))
        .contains("FILE:15:5: warning: job \"empty\" has no targets [unused]")
        .anyMatch(line -> line.contains("there is no destination [unused]"))
        .noneMatch(line -> line.contains("too long"));
  }

  @Test
  void looksForTheLintsThatAreWanted() throws IOException {
    String file = write("prometheus.yml", DOUBTFUL);

    assertThat(shell.run("check", "--lint-fatal", "--lint=none", file)).isZero();
    assertThat(shell.run("check", "--lint-fatal", "--lint=too-long-scrape-interval", file))
        .isEqualTo(3);
    assertThat(shell.out())
        .contains("data point will be marked as stale - job: node, interval: 10m")
        .contains(", 1 lint\n");
    assertThat(
            shell.run(
                "check",
                "--lint-fatal",
                "--query.lookback-delta=15m",
                "--lint=too-long-scrape-interval,typo",
                file))
        .isZero();
    assertThat(shell.err()).isEqualTo("WARNING: unknown lint option: \"typo\"\n");
  }

  @Test
  void endsWithOneForErrorsInAnyFile() throws IOException {
    String sound = write("sound.yml", SOUND);
    String missing =
        write(
            "missing.yml",
            """
            scrape_configs:
              - job_name: a
                basic_auth: {username: u, password_file: gone.txt}
                static_configs: [{targets: ['a:1']}]
                relabel_configs: [{target_label: __scrape_interval__, replacement: never}]
            """);

    assertThat(shell.run("check", sound, missing)).isEqualTo(1);
    assertThat(shell.out())
        .contains(sound + " is valid")
        .contains(missing + ":3:46: error: password_file: cannot read " + folder + "/gone.txt")
        .contains("error: target {__address__=\"a:1\"} of job \"a\": dropped at job \"a\"")
        .contains(missing + " is not valid");
    assertThat(shell.run("check", "--syntax-only", missing)).isZero();
    assertThat(shell.run("check", folder.resolve("nothing.yml").toString())).isEqualTo(1);
    assertThat(shell.run("check")).isEqualTo(2);
    assertThat(shell.run("check", "--dialect=x", sound)).isEqualTo(2);
  }

  @Test
  void checksRiverWithoutRunningIt() throws IOException {
    String file =
        write(
            "agent.river",
            """
            discovery.dns "d" {
              names = ["a.example.com"]
            }
            discovery.relabel "r" {
              targets = discovery.dns.d.targets
              rule {
                source_labels = ["__meta_dns_nam"]
                regex         = "a"
                action        = "keep"
              }
            }
            prometheus.scrape "s" {
              targets    = discovery.relabel.r.output
              forward_to = [prometheus.remote_write.w.receiver]
              tls_config {
                ca_file = "/no/ca.pem"
              }
            }
            prometheus.relabel "alone" {
              forward_to = [prometheus.remote_write.w.receiver]
            }
            prometheus.remote_write "w" {
              endpoint {
                url = "http://one.example.com/push"
              }
            }
            """);

    assertThat(shell.run("check", file)).isEqualTo(1);
    assertThat(shell.out())
        .contains(file + ":16:15: error: ca_file: cannot read /no/ca.pem\n")
        .contains(
            file
                + ":6:3: warning: rule 1 of discovery.relabel.r can never match /a/: __meta_dns_nam"
                + " is never there (did you mean __meta_dns_name?), so it drops everything"
                + " [never-matching-rules]\n")
        .contains(":19:1: warning: nobody refers to prometheus.relabel.alone");
    String wrong =
        write(
            "wrong.river",
            "prometheus.scrape \"s\" {\n  targts = []\n  forward_to = nobody.x\n}\n");
    assertThat(shell.run("check", wrong)).isEqualTo(1);
    assertThat(shell.out())
        .contains("component \"nobody.x\" does not exist")
        .contains("unrecognized attribute name \"targts\"")
        .contains("missing required attribute \"targets\"");
  }

  @Test
  void followsAnAgentYamlByTheLinesOfItsOwn() throws IOException {
    String file =
        write(
            "agent.yaml",
            """
            metrics:
              configs:
                - name: default
                  remote_write: [{url: http://one.example.com/push}]
                  scrape_configs:
                    - job_name: node
                      static_configs: [{targets: ['db1:9100'], labels: {env: Prod}}]
                      relabel_configs:
                        - {source_labels: [env], regex: prod, action: keep}
            """);

    assertThat(shell.run("check", "--lint-fatal", file)).isEqualTo(3);
    assertThat(shell.out()).contains(file + ":9:15: warning: rule 1 of relabel_configs of job");
    assertThat(shell.run("explain", "--config.file=" + file, "db1:9100")).isEqualTo(1);
    assertThat(shell.out()).contains("near: only upper and lower case differ");
  }

  @Test
  void saysWhatItDidNotLookAt() throws IOException {
    String targets =
        IntStream.range(0, 10_001).mapToObj(i -> "h" + i + ":1").collect(Collectors.joining(", "));
    String file = write("prometheus.yml", SOUND.replace("'db1:9100'", targets));

    assertThat(shell.run("check", file)).isZero();
    assertThat(shell.out()).contains("only the first 10000 targets of job \"node\" are looked at");
  }

  @Test
  void printsJson() throws IOException {
    String file = write("prometheus.yml", SOUND.replace("db1:9100", "a:1', 'a:1"));

    assertThat(shell.run("check", "--format=json", "--lint-fatal", file)).isEqualTo(3);
    assertThat(shell.out())
        .startsWith(
            "{\"files\":[{\"file\":\"" + file + "\",\"dialect\":\"prometheus\",\"valid\":true,")
        .contains("\"severity\":\"lint\",\"check\":\"duplicate-targets\",")
        .endsWith("]}],\"exitCode\":3}\n");
  }
}
