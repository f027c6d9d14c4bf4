package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.tributary.base.time.ManualClock;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RelabelSinkTest {
  private static final Stream STREAM = new Stream(1, List.of("i"));
  private static final RelabelRule DROP_B =
      RelabelRule.builder()
          .sourceLabels("__name__")
          .regex("b")
          .action(RelabelAction.DROP)
          .build(NameValidation.LEGACY);
  private static final RelabelRule ZONE =
      RelabelRule.builder().targetLabel("zone").replacement("z").build(NameValidation.LEGACY);

  private final Layouts layouts = new Layouts();
  private final ManualClock clock = new ManualClock(1_000_000);
  private final Samples samples = new Samples();
  private final Layout layout = layout("a", "b", "c");
  private RelabelArguments arguments =
      new RelabelArguments(List.of(), RelabelRules.NONE, 100_000, Duration.ZERO);
  private final RelabelSink sink = new RelabelSink(layouts, samples, clock, arguments);
  private long nowMs;

  private Layout layout(String... names) {
    var block = new BlockBuilder();
    for (String name : names) {
      block.add(Labels.of("__name__", name, "instance", "?"), List.of("instance"));
    }
    return layouts.layout(List.of("instance"), List.of(block.build(FamilyMetadata.NONE)));
  }

  private void rules(RelabelRule... rules) {
    arguments =
        new RelabelArguments(
            List.of(), RelabelRules.of(rules), arguments.maxCacheSize(), arguments.cacheTtl());
    sink.update(arguments);
  }

  private void append(Layout of) {
    long[] values = new long[of.rowCount()];
    for (int row = 0; row < values.length; row++) {
      values[row] = Double.doubleToRawLongBits(row);
    }
    nowMs += 10_000;
    sink.append(new ScrapeColumn(STREAM, of, nowMs, values, null, null));
  }

  private List<String> take() {
    List<String> lines = samples.all().stream().map(one -> one.text("instance", "zone")).toList();
    samples.clear();
    return lines;
  }

  @Test
  void withoutRulesItHandsOnTheSameLayout() {
    append(layout);
    assertThat(take())
        .containsExactly(
            "a instance=i zone= 0.0", "b instance=i zone= 1.0", "c instance=i zone= 2.0");
  }

  @Test
  void keepsTheValuesOfTheRowsThatStay() {
    rules(DROP_B, ZONE);
    append(layout);
    assertThat(take()).containsExactly("a instance=i zone=z 0.0", "c instance=i zone=z 2.0");
  }

  @Test
  void keepsWhatGoesBesideTheRowsThatStay() {
    rules(DROP_B);
    var columns = new ArrayList<ScrapeColumn>();
    var recording = new RelabelSink(layouts, columns::add, clock, arguments);
    var selected = new BitSet();
    selected.set(1, 3);
    var side =
        new SideColumns(
            new long[] {1, 2, 3},
            new long[] {4, 5, 6},
            null,
            List.of(new Exemplar(1, Labels.EMPTY, 7, 8), new Exemplar(2, Labels.EMPTY, 9, 10)));
    recording.append(new ScrapeColumn(STREAM, layout, 1, new long[3], selected, side));
    ScrapeColumn kept = columns.getFirst();
    assertThat(kept.sampleCount()).isEqualTo(1);
    assertThat(kept.selected()).isEqualTo(BitSet.valueOf(new long[] {2}));
    SideColumns beside = Objects.requireNonNull(kept.side());
    assertThat(beside.timestampsMs()).containsExactly(1, 3);
    assertThat(beside.startTimestampsMs()).containsExactly(4, 6);
    assertThat(beside.exemplars()).containsExactly(new Exemplar(1, Labels.EMPTY, 9, 10));
  }

  @Test
  void forwardsNothingWhereNothingIsLeft() {
    rules(
        RelabelRule.builder()
            .sourceLabels("__name__")
            .regex("nothing")
            .action(RelabelAction.KEEP)
            .build(NameValidation.LEGACY));
    append(layout);
    assertThat(take()).isEmpty();
  }

  @Test
  void endsSeriesThatOtherRulesTakeOut() {
    append(layout);
    take();
    rules(DROP_B);
    append(layout);
    assertThat(take())
        .containsExactly(
            "b instance=i zone= stale", "a instance=i zone= 0.0", "c instance=i zone= 2.0");
    append(layout);
    assertThat(take()).containsExactly("a instance=i zone= 0.0", "c instance=i zone= 2.0");
    rules(DROP_B, ZONE);
    append(layout);
    assertThat(take())
        .containsExactly(
            "a instance=i zone= stale",
            "c instance=i zone= stale",
            "a instance=i zone=z 0.0",
            "c instance=i zone=z 2.0");
  }

  @Test
  void endsNothingThatHasBeenSilentForLong() {
    append(layout);
    take();
    rules(DROP_B);
    nowMs += Duration.ofMinutes(6).toMillis();
    append(layout);
    assertThat(take()).containsExactly("a instance=i zone= 0.0", "c instance=i zone= 2.0");
  }

  @Test
  void endsNoSeriesWithATimestampOfItsOwn() {
    append(layout);
    take();
    rules(DROP_B);
    var side =
        new SideColumns(
            new long[] {SideColumns.NO_TIMESTAMP, 5, SideColumns.NO_TIMESTAMP},
            null,
            null,
            List.of());
    nowMs += 10_000;
    sink.append(new ScrapeColumn(STREAM, layout, nowMs, new long[3], null, side));
    assertThat(take()).containsExactly("a instance=i zone= 0.0", "c instance=i zone= 0.0");
  }

  @Test
  void computesALayoutOnceUntilItsResultExpires() {
    var registry = new PrometheusRegistry();
    sink.register(registry);
    arguments =
        new RelabelArguments(
            List.of(), RelabelRules.of(ZONE), arguments.maxCacheSize(), Duration.ofMinutes(1));
    sink.update(arguments);
    append(layout);
    append(layout);
    append(layout("d"));
    assertThat(sink.cached()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    append(layout);
    assertThat(sink.cached()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    append(layout);
    assertThat(sink.cached()).isEqualTo(1);
    assertThat(gauge(registry, "alloy_prometheus_relabel_cache_hits")).isEqualTo(9);
    assertThat(gauge(registry, "alloy_prometheus_relabel_cache_misses")).isEqualTo(4);
    assertThat(gauge(registry, "alloy_prometheus_relabel_cache_ttl_evictions")).isEqualTo(1);
    assertThat(gauge(registry, "agent_prometheus_relabel_metrics_written")).isEqualTo(13);
  }

  private static double gauge(PrometheusRegistry registry, String name) {
    return registry.scrape().stream()
        .filter(family -> family.getMetadata().getPrometheusName().equals(name))
        .map(family -> ((GaugeSnapshot) family).getDataPoints().getFirst().getValue())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void holdsNoMoreResultsThanItMay() {
    arguments = new RelabelArguments(List.of(), RelabelRules.of(ZONE), 10, Duration.ZERO);
    sink.update(arguments);
    for (int i = 0; i < 100; i++) {
      append(layout("m" + i));
    }
    assertThat(sink.cached()).isBetween(1, 20);
  }
}
