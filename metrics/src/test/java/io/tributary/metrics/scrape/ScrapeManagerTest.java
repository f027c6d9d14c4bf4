package io.tributary.metrics.scrape;

import static io.tributary.model.labels.NameValidation.UTF8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.memory.HeapRoom;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.remotewrite.LogLines;
import io.tributary.metrics.scrape.ScriptedTargets.Answer;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Layouts;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.scrape.ScrapeFailure;
import io.tributary.net.scrape.ScrapeTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScrapeManagerTest {
  private static final long START_MS = 1_700_000_000_000L;
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final String URL = "http://a:1/metrics";

  private final Heap heap = new Heap();
  private final ScriptedTargets targets = new ScriptedTargets(START_MS);
  private final RecordedSeries sink = new RecordedSeries();
  private final ScrapeMetrics metrics = new ScrapeMetrics(new PrometheusRegistry());
  private ScrapeManager manager = manager(Duration.ZERO);
  private final ScrapeSettings job =
      ScrapeSettings.defaults("j").withTiming(TICK, Duration.ofSeconds(5));

  /// Whether a file that transports need is away.
  private boolean lacksCertificate;

  private ScrapeManager manager(Duration outOfOrderWindow) {
    return manager(outOfOrderWindow, MemberShare.ALL);
  }

  private ScrapeManager manager(Duration outOfOrderWindow, MemberShare share) {
    return new ScrapeManager(
        new ScrapeEnvironment(
            targets,
            this::transport,
            sink,
            new Layouts(),
            targets.clock,
            heap,
            metrics,
            "Prometheus/3.14.0",
            2,
            0,
            outOfOrderWindow.toMillis(),
            share));
  }

  private ScrapeTransport transport(HttpClientSettings client) {
    if (lacksCertificate) {
      throw new UncheckedIOException("no certificate", new IOException());
    }
    return targets;
  }

  /// A heap that is as full as a test says.
  private static final class Heap implements HeapRoom {
    boolean scarce;
    long freeBytes = Long.MAX_VALUE;

    @Override
    public boolean isScarce() {
      return scarce;
    }

    @Override
    public boolean has(long bytes) {
      return bytes <= freeBytes;
    }
  }

  @Test
  void aNearlyFullHeapKeepsWhatItHasAndTakesNoNewPages() {
    targets.answers.put(URL, Answer.text("a 1\n"));
    targets.answers.put("http://b:1/metrics", Answer.text("b 1\n"));
    run(job, "a:1");
    targets.advance(TICK);
    heap.scarce = true;
    run(job, "a:1", "b:1");
    targets.advance(TICK);
    assertThat(sink.take("a")).hasSize(2);
    assertThat(sink.take("b")).isEmpty();
    assertThat(sink.take("up")).anyMatch(line -> line.startsWith("0.0 @"));
    assertThat(manager.targets().get("j"))
        .anySatisfy(target ->
            assertThat(target.lastError())
                .isEqualTo(
                    "not enough memory to read a page of 4 bytes that differs from the one"
                        + " before"));

    heap.scarce = false;
    sink.lines.clear();
    targets.advance(TICK);
    assertThat(sink.take("b")).hasSize(1);
  }

  @Test
  void targetsOfOtherMembersAreDropped() {
    String[] addresses =
        IntStream.range(0, 40).mapToObj(i -> "host-" + i + ":1").toArray(String[]::new);
    var seen = new ArrayList<String>();
    for (int member = 0; member < 2; member++) {
      ScrapeManager one = manager(Duration.ZERO, new MemberShare(2, member, 1));
      one.apply(List.of(job));
      one.update("j", groups(addresses));
      List<TargetSnapshot> own = one.targets().getOrDefault("j", List.of());
      assertThat(own).as("those of member %d", member).hasSizeBetween(8, 32);
      own.forEach(target -> seen.add(target.labels().getOrEmpty("instance")));
      one.close();
    }
    assertThat(seen).containsExactlyInAnyOrder(addresses);
  }

  @Test
  void aLargePageIsReadOnlyWhereTheHeapHasRoomForIt() {
    var page = new StringBuilder();
    for (int i = 0; page.length() <= ScrapeEnvironment.OFF_LOOP_BYTES; i++) {
      page.append("a_metric_with_quite_a_long_name{id=\"").append(i).append("\"} 1\n");
    }
    targets.answers.put(URL, Answer.text(page.toString()));
    heap.freeBytes = 16 << 20;
    run(job, "a:1");
    targets.advance(TICK);
    assertThat(target().lastError()).startsWith("not enough memory to read a page of ");
    assertOne("scrape_samples_scraped", "0.0 @");

    heap.freeBytes = Long.MAX_VALUE;
    targets.advance(TICK);
    assertThat(target().health()).isEqualTo(TargetSnapshot.Health.UP);
    assertThat(targets.bodies.usedBytes()).isZero();

    assertThat(targets.bodies.take(targets.bodies.totalBytes() - 1024)).isTrue();
    targets.answers.put(URL, Answer.text("another 1\n" + page));
    targets.advance(TICK);
    assertThat(target().lastError())
        .isEqualTo("not enough memory for the body: all bodies together may have 64MiB");
  }

  @Test
  void writesWhatATargetExposesAndAReport() {
    scrape(job, "a 1\nb 2\n");

    assertOne("a", "1.0 @");
    assertOne("up", "1.0 @");
    assertOne("scrape_samples_scraped", "2.0 @");
    assertOne("scrape_series_added", "2.0 @");
    var target = target();
    assertThat(target.health()).isEqualTo(TargetSnapshot.Health.UP);
    assertThat(target.labels()).isEqualTo(Labels.of("instance", "a:1", "job", "j"));
  }

  @Test
  void scrapesEachIntervalAtTheSamePhase() {
    targets.answers.put(URL, Answer.text("a 1\n"));
    run(job, "a:1");
    targets.advance(TICK.multipliedBy(3));
    List<String> stamps = sink.take("a");
    assertThat(stamps).hasSize(3);
    long first = Long.parseLong(stamps.get(0).substring("1.0 @".length()));
    assertThat(stamps)
        .containsExactly("1.0 @" + first, "1.0 @" + (first + 10_000), "1.0 @" + (first + 20_000));
  }

  @Test
  void aTargetThatNeverAnswersIsDownAtEachInterval() {
    targets.answers.put(URL, Answer.SILENCE);
    run(job.withTiming(TICK, TICK), "a:1");
    targets.advance(TICK.multipliedBy(6));
    List<Long> stamps = sink.take("up").stream().map(ScrapeManagerTest::stamp).toList();
    assertThat(stamps).hasSize(5);
    long first = stamps.getFirst();
    assertThat(stamps)
        .containsExactly(first, first + 10_000, first + 20_000, first + 30_000, first + 40_000);
    assertThat(metrics.missedTicks.sum()).isZero();
  }

  @Test
  void aTargetThatDiscoveryDescribesAnewIsScrapedOn() {
    targets.answers.put(URL, Answer.text("a 1\n"));
    run(job, "a:1");
    targets.advance(TICK.multipliedBy(2));
    manager.update(
        "j",
        List.of(
            new TargetGroup(
                "0", List.of(Labels.of("__address__", "a:1")), Labels.of("__meta_revision", "2"))));
    targets.runTasks();
    assertThat(targets.channels).isEqualTo(1);
    assertThat(target().health()).isEqualTo(TargetSnapshot.Health.UP);
    assertThat(target().discovered().get("__meta_revision")).isEqualTo("2");
    targets.advance(TICK);
    assertThat(sink.take("a")).hasSize(3);
    assertThat(target().discovered().get("__meta_revision")).isEqualTo("2");
  }

  @Test
  void aReloadForgetsNoHealth() {
    scrape(job, "a 1\n");
    long last = target().lastScrapeMs();
    manager.apply(List.of(job.withTiming(TICK, Duration.ofSeconds(4))));
    assertThat(target().health()).isEqualTo(TargetSnapshot.Health.UP);
    assertThat(target().lastScrapeMs()).isEqualTo(last);
    assertThat(target().timeout()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void whatIsRefusedIsSaidWhenItBegins() {
    try (var log = new LogLines(Refusals.class.getName())) {
      scrape(job, "a 1\na 2\n");
      scrapeAgain("a 1\na 2\n");
      assertThat(log.lines())
          .containsExactly(
              "WARN Error on ingesting samples with different value but same timestamp");
      scrapeAgain("a 1\n");
      scrapeAgain("a 1\na 2\n");
      assertThat(log.lines()).hasSize(2);
    }
    assertThat(metrics.duplicateTimestamp.sum()).isEqualTo(3);
  }

  @Test
  void aContentTypeThatCannotBeReadIsSaidOnceAndItsBodyHasASize() {
    targets.answers.put(URL, new Answer("<html>", "text/html", null));
    var extra = new SampleSettings(false, true, false, false, false, false, true, UTF8);
    try (var log = new LogLines(ContentTypes.class.getName())) {
      run(job.withSamples(extra), "a:1");
      targets.advance(TICK.multipliedBy(2));
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("ERROR"))
          .containsExactly("ERROR Failed to determine correct type of scrape target.");
    }
    assertThat(sink.take("scrape_body_size_bytes"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("6.0 @"));
  }

  @Test
  void aSeriesThatVanishesGetsOneMarker() {
    scrape(job, "a 1\nb 2\n");
    targets.answers.put(URL, Answer.text("a 1\n"));
    sink.lines.clear();
    targets.advance(TICK.multipliedBy(2));
    assertOne("b", "stale @");
    assertThat(sink.take("a")).hasSize(2);
  }

  @Test
  void aFailureEndsAllSeriesOnceAndTheyComeBack() {
    scrape(job, "a 1\nb 2\n");
    sink.lines.clear();
    targets.answers.put(
        URL, Answer.failure(ScrapeFailure.Kind.STATUS, "server returned HTTP status 503"));
    targets.advance(TICK.multipliedBy(2));
    assertOne("a", "stale @");
    assertThat(sink.take("up")).hasSize(2).allMatch(line -> line.startsWith("0.0 @"));
    assertThat(target().lastError()).isEqualTo("server returned HTTP status 503");

    scrapeAgain("a 1\nb 2\n");
    assertOne("a", "1.0 @");
    assertThat(sink.take("b")).hasSize(2);
  }

  @Test
  void aBodyThatDoesNotParseStoresNothingOfIt() {
    scrape(job, "a 1\nb oops\n");
    assertThat(sink.take("a")).isEmpty();
    assertOne("up", "0.0 @");
  }

  @Test
  void anEmptyBodyIsUpAndEndsEverything() {
    scrape(job, "a 1\n");
    sink.lines.clear();
    targets.answers.put(URL, new Answer("", null, null));
    targets.advance(TICK);
    assertOne("a", "stale @");
    assertOne("up", "1.0 @");
  }

  @Test
  void aTargetThatGoesEndsItsSeriesLater() {
    scrape(job, "a 1\n");
    sink.lines.clear();
    manager.update("j", List.of());
    targets.advance(TICK);
    assertThat(sink.lines).isEmpty();
    targets.advance(TICK.multipliedBy(2));
    assertOne("a", "stale @");
    assertOne("up", "stale @");
  }

  @Test
  void aTargetThatComesBackLives() {
    scrape(job, "a 1\n");
    sink.lines.clear();
    manager.update("j", List.of());
    targets.advance(Duration.ofSeconds(3));
    manager.update("j", groups("a:1"));
    targets.advance(TICK.multipliedBy(4));
    assertThat(sink.take("a")).isNotEmpty().noneMatch(line -> line.startsWith("stale"));
    assertThat(sink.take("up")).noneMatch(line -> line.startsWith("stale"));
  }

  @Test
  void aNewJobThatCannotBeSetUpIsTriedAgainWhenTargetsCome() {
    targets.answers.put(URL, Answer.text("a 1\n"));
    lacksCertificate = true;
    assertThat(manager.apply(List.of(job))).isEmpty();
    manager.update("j", groups("a:1"));
    targets.advance(TICK);
    assertThat(manager.jobNames()).isEmpty();
    assertThat(sink.take("a")).isEmpty();

    lacksCertificate = false;
    manager.update("another", List.of());
    targets.runTasks();
    targets.advance(TICK);

    assertThat(manager.jobNames()).containsExactly("j");
    assertThat(sink.take("a")).hasSize(1);
  }

  @Test
  void aChangedJobThatCannotBeSetUpGoesOnAsItWas() {
    scrape(job, "a 1\n");
    lacksCertificate = true;

    assertThat(manager.apply(List.of(job.withTiming(TICK, TICK))))
        .containsExactly("cannot set up scrape job \"j\": no certificate");

    targets.advance(TICK);
    assertThat(sink.take("a")).hasSize(2);
  }

  @Test
  void aReloadThatChangesNothingTouchesNothing() {
    targets.answers.put(URL, Answer.text("a 1\n"));
    run(job, "a:1");
    targets.advance(TICK.multipliedBy(2));
    long before = stamp(sink.take("a").getLast());
    for (int i = 0; i < 100; i++) {
      manager.apply(List.of(job.withRelabelRules(List.of(), List.of())));
      manager.update("j", groups("a:1"));
    }
    targets.advance(TICK.multipliedBy(2));
    assertThat(sink.take("a"))
        .extracting(ScrapeManagerTest::stamp)
        .containsExactly(before + 10_000, before + 20_000);
  }

  @Test
  void aReloadWithOtherRulesEndsOnlyWhatTheyDrop() {
    scrape(job, "a 1\nb 2\n");
    sink.lines.clear();
    var drop =
        RelabelRule.builder()
            .action(RelabelAction.DROP)
            .sourceLabels("__name__")
            .regex("b")
            .build(NameValidation.UTF8);
    manager.apply(List.of(job.withRelabelRules(List.of(), List.of(drop))));
    targets.advance(TICK.multipliedBy(4));
    assertOne("b", "stale @");
    assertThat(sink.take("a")).isNotEmpty().noneMatch(line -> line.startsWith("stale"));
    assertThat(sink.take("up")).noneMatch(line -> line.startsWith("stale"));
  }

  @Test
  void tooManyTargetsFailAllOfThem() {
    targets.answers.put(URL, Answer.text("a 1\n"));
    run(job.withLimits(new ScrapeLimits(0, 0, 1, 0, 0, 0, 0, 0, 0)), "a:1", "b:1");
    targets.advance(TICK);
    assertThat(targets.fetched).isEmpty();
    assertThat(sink.take("up")).hasSize(2).allMatch(line -> line.startsWith("0.0"));
    assertThat(target().lastError())
        .isEqualTo("target_limit exceeded (number of targets: 2, limit: 1)");
  }

  @Test
  void tooManySamplesFailTheScrape() {
    scrape(job.withLimits(new ScrapeLimits(0, 1, 0, 0, 0, 0, 0, 0, 0)), "a 1\nb 2\n");
    assertThat(sink.take("a")).isEmpty();
    assertOne("scrape_samples_scraped", "2.0");
    assertThat(target().lastError()).isEqualTo("sample limit exceeded");
  }

  @Test
  void explicitTimestampsAreKeptInOrderAndNeverEnd() {
    targets.answers.put(URL, Answer.text("a 1 1700000000500\nb 2\n"));
    run(job, "a:1");
    targets.advance(TICK.multipliedBy(2));
    assertThat(sink.take("a")).containsExactly("1.0 @1700000000500");
    scrapeAgain("b 2\n");
    assertThat(sink.take("a")).isEmpty();
  }

  @Test
  void aSeriesThatWasAwayDoesNotComeBackWithAnOldTimestamp() {
    scrape(job, "a 1 1700000000500\nb 2\n");
    scrapeAgain("b 2\n");
    scrapeAgain("a 1 1700000000500\nb 2\n");
    scrapeAgain("a 1 1700000000501\nb 2\n");
    assertThat(sink.take("a")).containsExactly("1.0 @1700000000500", "1.0 @1700000000501");
  }

  @Test
  void aSampleMayBeOlderThanTheLastOneByLessThanTheWindow() {
    manager = manager(Duration.ofSeconds(1));
    scrape(job, "a 1 1700000002000\nb 2\n");
    scrapeAgain("a 2 1700000001001\nb 2\n");
    scrapeAgain("a 3 1700000002000\nb 2\n");
    scrapeAgain("a 4 1700000001000\nb 2\n");
    assertThat(sink.take("a"))
        .containsExactly("1.0 @1700000002000", "2.0 @1700000001001", "3.0 @1700000002000");
    assertThat(metrics.outOfOrder.sum()).isEqualTo(1);
    assertThat(metrics.agentOutOfOrder.sum()).as("the refused one and the late one").isEqualTo(2);
  }

  @Test
  void aMarkerNeverStandsBehindANewerSample() {
    long ahead = targets.clock.wallMs() + 60_000;
    targets.answers.put(URL, Answer.text("a 1 " + ahead + "\nb 2\n"));
    var tracked = new SampleSettings(false, true, true, false, false, false, false, UTF8);
    run(job.withSamples(tracked), "a:1");
    targets.advance(TICK);
    scrapeAgain("c 2\n");
    assertThat(sink.take("a")).containsExactly("1.0 @" + ahead);
    assertThat(sink.take("b")).hasSize(2).last().asString().startsWith("stale @");
  }

  @Test
  void aRepeatedSeriesIsStoredOnceAndCountsTowardsNoLimit() {
    scrape(job.withLimits(new ScrapeLimits(0, 2, 0, 0, 0, 0, 0, 0, 0)), "a 1\na 2\nb 3\n");
    assertOne("a", "1.0 @");
    assertOne("scrape_samples_post_metric_relabeling", "3.0");
    assertOne("scrape_series_added", "2.0");
  }

  @Test
  void aRepeatedSeriesWithIgnoredTimestampsIsStoredOnce() {
    targets.answers.put(URL, Answer.text("a 1 1000\na 2 2000\n"));
    var ignoring = new SampleSettings(false, false, false, false, false, false, false, UTF8);
    run(job.withSamples(ignoring), "a:1");
    targets.advance(TICK);
    assertOne("a", "1.0 @17");
  }

  @Test
  void aScrapeThatFailsHalfWayCountsItsOwnLines() {
    scrape(job, "a 1\nb 2\nc 3\n");
    sink.lines.clear();
    scrapeAgain("a 1\nb oops\n");
    assertOne("scrape_samples_scraped", "1.0");
    assertOne("c", "stale @");
    scrapeAgain("a 1\nb 2\nd 3\n");
    assertThat(sink.take("scrape_series_added")).last().asString().startsWith("1.0");
  }

  @Test
  void aClockThatGoesBackNeverTurnsASeriesBack() {
    scrape(job, "a 1\n");
    targets.clock.stepWall(Duration.ofHours(-1));
    targets.advance(TICK.multipliedBy(3));
    List<Long> stamps = sink.take("a").stream().map(ScrapeManagerTest::stamp).toList();
    assertThat(stamps).hasSize(4).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aTargetThatShufflesItsLinesSettlesOnOneLayout() {
    String[] pages = {"a 1\nb 2\nc 3\n", "c 3\na 1\nb 2\n", "b 2\nc 3\na 1\n", "c 3\nb 2\na 1\n"};
    targets.answers.put(URL, Answer.text(pages[0]));
    run(job, "a:1");
    for (String page : pages) {
      targets.answers.put(URL, Answer.text(page));
      targets.advance(TICK);
    }
    assertThat(sink.take("a")).hasSize(4).allMatch(line -> line.startsWith("1.0"));
    assertThat(sink.take("b")).hasSize(4).allMatch(line -> line.startsWith("2.0"));
    assertThat(sink.take("c")).hasSize(4).allMatch(line -> line.startsWith("3.0"));
  }

  /// One sample came of the series, and is printed with this beginning.
  private void assertOne(String series, String beginning) {
    assertThat(sink.take(series)).singleElement().asString().startsWith(beginning);
  }

  private TargetSnapshot target() {
    return manager.targets().getOrDefault("j", List.of()).getFirst();
  }

  private static long stamp(String line) {
    return Long.parseLong(line.substring(line.indexOf('@') + 1));
  }

  /// Starts the job with one target, and has it scraped once.
  private void scrape(ScrapeSettings settings, String page) {
    targets.answers.put(URL, Answer.text(page));
    run(settings, "a:1");
    targets.advance(TICK);
  }

  /// The next scrape of that target.
  private void scrapeAgain(String page) {
    targets.answers.put(URL, Answer.text(page));
    targets.advance(TICK);
  }

  private void run(ScrapeSettings settings, String... addresses) {
    manager.apply(List.of(settings));
    manager.update(settings.jobName(), groups(addresses));
    targets.runTasks();
  }

  private static List<TargetGroup> groups(String... addresses) {
    return List.of(
        new TargetGroup(
            "0",
            List.of(addresses).stream().map(a -> Labels.of("__address__", a)).toList(),
            Labels.EMPTY));
  }
}
