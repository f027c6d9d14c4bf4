package io.tributary.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.memory.HeapRoom;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.ScriptedTargets.Answer;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.scrape.ScrapeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What is stored of a target does not depend on whether its page is folded: that of one which is
/// alone is, that of one with a twin is not.
class FoldedPagesTest {
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final String URL = "http://a:1/metrics";
  private static final String TWIN_URL = "http://b:1/metrics";
  private static final HeapRoom ROOMY =
      new HeapRoom() {
        @Override
        public boolean isScarce() {
          return false;
        }

        @Override
        public boolean has(long bytes) {
          return true;
        }
      };

  /// A manager, its targets, and what it stored of the first.
  private static final class Run implements ColumnSink {
    final ScriptedTargets targets = new ScriptedTargets(1_700_000_000_000L);
    final RecordedSeries sink = new RecordedSeries();
    final ScrapeSettings job = ScrapeSettings.defaults("j").withTiming(TICK, Duration.ofSeconds(5));
    final String[] addresses;
    int folded;
    final ScrapeManager manager =
        new ScrapeManager(
            new ScrapeEnvironment(
                targets,
                client -> targets,
                this,
                new Layouts(),
                targets.clock,
                ROOMY,
                new ScrapeMetrics(new PrometheusRegistry()),
                "Prometheus/3.14.0",
                2,
                0,
                0,
                MemberShare.ALL));

    Run(String... addresses) {
      this.addresses = addresses;
      apply(List.of());
    }

    @Override
    public void append(ScrapeColumn column) {
      if (column.stream().slotValues().contains("a:1")) {
        folded += column.layout().isFolded() ? 1 : 0;
        sink.append(column);
      }
    }

    void apply(List<RelabelRule> rules) {
      manager.apply(List.of(job.withRelabelRules(List.of(), rules)));
      update(addresses);
    }

    void update(String... present) {
      var labels = List.of(present).stream().map(a -> Labels.of("__address__", a)).toList();
      manager.update("j", List.of(new TargetGroup("0", labels, Labels.EMPTY)));
      targets.runTasks();
    }

    void answer(Answer answer) {
      targets.answers.put(URL, answer);
      targets.answers.put(TWIN_URL, answer);
    }
  }

  @RepeatedTest(40)
  void storesTheSameWhetherFoldedOrNot() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var alone = new Run("a:1");
    var paired = new Run("a:1", "b:1");
    List<String> series = new ArrayList<>();
    for (int i = random.nextInt(200); i >= 0; i--) {
      series.add("family_" + i / 20 + "{id=\"" + i + "\"}");
    }
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(14)) {
        case 0 -> series.add(random.nextInt(series.size() + 1), "new{id=\"" + step + "\"}");
        case 1 -> series.remove(random.nextInt(series.size()));
        case 2 -> {
          List<RelabelRule> rules = random.nextBoolean() ? List.of() : List.of(drop(random));
          alone.apply(rules);
          paired.apply(rules);
        }
        case 3 -> {
          alone.update();
          paired.update();
          alone.targets.advance(TICK.multipliedBy(random.nextInt(2)));
          paired.targets.advance(
              Duration.ofNanos(alone.targets.clock.nanos() - paired.targets.clock.nanos()));
          alone.update(alone.addresses);
          paired.update(paired.addresses);
        }
        default -> {}
      }
      if (series.isEmpty()) {
        series.add("one");
      }
      Answer answer = answer(series, random);
      for (int again = random.nextInt(4); again >= 0; again--) {
        alone.answer(answer);
        paired.answer(answer);
        alone.targets.advance(TICK);
        paired.targets.advance(TICK);
      }
      assertThat(alone.sink.lines).as("seed %d, step %d", seed, step).isEqualTo(paired.sink.lines);
      alone.sink.lines.clear();
      paired.sink.lines.clear();
    }
    assertThat(alone.folded).as("seed %d", seed).isPositive();
    assertThat(paired.folded).as("seed %d", seed).isZero();
  }

  private static RelabelRule drop(Random random) {
    return RelabelRule.builder()
        .action(RelabelAction.DROP)
        .sourceLabels("id")
        .regex(".*[" + random.nextInt(10) + "].*")
        .build(NameValidation.UTF8);
  }

  private static Answer answer(List<String> series, Random random) {
    int what = random.nextInt(20);
    if (what == 0) {
      return Answer.failure(ScrapeFailure.Kind.STATUS, "server returned HTTP status 503");
    }
    var body = new StringBuilder();
    for (String one : series) {
      body.append(one).append(' ').append(random.nextInt(100));
      body.append(what == 1 && random.nextInt(9) == 0 ? " 17000" : "").append('\n');
    }
    return Answer.text(what == 2 ? body.append("oops\n").toString() : body.toString());
  }

  @Test
  void aTargetThatIsAloneIsFoldedAtItsSecondScrape() {
    var alone = new Run("a:1");
    alone.answer(Answer.text("a 1\nb 2\n"));
    alone.targets.advance(TICK.multipliedBy(3));
    assertThat(alone.sink.take("a")).hasSize(3);
    assertThat(alone.folded).isEqualTo(2);
  }

  @Test
  void aTargetThatKeepsChangingIsFoldedEverLater() {
    var alone = new Run("a:1");
    for (int i = 0; i < 100; i++) {
      alone.answer(Answer.text("a 1\nb{n=\"" + i / 5 + "\"} 2\n"));
      alone.targets.advance(TICK);
    }
    assertThat(alone.folded).isBetween(3, 10);
  }

  @Test
  void aLargePageIsFoldedToo() {
    var page = new StringBuilder();
    for (int i = 0; i <= PageFolder.ROWS_IN_LOOP; i++) {
      page.append("a{id=\"").append(i).append("\"} 1\n");
    }
    var alone = new Run("a:1");
    alone.answer(Answer.text(page.toString()));
    alone.targets.advance(TICK.multipliedBy(4));
    assertThat(alone.sink.take("a")).hasSize(4 * (PageFolder.ROWS_IN_LOOP + 1));
    assertThat(alone.folded).isPositive();
  }
}
