package io.tributary.agent.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.process.RunningGraph;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.explain.RuleStep;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RiverPlanTest {
  private static final String RIVER =
      """
      discovery.relabel "first" {
        targets = array.concat([{__address__ = "a:1", env = "prod"}, {__address__ = "b:1"}], [])
        rule {
          source_labels = ["env"]
          regex         = "Prod"
          action        = "keep"
        }
      }
      discovery.relabel "second" {
        targets = discovery.relabel.first.output
        rule {
          target_label = "zone"
          replacement  = "z1"
        }
      }
      prometheus.scrape "nodes" {
        targets    = array.concat(discovery.relabel.second.output, [{__address__ = "c:1"}])
        forward_to = [prometheus.relabel.samples.receiver, prometheus.echo.out.receiver]
        scrape_interval = "1h"
      }
      prometheus.relabel "samples" {
        forward_to = [prometheus.remote_write.far.receiver]
        rule {
          source_labels = ["__name__"]
          regex         = "go_.*"
          action        = "drop"
        }
      }
      prometheus.echo "out" { }
      prometheus.remote_write "far" {
        external_labels = {cluster = "eu"}
        endpoint {
          url = "http://u:p@127.0.0.1:1/push"
          write_relabel_config {
            regex  = "zone"
            action = "labeldrop"
          }
        }
      }
      """;

  @TempDir Path folder;

  private static ExplainPlan plan(String river) {
    ParsedFile file = ParsedFile.of(SourceFile.of("agent.river", river));
    assertThat(file.diagnostics()).isEmpty();
    return RiverPlan.of(RiverPlan.unstarted(file.blocks(), Stdlib.scope(Host.current("1.0"))));
  }

  @Test
  void followsTargetsThroughEveryComponent() {
    ScrapePath path = plan(RIVER).paths("prometheus.scrape.nodes").getFirst();

    assertThat(path.notes()).isEmpty();
    assertThat(path.knownTargets())
        .containsExactly(
            Labels.of("__address__", "a:1", "env", "prod"),
            Labels.of("__address__", "b:1"),
            Labels.of("__address__", "c:1"));
    Explanation dropped = Explainer.of(path).target(path.knownTargets().getFirst());
    assertThat(dropped.verdict().sentence())
        .isEqualTo(
            "dropped by rule 1 of discovery.relabel.first (agent.river:3:3):"
                + " env = \"prod\" does not match /Prod/");
    assertThat(dropped.stages().getFirst().rules().getFirst().nearMisses()).hasSize(1);
    Explanation kept = Explainer.of(path).target(path.knownTargets().getLast());
    assertThat(kept.verdict().url()).isEqualTo("http://c:1/metrics");
    assertThat(kept.stages()).hasSize(1);
  }

  @Test
  void followsSamplesToEveryEnd() {
    ScrapePath path = plan(RIVER).paths().getFirst();

    Explanation explanation =
        Explainer.of(path)
            .sample(Optional.of(Labels.of("__address__", "c:1")), "cpu{zone=\"z\"} 1");

    assertThat(explanation.stages())
        .extracting(Explanation.Stage::name)
        .containsExactly(
            "prometheus.scrape.nodes",
            "samples of prometheus.scrape.nodes",
            "prometheus.relabel.samples",
            "remote_write \"prometheus.remote_write.far\" to http://u:xxxxx@127.0.0.1:1/push",
            "prometheus.echo.out");
    assertThat(explanation.stages().get(3).output())
        .isEqualTo(
            Labels.of(
                "__name__",
                "cpu",
                "cluster",
                "eu",
                "instance",
                "c:1",
                "job",
                "prometheus.scrape.nodes"));
    assertThat(explanation.stages().get(3).rules())
        .extracting(RuleStep::outcome)
        .containsExactly(RuleStep.Outcome.CHANGED);
  }

  @Test
  void saysWhatIsOnlyKnownWhileTheGraphRuns() {
    ScrapePath path =
        plan("""
        local.file "env" { filename = "/env" }
        discovery.file "f" { files = ["x.json"] }
        discovery.relabel "r" {
          targets = discovery.file.f.targets
          rule {
            source_labels = ["env"]
            regex         = local.file.env.content
            action        = "keep"
          }
        }
        prometheus.scrape "s" {
          targets    = discovery.relabel.r.output
          forward_to = []
        }
        """)
            .paths()
            .getFirst();

    assertThat(path.notes())
        .hasSize(2)
        .anySatisfy(
            note -> assertThat(note).startsWith("a rule of discovery.relabel.r is left out"))
        .anySatisfy(note ->
            assertThat(note).isEqualTo("the targets of discovery.file.f are not known here"));
  }

  @Test
  void theRunningGraphKnowsValuesAndTargets() throws Exception {
    String river =
        RIVER.replace(
                "[{__address__ = \"a:1\", env = \"prod\"}, {__address__ = \"b:1\"}]",
                "discovery.relabel.zero.output")
            + """
            discovery.relabel "zero" {
              targets = [{__address__ = "a:1"}]
              rule {
                target_label = "env"
                replacement  = constants.os
              }
            }
            """;
    try (var graph = RunningGraph.of(folder, river)) {
      assertThat(graph.failure()).isEmpty();
      assertThat(graph.get("/api/v0/web/explain?pool=prometheus.scrape.nodes&target=a:1"))
          .contains("\"component\":\"discovery.relabel.zero\"")
          .contains("env = \\\"linux\\\" does not match /Prod/")
          .contains("agent.river\",\"line\":3,");
      assertThat(graph.get("/api/v0/web/explain?pool=prometheus.scrape.nodes"))
          .contains("\"targets\":2,\"kept\":1,\"dropped\":1");
    }
  }

  @Test
  void aComponentOfACustomOneIsExplainedWhereItIs() throws Exception {
    String river =
        """
        declare "nodes" {
          argument "zone" { }
          discovery.relabel "r" {
            targets = [{__address__ = "a:1"}]
            rule {
              target_label = "zone"
              replacement  = argument.zone.value
            }
          }
          prometheus.scrape "s" {
            targets         = discovery.relabel.r.output
            forward_to      = []
            scrape_interval = "1h"
          }
        }
        nodes "one" {
          zone = "z7"
        }
        """;
    try (var graph = RunningGraph.of(folder, river)) {
      assertThat(graph.failure()).isEmpty();
      assertThat(graph.get("/api/v0/web/explain?target=a:1"))
          .contains("\"component\":\"nodes.one/discovery.relabel.r\"")
          .contains("sets zone to \\\"z7\\\"");
    }
  }

  @Test
  void everyRuleStandsWhereItIsWritten() {
    ScrapePath path = plan(RIVER).paths().getFirst();

    assertThat(path.sources().getFirst().rules())
        .flatExtracting(ScrapePath.TargetRules::rules)
        .extracting(rule -> rule.position().toString())
        .containsExactly("agent.river:3:3", "agent.river:11:3");
    assertThat(path.forwardTo().getFirst())
        .isInstanceOfSatisfying(
            ScrapePath.SampleRules.class,
            rules ->
                assertThat(
                        List.of(
                            rules.position().line(), rules.rules().getFirst().position().line()))
                    .containsExactly(21, 23));
  }

  /// A chain of components, each of which gets what the one before has twice over.
  private static String doubling(int length, String first, String last) {
    var river = new StringBuilder(first);
    for (int i = 0; i < length; i++) {
      river.append(
          """
          discovery.relabel "t%1$d" {
            targets = array.concat(discovery.relabel.%2$s.output, discovery.relabel.%2$s.output)
          }
          prometheus.relabel "s%1$d" {
            forward_to = [prometheus.relabel.%3$s.receiver, prometheus.relabel.%3$s.receiver]
          }
          """
              .formatted(
                  i, i == 0 ? "first" : "t" + (i - 1), i == length - 1 ? "last" : "s" + (i + 1)));
    }
    return river
        .append(last)
        .append(
            """
            prometheus.scrape "s" {
              targets    = discovery.relabel.t%d.output
              forward_to = [prometheus.relabel.s0.receiver]
            }
            """
                .formatted(length - 1))
        .toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{__address__ = \"a:1\"}]"})
  @Timeout(60)
  void waysThatDoubleAgainAndAgainComeToAnEnd(String targets) {
    ScrapePath path =
        plan(doubling(
                60,
                "discovery.relabel \"first\" {\n  targets = " + targets + "\n}\n",
                "prometheus.relabel \"last\" {\n  forward_to = []\n}\n"))
            .paths()
            .getFirst();

    assertThat(path.notes())
        .containsExactly(
            "only some of the ways that targets take are followed: there are too many");
    assertThat(PlanFindings.of(new ExplainPlan(List.of(path), List.of())).rules()).isEmpty();
    Explanation sample = Explainer.of(path).sample(Optional.empty(), "up 1");
    assertThat(sample.stages()).hasSizeLessThan(300);
  }
}
