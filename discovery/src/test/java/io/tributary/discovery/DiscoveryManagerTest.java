package io.tributary.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.time.ManualClock;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryManagerTest {
  private record Fake(String id) implements DiscoverySettings {
    @Override
    public String mechanism() {
      return "fake";
    }
  }

  private static final class FakeDiscoverer implements Discoverer {
    @Nullable Sink sink;
    boolean isClosed;

    @Override
    public void start(Sink to) {
      sink = to;
    }

    @Override
    public void close() {
      isClosed = true;
    }

    void finds(TargetGroup... groups) {
      java.util.Objects.requireNonNull(sink).publish(List.of(groups));
    }

    void fails() {
      java.util.Objects.requireNonNull(sink).failed("cannot ask");
    }
  }

  private record Delivery(String job, List<TargetGroup> groups) {
    List<String> sources() {
      return groups.stream().map(TargetGroup::source).toList();
    }
  }

  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, FakeDiscoverer> discoverers = new LinkedHashMap<>();
  private final List<String> created = new ArrayList<>();
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final DiscoveryManager manager = manager(new DiscoveryLimits(1, 100));

  private DiscoveryManager manager(DiscoveryLimits limits) {
    return new DiscoveryManager(
        "scrape",
        DiscoveryManager.DEFAULT_SPACING,
        limits,
        clock,
        this::create,
        new DiscoveryMetrics(registry),
        TargetListener.joined(this::consume));
  }

  private volatile boolean consumerIsBroken;

  private void consume(String job, List<TargetGroup> groups) {
    if (consumerIsBroken) {
      consumerIsBroken = false;
      throw new IllegalStateException("the consumer is broken");
    }
    deliveries.add(new Delivery(job, groups));
  }

  private Discoverer create(DiscoverySettings settings, String config) throws IOException {
    String id = ((Fake) settings).id;
    if (id.startsWith("broken")) {
      throw new IOException("no credentials");
    }
    created.add(id + " for " + config);
    var discoverer = new FakeDiscoverer();
    discoverers.put(id, discoverer);
    return discoverer;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void servesTheFirstTargetsAtOnce() throws Exception {
    apply("job", "a");
    find("a", group("g1", 2));

    assertThat(next().sources()).containsExactly("g1");
  }

  @Test
  void waitsUntilAllProvidersOfAJobHaveAnswered() throws Exception {
    apply("job", "a", "b", "c");
    find("a", group("g1", 1));
    discoverer("b").fails();
    assertThat(deliveries).isEmpty();

    find("c", group("g2", 1));

    assertThat(next().sources()).containsExactly("g1", "g2");
  }

  @Test
  void goesOnWithoutAProviderThatStaysSilent() throws Exception {
    apply("job", "a", "silent");
    find("a", group("g1", 1));
    advance(4_999);
    assertThat(deliveries).isEmpty();

    advance(1);

    assertThat(next().sources()).containsExactly("g1");
  }

  @Test
  void runsEqualSettingsOnce() throws Exception {
    manager.apply(
        Map.of("one", List.of(new Fake("a")), "two", List.of(new Fake("a"), new Fake("a"))));
    find("a", group("g1", 1));

    assertThat(created).hasSize(1);
    assertThat(List.of(next().job(), next().job())).containsExactlyInAnyOrder("one", "two");
    assertThat(deliveries).isEmpty();
  }

  @Test
  void keepsUnchangedProvidersWithTheirTargetsOverAReload() throws Exception {
    apply("job", "a");
    find("a", group("g1", 1));
    next();

    manager.apply(Map.of("job", List.of(new Fake("a")), "new", List.of(new Fake("a"))));

    assertThat(next()).isEqualTo(new Delivery("new", List.of(group("g1", 1))));
    assertThat(created).containsExactly("a for job");
    assertThat(discoverer("a").isClosed).isFalse();
    advance(60_000);
    assertThat(deliveries).isEmpty();
  }

  @Test
  void keepsTheOldTargetsUntilChangedSettingsHaveAnswered() throws Exception {
    apply("job", "a", "b");
    find("a", group("g1", 1));
    find("b", group("g2", 1));
    assertThat(next().sources()).containsExactly("g1", "g2");

    apply("job", "a", "b2");
    assertThat(discoverer("b").isClosed).isTrue();
    assertThat(deliveries).isEmpty();
    find("b2", group("g2", 1));

    assertThat(next().sources()).containsExactly("g1", "g2");
  }

  @Test
  void servesNobodyWhileItIsPausedAndForgetsNothing() throws Exception {
    apply("job", "a");
    find("a", group("g1", 1));
    next();

    manager.pause();
    try {
      apply("job", "a", "b");
      find("b", group("g2", 1));
      assertThat(deliveries).isEmpty();
    } finally {
      manager.resume();
    }

    assertThat(next().sources()).containsExactly("g1", "g2");
    assertThat(deliveries).isEmpty();
  }

  @Test
  void collectsABurstAndKeepsTheSpacing() throws Exception {
    apply("job", "a");
    find("a", group("g1", 1));
    next();

    for (int i = 2; i < 20; i++) {
      find("a", group("g" + i, 1));
    }
    advance(4_999);
    assertThat(deliveries).isEmpty();
    advance(1);

    assertThat(next().groups()).hasSize(19);
    advance(60_000);
    assertThat(deliveries).isEmpty();
  }

  @Test
  void servesAChangeSoonAfterAQuietTime() throws Exception {
    apply("job", "a");
    find("a", group("g1", 1));
    next();
    advance(60_000);

    find("a", group("g1", 2));
    assertThat(deliveries).isEmpty();
    advance(DiscoveryManager.DEBOUNCE.toMillis());

    assertThat(next().groups()).containsExactly(group("g1", 2));
  }

  @Test
  void takesNoNoticeOfWhatHasNotChanged() throws Exception {
    apply("job", "a");
    find("a", group("g1", 1));
    next();

    find("a", group("g1", 1), group("never seen", 0));
    discoverer("a").fails();
    advance(60_000);

    assertThat(deliveries).isEmpty();
  }

  @Test
  void servesAnEmptyListWhenTheLastTargetGoes() throws Exception {
    apply("job", "a");
    find("a", group("g1", 1));
    next();
    advance(10_000);

    find("a", group("g1", 0));
    advance(100);

    assertThat(next().groups()).isEmpty();
  }

  @Test
  void servesAnEmptyListToAJobWithoutDiscovery() throws Exception {
    apply("job");

    assertThat(next()).isEqualTo(new Delivery("job", List.of()));
  }

  @Test
  void goesOnWithoutAMechanismThatCannotBeBuilt() throws Exception {
    apply("job", "broken", "a");
    find("a", group("g1", 1));

    assertThat(next().sources()).containsExactly("g1");
    assertThat(gauge("prometheus_sd_failed_configs", "name", "scrape")).isEqualTo(1);

    apply("job", "a");
    assertThat(gauge("prometheus_sd_failed_configs", "name", "scrape")).isEqualTo(0);
  }

  @Test
  void keepsThePreviousTargetsWhereThereAreTooManyNewOnes() throws Exception {
    apply("job", "a");
    find("a", group("g1", 60));
    next();

    find("a", group("g2", 41));
    advance(60_000);
    assertThat(deliveries).isEmpty();
    assertThat(counter("tributary_sd_updates_refused")).isEqualTo(1);

    find("a", group("g1", 59), group("g2", 41));
    advance(100);
    assertThat(next().sources()).containsExactly("g1", "g2");
  }

  @Test
  void triesAgainWhenTheConsumerBreaks() throws Exception {
    apply("job", "a");
    consumerIsBroken = true;
    find("a", group("g1", 1));
    awaitCounter("prometheus_sd_updates_delayed", 1);

    advance(5_000);

    assertThat(next().sources()).containsExactly("g1");
  }

  @Test
  void stopsWhatNoJobNeedsAnyMore() throws Exception {
    apply("job", "a");
    FakeDiscoverer discoverer = discoverer("a");
    find("a", group("g1", 3));
    next();
    awaitCounter("prometheus_sd_updates", 1);
    assertThat(gauge("prometheus_sd_discovered_targets", "name", "scrape", "config", "job"))
        .isEqualTo(3);

    apply("other", "b");
    discoverer.finds(group("g1", 4));
    find("b");

    assertThat(discoverer.isClosed).isTrue();
    assertThat(next()).isEqualTo(new Delivery("other", List.of()));
    assertThat(series("prometheus_sd_discovered_targets")).noneMatch(l -> l.contains("\"job\""));
  }

  @Test
  void servesNobodyAfterClosing() throws Exception {
    apply("job", "a", "b");
    find("a", group("g1", 1));

    manager.close();
    discoverer("b").fails();
    advance(60_000);

    assertThat(deliveries).isEmpty();
    assertThat(discoverers.values()).allMatch(discoverer -> discoverer.isClosed);
  }

  @Test
  void countsNoTargetsForAJobThatStillWaitsForThem() throws Exception {
    apply("job", "silent");
    assertThat(gauge("prometheus_sd_discovered_targets", "name", "scrape", "config", "job"))
        .isZero();
  }

  @Test
  void showsTheMetricsOfPrometheus() throws Exception {
    apply("job", "a");
    find("a", group("g1", 3));
    next();
    awaitCounter("prometheus_sd_updates", 1);

    assertThat(series("prometheus_sd_discovered_targets"))
        .containsExactly("{config=\"job\",name=\"scrape\"} 3.0");
    assertThat(series("prometheus_sd_failed_configs")).containsExactly("{name=\"scrape\"} 0.0");
    assertThat(series("prometheus_sd_received_updates")).containsExactly("{name=\"scrape\"} 1.0");
    assertThat(series("prometheus_sd_updates")).containsExactly("{name=\"scrape\"} 1.0");
    assertThat(series("prometheus_sd_updates_delayed")).containsExactly("{name=\"scrape\"} 0.0");
    assertThat(series("prometheus_sd_last_update_timestamp_seconds"))
        .containsExactly("{config=\"job\",name=\"scrape\"} 1.7E9");
  }

  private void apply(String job, String... ids) {
    manager.apply(
        Map.of(job, java.util.Arrays.stream(ids).<DiscoverySettings>map(Fake::new).toList()));
  }

  private FakeDiscoverer discoverer(String id) {
    return java.util.Objects.requireNonNull(discoverers.get(id));
  }

  private void find(String id, TargetGroup... groups) {
    discoverer(id).finds(groups);
  }

  private Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
    assertThat(delivery).as("a delivery").isNotNull();
    return java.util.Objects.requireNonNull(delivery);
  }

  private void advance(long ms) {
    clock.advance(Duration.ofMillis(ms));
  }

  private static TargetGroup group(String source, int targets) {
    var list = new ArrayList<Labels>();
    for (int i = 0; i < targets; i++) {
      list.add(Labels.of("__address__", source + ":" + i));
    }
    return new TargetGroup(source, list, Labels.EMPTY);
  }

  private void awaitCounter(String name, double value) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (counter(name) < value) {
      assertThat(System.nanoTime()).as(name).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private double counter(String name) {
    return snapshot(name) instanceof CounterSnapshot counter
        ? counter.getDataPoints().getFirst().getValue()
        : Double.NaN;
  }

  private double gauge(String name, String... labels) {
    var wanted = io.prometheus.metrics.model.snapshots.Labels.of(labels);
    return snapshot(name) instanceof GaugeSnapshot gauge
        ? gauge.getDataPoints().stream()
            .filter(point -> point.getLabels().equals(wanted))
            .findFirst()
            .orElseThrow()
            .getValue()
        : Double.NaN;
  }

  private List<String> series(String name) {
    MetricSnapshot snapshot = snapshot(name);
    return snapshot.getDataPoints().stream()
        .map(point ->
            point.getLabels()
                + " "
                + switch (point) {
                  case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getValue();
                  case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getValue();
                  default -> Double.NaN;
                })
        .toList();
  }

  private MetricSnapshot snapshot(String name) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
