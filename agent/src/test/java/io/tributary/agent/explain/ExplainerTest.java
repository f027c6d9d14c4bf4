package io.tributary.agent.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.agent.explain.ExplainQuery.Pools;
import io.tributary.agent.explain.ExplainQuery.Single;
import io.tributary.agent.explain.Explanation.Kind;
import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.SourcePosition;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LocatedConfig;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetBuilder;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.model.relabel.analysis.RuleFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {
  private static final String YAML =
      """
      global: {external_labels: {cluster: eu-1}}
      scrape_configs:
        - job_name: node
          static_configs:
            - targets: ['db1:9100', 'web1:9100']
              labels: {env: prod}
            - targets: ['old:9100', 'bad/host:1']
              labels: {env: Dev}
          file_sd_configs:
            - files: [targets.json, none.json]
          relabel_configs:
            - source_labels: [__address__]
              regex: '([^:]+):\\d+'
              target_label: host
            - {source_labels: [env], regex: prod|Dev, action: keep}
            - {source_labels: [host], regex: old, action: drop}
          metric_relabel_configs:
            - {source_labels: [__name__], regex: go_.*, action: drop}
        - job_name: quiet
          static_configs: [{targets: ['db1:9100']}]
          relabel_configs:
            - {source_labels: [__meta_kubernetes_namespace], regex: prod, action: keep}
            - {source_labels: [__address__], target_label: x}
      remote_write:
        - url: http://u:p@one.example.com/push
          name: one
          write_relabel_configs:
            - {source_labels: [host], regex: web.*, action: drop}
        - {url: http://two.example.com/push, name: two}
      """;

  private static final List<RelabelAction> ACTIONS = List.of(RelabelAction.values());

  @TempDir Path folder;

  private ExplainPlan plan() throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, YAML);
    Files.writeString(
        folder.resolve("targets.json"),
        "[{\"targets\": [\"f1:9100\"], \"labels\": {\"env\": \"x\"}}]");
    return PrometheusPlan.of(
        Objects.requireNonNull(
            LocatedConfig.load(file, LoadOptions.of(Environment.system())).located()),
        true);
  }

  private ExplainQuery.Answer ask(String job, String target, String sample) throws IOException {
    return new ExplainQuery(
            Optional.of(job).filter(text -> !text.isEmpty()),
            Optional.empty(),
            Optional.of(target).filter(text -> !text.isEmpty()),
            Optional.of(sample).filter(text -> !text.isEmpty()))
        .answer(plan(), ScrapePath::knownTargets);
  }

  private Explanation one(String job, String target, String sample) throws IOException {
    return ((Single) ask(job, target, sample)).explanations().getFirst();
  }

  @Test
  void followsATargetToItsUrl() throws IOException {
    Explanation explanation = one("node", "db1:9100", "");

    assertThat(explanation.verdict().kept()).isTrue();
    assertThat(explanation.verdict().url()).isEqualTo("http://db1:9100/metrics");
    assertThat(explanation.stages())
        .extracting(Stage::kind)
        .containsExactly(Kind.TARGET_RULES, Kind.SCRAPE);
    assertThat(explanation.stages().getLast().output())
        .isEqualTo(Labels.of("env", "prod", "host", "db1", "instance", "db1:9100", "job", "node"));
  }

  @Test
  void namesTheRuleThatDropsATarget() throws IOException {
    Explanation explanation = one("node", "old:9100", "");

    assertThat(explanation.verdict().kept()).isFalse();
    assertThat(explanation.verdict().rule()).hasValue(3);
    assertThat(explanation.verdict().sentence())
        .startsWith("dropped by rule 3 of relabel_configs of job \"node\" (")
        .endsWith("prometheus.yml:16:9): host = \"old\" matches /old/");
  }

  @Test
  void saysWhyWhatIsKeptIsNoTarget() throws IOException {
    assertThat(one("node", "bad/host:1", "").verdict().sentence())
        .isEqualTo(
            "dropped at job \"node\": this is not a target: \"bad/host:1\" is not a valid"
                + " hostname");
  }

  @Test
  void findsATargetByItsUrlAndInAllJobs() throws IOException {
    assertThat(one("", "http://web1:9100/metrics", "").pool()).isEqualTo("node");
    assertThat(((Single) ask("", "db1:9100", "")).explanations())
        .extracting(Explanation::pool)
        .containsExactly("node", "quiet");
    assertThatThrownBy(() -> ask("", "new:1", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("say which one is meant of node, quiet");
    assertThat(one("node", "new:1", "").verdict().sentence()).contains("env = \"\" does not match");
  }

  @Test
  void followsASampleToEveryDestination() throws IOException {
    Explanation explanation = one("node", "web1:9100", "cpu{job=\"own\"} 1");

    assertThat(explanation.stages())
        .extracting(Stage::kind)
        .containsExactly(
            Kind.TARGET_RULES, Kind.SCRAPE, Kind.SAMPLE_RULES, Kind.DESTINATION, Kind.DESTINATION);
    assertThat(explanation.stages().get(3).from()).hasValue(2);
    assertThat(explanation.stages().get(4).from()).hasValue(2);
    assertThat(explanation.stages().get(3).kept()).isFalse();
    assertThat(explanation.stages().get(4).output())
        .isEqualTo(
            Labels.of(
                "__name__",
                "cpu",
                "cluster",
                "eu-1",
                "env",
                "prod",
                "exported_job",
                "own",
                "host",
                "web1",
                "instance",
                "web1:9100",
                "job",
                "node"));
    assertThat(explanation.verdict().sentence())
        .startsWith("kept: sent to remote_write \"two\" to http://two.example.com/push; dropped by")
        .contains("remote_write \"one\" to http://u:xxxxx@one.example.com/push")
        .doesNotContain("u:p@");
  }

  @Test
  void aSampleThatIsDroppedGoesNowhere() throws IOException {
    Explanation explanation = one("node", "db1:9100", "go_threads 1");

    assertThat(explanation.verdict().kept()).isFalse();
    assertThat(explanation.stages()).hasSize(3);
    assertThat(one("node", "db1:9100", "up").stages().get(2).rules()).isEmpty();
  }

  @Test
  void countsOverAllTargetsOfAPool() throws IOException {
    PoolExplanation pool = ((Pools) ask("node", "", "")).explanations().getFirst();

    assertThat(pool.targets()).isEqualTo(5);
    assertThat(pool.kept()).isEqualTo(2);
    assertThat(pool.dropped()).isEqualTo(3);
    assertThat(pool.stages().getFirst().rules())
        .extracting(rule -> rule.matched() + "/" + rule.evaluated() + "/" + rule.dropped())
        .containsExactly("5/5/0", "4/5/1", "1/4/1");
    assertThat(plan().paths().getFirst().notes())
        .containsExactly("no file matches " + folder.resolve("none.json"));
  }

  @Test
  void provesWhatCanNeverMatch() throws IOException {
    PoolExplanation pool = ((Pools) ask("quiet", "", "")).explanations().getFirst();

    assertThat(pool.stages().getFirst().rules())
        .extracting(rule -> rule.proven().orElseThrow().kind())
        .containsExactly(RuleFinding.Kind.DROPS_EVERYTHING, RuleFinding.Kind.NEVER_REACHED);
  }

  /// Many targets behind one proxy have its address.
  @Test
  void explainsSomeOfManyTargetsOfOneName() {
    var targets = new ArrayList<Labels>();
    for (int i = 0; i < 100; i++) {
      targets.add(Labels.of("__address__", "proxy:1", "__param_target", "t" + i));
    }
    var plan =
        new ExplainPlan(
            List.of(
                new ScrapePath(
                    "j",
                    "",
                    SourcePosition.NONE,
                    ScrapeSettings.defaults("j"),
                    List.of(
                        new ScrapePath.Source(
                            "s", targets, DiscoveryFacts.ofTargets(targets), List.of())),
                    List.of(),
                    List.of())),
            List.of());
    var query =
        new ExplainQuery(
            Optional.empty(), Optional.empty(), Optional.of("proxy:1"), Optional.empty());

    Single found = (Single) query.answer(plan, ScrapePath::knownTargets);

    assertThat(found.explanations()).hasSize(20);
    assertThat(found.isLimited()).isTrue();
    assertThat(Answers.text(found, false))
        .endsWith("There are more targets than were looked at.\n");
  }

  /// What is proven is proven once, not for each target.
  @Test
  @Timeout(60)
  void aThousandTargetsAndAHundredRulesTakeAMoment() {
    var rules = new ArrayList<RelabelRule>();
    for (int i = 0; i < 100; i++) {
      rules.add(
          RelabelRule.builder()
              .sourceLabels("__address__", "zone")
              .regex("([^:]+):(\\d+);(.+)-" + i)
              .targetLabel("t" + i)
              .build(NameValidation.UTF8));
    }
    var targets = new ArrayList<Labels>();
    for (int i = 0; i < 1_000; i++) {
      targets.add(Labels.of("__address__", "h" + i + ":9100", "zone", "z-" + i % 3));
    }
    var path =
        new ScrapePath(
            "j",
            "",
            SourcePosition.NONE,
            ScrapeSettings.defaults("j").withRelabelRules(rules, List.of()),
            List.of(
                new ScrapePath.Source("s", targets, DiscoveryFacts.ofTargets(targets), List.of())),
            List.of(),
            List.of());

    PoolExplanation pool = PoolExplanation.of(path, targets);

    assertThat(pool.kept()).isEqualTo(1_000);
    assertThat(pool.stages().getFirst().rules())
        .extracting(PoolExplanation.RuleCounts::matched)
        .startsWith(334, 333, 333, 0);
  }

  /// The explanation and the scrape manager never disagree.
  @Test
  void endsWithWhatTheScrapeMakesOfATarget() {
    long seed = System.nanoTime();
    System.out.println("ExplainerTest.endsWithWhatTheScrapeMakesOfATarget seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      ScrapeSettings job = ScrapeSettings.defaults("j").withRelabelRules(rules(random), List.of());
      Labels labels =
          new Labels.Builder(Labels.of("a", pick(random, "", "x"), "b", pick(random, "", "h:2")))
              .set("__address__", random.nextBoolean() ? "h:1" : "")
              .build();
      var path =
          new ScrapePath(
              "j",
              "",
              SourcePosition.NONE,
              job,
              List.of(new ScrapePath.Source("s", List.of(), LabelState.unknown(), List.of())),
              List.of(),
              List.of());
      TargetBuilder.Outcome outcome =
          new TargetBuilder(job).build(labels, new TargetGroup("", List.of(labels), Labels.EMPTY));

      var explainer = Explainer.of(path);
      Explanation explanation = explainer.target(labels);

      String what = "seed " + seed + ", round " + round + ": " + job.relabelRules() + labels;
      assertThat(explanation.verdict().kept())
          .as(what)
          .isEqualTo(outcome instanceof TargetBuilder.Kept);
      assertThat(explanation.verdict().rule().isPresent())
          .as(what)
          .isEqualTo(outcome instanceof TargetBuilder.Dropped);
      assertThat(explainer.outcome(labels).isPresent())
          .as(what)
          .isEqualTo(explanation.verdict().kept());
      if (outcome instanceof TargetBuilder.Kept(var target)) {
        assertThat(explanation.stages().getLast().output()).as(what).isEqualTo(target.labels());
      }
    }
  }

  private static List<RelabelRule> rules(Random random) {
    var rules = new ArrayList<RelabelRule>();
    while (rules.size() < 3) {
      RelabelRule.Builder rule =
          RelabelRule.builder()
              .action(ACTIONS.get(random.nextInt(ACTIONS.size())))
              .modulus(random.nextBoolean() ? 2 : 0)
              .targetLabel(pick(random, "", "a", "__address__", "instance", "__scheme__"));
      if (random.nextBoolean()) {
        rule.sourceLabels(pick(random, "a", "b", "__address__", "job"));
      }
      if (random.nextBoolean()) {
        rule.regex(pick(random, ".*", "x", "h:(.)", "(.+)", "__.*|a", "j|h:1"));
      }
      if (rule.problem(NameValidation.UTF8).isEmpty()) {
        rules.add(rule.build(NameValidation.UTF8));
      }
    }
    return rules;
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }
}
