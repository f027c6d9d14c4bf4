package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.process.RunningGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExplainCommandTest {
  private final Shell shell = new Shell();

  @TempDir Path folder;
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("prometheus.yml").toString();
    Files.writeString(
        Path.of(file),
        """
        scrape_configs:
          - job_name: node
            static_configs:
              - targets: ['db1:9100']
                labels: {env: Prod}
              - targets: ['web1:9100']
                labels: {env: prod}
            relabel_configs:
              - source_labels: [env]
                regex: prod
                action: keep
              - source_labels: [__address__]
                regex: '([^:]+):.*'
                target_label: host
        """);
  }

  @Test
  void printsWhatEveryRuleDid() {
    assertThat(shell.run("explain", "--config.file=" + file, "web1:9100")).isZero();
    assertThat(shell.out())
        .contains(
            """
              = 1 keep      %1$s:9:9
                  kept: env = "prod" matches /prod/
              + 2 replace   %1$s:12:9
                  sets host to "web1": __address__ = "web1:9100" matches /([^:]+):.*/
                    + host = "web1"
            """
                .formatted(file))
        .endsWith(
            "kept: scraped at http://web1:9100/metrics as {env=\"prod\", host=\"web1\","
                + " instance=\"web1:9100\", job=\"node\"}\n");
  }

  @Test
  void endsWithOneWhereTheTargetIsDropped() {
    assertThat(shell.run("explain", "--config.file", file, "--job", "node", "db1:9100"))
        .isEqualTo(1);
    assertThat(shell.out())
        .contains("near: only upper and lower case differ")
        .contains("  . 2 replace   ")
        .endsWith("prometheus.yml:9:9): env = \"Prod\" does not match /prod/\n");
  }

  @Test
  void takesLabelsAsJsonAndAsPromQlHasThem() {
    for (String labels :
        new String[] {
          "{\"__address__\": \"x:1\", \"env\": \"prod\"}", "{__address__=\"x:1\",env=\"prod\"}"
        }) {
      assertThat(shell.run("explain", "--config.file=" + file, "--labels=" + labels)).isZero();
      assertThat(shell.out()).contains("scraped at http://x:1/metrics");
    }
  }

  @Test
  void explainsASampleThatGoesNowhere() {
    assertThat(shell.run("explain", "--config.file=" + file, "--sample=cpu 1", "web1:9100"))
        .isEqualTo(1);
    assertThat(shell.out()).contains("but nothing is forwarded anywhere");
  }

  @Test
  void printsJsonAndWholePools() {
    assertThat(shell.run("explain", "--config.file=" + file, "--format=json", "web1:9100"))
        .isZero();
    assertThat(shell.out())
        .startsWith("{\"pool\":\"node\",\"subject\":\"target\",")
        .endsWith("}\n");
    assertThat(shell.run("explain", "--config.file=" + file)).isZero();
    assertThat(shell.out())
        .contains("matched 1 of 2 targets, dropped 1")
        .endsWith("node: 2 targets, 1 kept, 1 dropped\n");
  }

  @Test
  void endsWithTwoWhereThereIsNoTelling() throws IOException {
    assertThat(shell.run("explain", "web1:9100")).isEqualTo(2);
    assertThat(shell.err()).contains("explain needs either --config.file or --url");
    assertThat(shell.run("explain", "--config.file=" + file, "--jbo=node")).isEqualTo(2);
    assertThat(shell.err()).contains("unknown long flag '--jbo', did you mean --job?");
    assertThat(shell.run("explain", "--config.file=" + file, "--job=nod")).isEqualTo(2);
    assertThat(shell.err()).contains("did you mean \"node\"?");
    assertThat(shell.run("explain", "--config.file=" + file, "--format=xml")).isEqualTo(2);
    assertThat(shell.err()).contains("--format: enum value must be one of text,json, got 'xml'");
    assertThat(shell.run("explain", "--config.file=" + file, "--sample={")).isEqualTo(2);
    assertThat(shell.run("explain", "--config.file=" + file, "--labels={}", "x:1")).isEqualTo(2);
    assertThat(shell.err()).contains("expected a target or its labels, got both");
    assertThat(shell.run("explain", "--url=http://h", "--dialect=river", "x:1")).isEqualTo(2);
    assertThat(shell.err()).contains("--dialect goes with --config.file");
    assertThat(shell.run("explain", "--url=http://127.0.0.1:1", "x:1")).isEqualTo(2);
    assertThat(shell.err()).contains("cannot ask the agent");
    Files.writeString(Path.of(file), "scrape_configs: [{job_nam: x}]");
    assertThat(shell.run("explain", "--config.file=" + file, "x:1")).isEqualTo(2);
    assertThat(shell.err()).contains("field job_nam not found");
  }

  @Test
  void asksARunningAgent() throws Exception {
    String river =
        """
        discovery.relabel "r" {
          targets = [{__address__ = "a:1"}, {__address__ = "b:1"}]
          rule {
            source_labels = ["__address__"]
            regex         = "a"
            action        = "keep"
          }
        }
        prometheus.scrape "s" {
          targets         = discovery.relabel.r.output
          forward_to      = []
          scrape_interval = "1h"
        }
        """;
    try (var graph = RunningGraph.of(folder, river)) {
      assertThat(shell.run("explain", "--url=" + graph.url(), "a:1")).isEqualTo(1);
      assertThat(shell.out()).contains("near: the regex matches only the part \"a\"");
      assertThat(shell.run("explain", "--url=" + graph.url(), "--format=json", "--job=x"))
          .isEqualTo(2);
      assertThat(shell.err()).contains("answers with status 400: there is no scrape pool \"x\"");
    }
  }
}
