package io.tributary.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.memory.HeapRoom;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Handed;
import io.tributary.cluster.sharing.Standing;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.ScriptedTargets.Answer;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two agents that hand a target over: two managers on one clock, with one receiver.
final class TransfersTest {
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final Labels TARGET = Labels.of("__address__", "a:1");
  private static final String URL = "http://a:1/metrics";

  private final ScriptedTargets targets = new ScriptedTargets(1_000_000_000_000L);
  private final RecordedSeries sink = new RecordedSeries();
  private final ScrapeSettings job =
      ScrapeSettings.defaults("j").withTiming(TICK, Duration.ofSeconds(5));
  private final Closable fence = new Closable();
  private final ScrapeManager one = agent(1);
  private final ScrapeManager other = agent(2);
  private final List<Handed> handed = new ArrayList<>();

  /// As it is while another side of the cluster has the lease.
  private static final class Closable implements Fence {
    boolean isClosed;

    @Override
    public boolean isOpen(long nanos) {
      return !isClosed;
    }

    @Override
    public Standing standing() {
      return isClosed ? Standing.FENCED : Standing.HELD;
    }

    @Override
    public long term() {
      return 1;
    }

    @Override
    public void learned(long term) {}

    @Override
    public void listen(Runnable changed) {}
  }

  private ScrapeManager agent(long seed) {
    var manager =
        new ScrapeManager(
            new ScrapeEnvironment(
                targets,
                _ -> targets,
                sink,
                new Layouts(),
                targets.clock,
                HeapRoom.PLENTY,
                new ScrapeMetrics(new PrometheusRegistry()),
                "test",
                2,
                seed,
                0,
                MemberShare.ALL));
    manager.shareTargets(fence);
    manager.apply(List.of(job));
    return manager;
  }

  private static List<TargetGroup> groups(Labels... labels) {
    return List.of(new TargetGroup("0", List.of(labels), Labels.EMPTY));
  }

  private void release() {
    one.update("j", groups(), new Transfers(Map.of(), Map.of(TARGET, handed::add)));
    targets.runTasks();
  }

  private void take() {
    other.update("j", groups(TARGET), new Transfers(Map.of(TARGET, handed.getFirst()), Map.of()));
    targets.runTasks();
  }

  private void scrapeAtFirst(String body) {
    targets.answers.put(URL, Answer.text(body));
    one.update("j", groups(TARGET));
    targets.runTasks();
    targets.advance(TICK.multipliedBy(2));
    sink.lines.clear();
  }

  @Test
  void noDueTimeIsMissedAndNoneDoneTwice() {
    scrapeAtFirst("a 1\n");
    targets.advance(TICK);
    release();
    targets.advance(Duration.ofSeconds(3)); // Where the release waits for a scrape.
    take();
    targets.advance(TICK.multipliedBy(3));

    List<Long> stamps = sink.take("a").stream().map(TransfersTest::stamp).toList();
    assertThat(stamps).hasSizeBetween(4, 5);
    for (int i = 1; i < stamps.size(); i++) {
      assertThat(stamps.get(i) - stamps.get(i - 1)).isEqualTo(TICK.toMillis());
    }
  }

  @Test
  void whereAReleaseWaitsForAScrapeThatFailsAtOnceThatIsTheLastOne() {
    ScrapeSettings limited = job.withLimits(new ScrapeLimits(0, 0, 1, 0, 0, 0, 0, 0, 0));
    for (int second = 0; second < 10; second++) { // One of them is right before the due time.
      ScrapeManager crowded = agent(3);
      crowded.apply(List.of(limited));
      crowded.update("j", groups(TARGET, Labels.of("__address__", "b:1")));
      targets.runTasks();
      targets.advance(TICK.multipliedBy(2));
      crowded.update("j", groups(), new Transfers(Map.of(), Map.of(TARGET, handed::add)));
      targets.runTasks();
      targets.advance(Duration.ofSeconds(15));
      sink.lines.clear();
      targets.advance(Duration.ofSeconds(26));

      assertThat(handed).hasSize(second + 1);
      assertThat(sink.take("up")).allMatch(line -> line.startsWith("stale"));
    }
  }

  @Test
  void aLivingSeriesGetsNoMarkerAndIsNotNew() {
    scrapeAtFirst("a 1\nb{x=\"1\"} 2\n");
    release();
    targets.advance(Duration.ofSeconds(3));
    take();
    targets.advance(TICK.multipliedBy(4));

    assertThat(sink.take("a")).isNotEmpty().noneMatch(line -> line.startsWith("stale"));
    assertThat(sink.take("b")).noneMatch(line -> line.startsWith("stale"));
    assertThat(sink.take("up")).noneMatch(line -> line.startsWith("stale"));
    assertThat(sink.take("scrape_series_added")).allMatch(line -> line.startsWith("0.0 @"));
  }

  @Test
  void whatVanishedBetweenTwoOwnersGetsItsMarker() {
    scrapeAtFirst("# HELP a It is.\na{x=\"1\"} 1\nb 2\n");
    release();
    targets.advance(Duration.ofSeconds(3));
    targets.answers.put(URL, Answer.text("b 2\nc 3\n"));
    sink.lines.clear();
    take();
    targets.advance(TICK);

    assertThat(sink.take("a")).hasSize(1).allMatch(line -> line.startsWith("stale @"));
    assertThat(sink.take("scrape_series_added")).allMatch(line -> line.startsWith("1.0 @"));
  }

  @Test
  void theNextTimestampIsLaterWhateverTheOtherClockSaid() {
    scrapeAtFirst("a 1\n");
    release();
    targets.advance(Duration.ofSeconds(3));
    sink.lines.clear();
    long ahead = handed.getFirst().lastTimestampMs() + 600_000;
    handed.set(0, new Handed(ahead, handed.getFirst().lastPage()));
    take();
    targets.advance(TICK);

    assertThat(sink.take("a")).extracting(TransfersTest::stamp).allMatch(stamp -> stamp > ahead);
  }

  private void releaseByOther() {
    other.update("j", groups(), new Transfers(Map.of(), Map.of(TARGET, handed::add)));
    targets.runTasks();
  }

  @Test
  void whoMovesOnBeforeItsFirstScrapeIsKnownByItsLastTimestamp() {
    scrapeAtFirst("a 1\n");
    release();
    targets.advance(Duration.ofSeconds(3));
    long last = handed.getFirst().lastTimestampMs();
    handed.set(0, new Handed(last, new byte[0])); // Too large, say.
    take();
    releaseByOther();
    targets.advance(Duration.ofSeconds(3)); // Where the release waits for a scrape.

    assertThat(handed).hasSize(2);
    assertThat(handed.getLast().lastTimestampMs()).isGreaterThanOrEqualTo(last);
  }

  @Test
  void aReleaseDoesNotWaitForAScrapeThatTheOwnerBeforeHasDone() {
    scrapeAtFirst("a 1\n");
    release();
    for (int second = 0; handed.isEmpty() && second < 3; second++) {
      targets.advance(Duration.ofSeconds(1)); // The release waits for a scrape.
    }
    long due = handed.getFirst().lastTimestampMs() + TICK.toMillis();
    handed.set(0, new Handed(due, handed.getFirst().lastPage()));
    take();
    targets.advance(Duration.ofMillis(due - targets.clock.wallMs() - 1_000));
    releaseByOther();
    assertThat(handed).hasSize(1);
    targets.advance(Duration.ofSeconds(2));

    assertThat(handed).hasSize(2);
    assertThat(handed.getLast().lastTimestampMs()).isEqualTo(due);
  }

  @Test
  void whatWaitsForItsLastScrapeDoesNotOutliveTheJob() {
    scrapeAtFirst("a 1\n");
    targets.advance(TICK);
    long due = stamp(sink.take("a").getLast()) + TICK.toMillis();
    targets.advance(Duration.ofMillis(Math.max(0, due - targets.clock.wallMs() - 1_000)));
    release();
    assertThat(handed).isEmpty();

    one.apply(List.of());
    targets.runTasks();
    assertThat(handed).hasSize(1);
    assertThat(handed.getFirst().lastTimestampMs()).isEqualTo(due - TICK.toMillis());
    sink.lines.clear();
    targets.advance(TICK.multipliedBy(3));
    assertThat(sink.lines).isEmpty();
  }

  @Test
  void whatAnotherSideScrapesIsLeftAloneWithoutAWord() {
    scrapeAtFirst("a 1\n");
    fence.isClosed = true;
    targets.advance(TICK.multipliedBy(3));
    assertThat(sink.lines).isEmpty();

    fence.isClosed = false;
    targets.advance(TICK.multipliedBy(2));
    assertThat(sink.take("a")).hasSize(2).noneMatch(line -> line.startsWith("stale"));
  }

  @Test
  void behindAFenceATargetIsReleasedAtOnceAndNotScraped() {
    scrapeAtFirst("a 1\n");
    fence.isClosed = true;
    for (int second = 0; second < 10; second++) { // One of them is right before the due time.
      release();
      assertThat(handed).hasSize(second + 1);
      one.update("j", groups(TARGET));
      targets.runTasks();
      targets.advance(Duration.ofSeconds(1));
    }
    assertThat(sink.lines).isEmpty();
  }

  @Test
  void aReleasedPageIsTextWithoutNumbers() {
    scrapeAtFirst("# TYPE a counter\na{x=\"1\"} 17\na{x=\"2\"} 18\n");
    release();
    targets.advance(Duration.ofSeconds(3));

    byte[] page = handed.getFirst().lastPage();
    assertThat(new String(page, 1, page.length - 1, StandardCharsets.UTF_8))
        .isEqualTo("# TYPE a counter\na{x=\"1\"} 0\na{x=\"2\"} 0\n");
  }

  @Test
  void whatIsNotScrapedIsReleasedAtOnce() {
    release();

    assertThat(handed).containsExactly(Handed.NOTHING);
  }

  @Test
  void aProbeForwardsNothing() {
    var reached = new ArrayList<Boolean>();
    targets.answers.put(URL, Answer.text("a 1\n"));
    one.probe("j", TARGET, reached::add);
    targets.runTasks();
    targets.advance(TICK);
    one.probe("j", Labels.of("__address__", "b:1"), reached::add);
    targets.runTasks();
    targets.advance(TICK);

    assertThat(reached).containsExactly(true, false);
    assertThat(sink.lines).isEmpty();
  }

  @Test
  void whatATargetCostsIsKnownWhileItIsScraped() {
    assertThat(one.snapshot("j", TARGET)).isEmpty();
    scrapeAtFirst("a 1\nb 2\n");
    assertThat(one.snapshot("j", TARGET))
        .hasValueSatisfying(last -> assertThat(last.samples()).isEqualTo(2));
    Labels alike = Labels.of("__address__", "a:1", "__meta_x", "y");
    one.update("j", groups(TARGET, alike));
    targets.runTasks();
    assertThat(one.snapshot("j", alike)).isEqualTo(one.snapshot("j", TARGET)).isPresent();

    release();
    assertThat(one.snapshot("j", TARGET)).isEmpty();
    one.apply(List.of());
    assertThat(one.snapshot("j", TARGET)).isEmpty();
  }

  private static long stamp(String line) {
    return Long.parseLong(line.substring(line.indexOf('@') + 1).split(" ")[0]);
  }
}
