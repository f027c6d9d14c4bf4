package io.tributary.metrics.scrape.cardinality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.base.bytes.Hash64;
import io.tributary.base.bytes.PackSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SeriesCountTest {
  private final Layouts layouts = new Layouts();

  private static SeriesBlock block(List<String> slots, List<Labels> rows) {
    var builder = new BlockBuilder();
    rows.forEach(row -> builder.add(row, slots));
    return builder.build(FamilyMetadata.NONE);
  }

  private static ExposedSeries target(String instance, Layout layout) {
    return new ExposedSeries(
        "job",
        instance,
        "http://" + instance,
        layout,
        new Stream(instance.hashCode(), List.of(instance)),
        0,
        1000);
  }

  @Test
  void countsNothingOfNothing() {
    assertThat(SeriesCount.of(List.of(), 10))
        .isEqualTo(new Cardinality(0, 0, List.of(), List.of(), List.of()));
  }

  /// Against the plain way: every label set of every target written out.
  @Test
  void countsWhatWritingEverySeriesOutCounts() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    List<ExposedSeries> targets = randomTargets(random);

    Cardinality counted = SeriesCount.of(targets, 1000);

    var series = new TreeMap<String, Long>();
    var bytes = new TreeMap<String, Long>();
    var users = new TreeMap<String, Set<String>>();
    var values = new TreeMap<String, Set<String>>();
    long all = 0;
    for (ExposedSeries target : targets) {
      for (int row = 0; row < target.layout().rowCount(); row++) {
        Labels labels = target.layout().labels(row, target.stream());
        String name = labels.get("__name__");
        all++;
        series.merge(name, 1L, Long::sum);
        users.computeIfAbsent(name, _ -> new HashSet<>()).add(target.instance());
        labels.forEach((label, value) -> {
          bytes.merge(name, (long) label.length() + value.length(), Long::sum);
          if (!label.equals("__name__")) {
            values.computeIfAbsent(label, _ -> new TreeSet<>()).add(value);
          }
        });
      }
    }
    assertThat(counted.series()).as("seed %d", seed).isEqualTo(all);
    for (Cardinality.OfMetric metric : counted.metrics()) {
      assertThat(metric)
          .as("seed %d", seed)
          .isEqualTo(
              new Cardinality.OfMetric(
                  metric.name(),
                  series.getOrDefault(metric.name(), -1L),
                  users.getOrDefault(metric.name(), Set.of()).size(),
                  bytes.getOrDefault(metric.name(), -1L)));
    }
    assertThat(counted.metrics()).as("seed %d", seed).hasSameSizeAs(series.keySet());
    for (Cardinality.OfLabel label : counted.labels()) {
      assertThat(label.values())
          .as("values of %s, seed %d", label.name(), seed)
          .isEqualTo(values.getOrDefault(label.name(), Set.of()).size());
    }
    assertThat(counted.labels()).as("seed %d", seed).hasSameSizeAs(values.keySet());
  }

  private List<ExposedSeries> randomTargets(Random random) {
    var targets = new ArrayList<ExposedSeries>();
    for (int group = 0; group < 5; group++) {
      var rows = new ArrayList<Labels>();
      for (int i = 0; i < 1 + random.nextInt(60); i++) {
        var labels = new TreeMap<String, String>();
        labels.put("__name__", "metric_" + random.nextInt(4));
        labels.put("instance", "?");
        for (int label = random.nextInt(4); label > 0; label--) {
          labels.put("label" + random.nextInt(5), "value" + random.nextInt(9));
        }
        rows.add(Labels.of(labels));
      }
      Layout layout =
          layouts.layout(List.of("instance"), List.of(block(List.of("instance"), rows)));
      boolean isFolded = random.nextBoolean();
      if (isFolded) {
        layout.fold(new PackSink());
      }
      for (int i = 0; i < (isFolded ? 1 : 1 + random.nextInt(5)); i++) {
        targets.add(target("host" + group + "-" + i, layout));
      }
    }
    return targets;
  }

  @Test
  void givesTheMostCostlyFirstAndNoMoreThanAskedFor() {
    var small = block(List.of(), List.of(Labels.of(Map.of("__name__", "small"))));
    var large = new ArrayList<Labels>();
    for (int i = 0; i < 50; i++) {
      large.add(Labels.of(Map.of("__name__", "large", "id", Integer.toString(i))));
    }
    Layout both = layouts.layout(List.of(), List.of(small, block(List.of(), large)));
    Layout one = layouts.layout(List.of(), List.of(small));
    List<ExposedSeries> targets =
        List.of(
            new ExposedSeries("j", "one", "u1", one, new Stream(1, List.of()), 0, 0),
            new ExposedSeries("j", "both", "u2", both, new Stream(2, List.of()), 0, 0));

    Cardinality counted = SeriesCount.of(targets, 1);

    assertThat(counted.metrics()).extracting(Cardinality.OfMetric::name).containsExactly("large");
    assertThat(counted.topTargets())
        .extracting(Cardinality.OfTarget::instance)
        .containsExactly("both");
    assertThat(counted.labels())
        .containsExactly(new Cardinality.OfLabel("id", 50, 50, 50 * 2 + 10 + 80));
  }

  @Test
  void namesThatATargetMakesUpDoNotFillTheMemory() {
    var rows = new ArrayList<Labels>();
    for (int i = 0; i < SeriesCount.MOST_LABELS + 100; i++) {
      rows.add(Labels.of(Map.of("__name__", "m", "made_up_" + i, "x")));
    }
    Layout layout = layouts.layout(List.of(), List.of(block(List.of(), rows)));
    Cardinality counted =
        SeriesCount.of(
            List.of(new ExposedSeries("j", "i", "u", layout, new Stream(1, List.of()), 0, 0)),
            10_000);
    assertThat(counted.labels()).hasSize(SeriesCount.MOST_LABELS + 1);
    assertThat(counted.labels().getFirst())
        .extracting(Cardinality.OfLabel::name, Cardinality.OfLabel::series)
        .containsExactly(SeriesCount.OTHERS, 100L);
  }

  @Test
  void manyDifferentValuesAreEstimatedWithinAFewPercent() {
    for (int different : new int[] {0, 1, 1024, 1025, 3000, 20_000, 1_000_000}) {
      var count = new DistinctCount();
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < different; i++) {
          byte[] value = ("pod-" + i).getBytes(StandardCharsets.UTF_8);
          count.add(Hash64.of(value, 0, value.length, 42));
        }
      }
      long allowed = different <= DistinctCount.MOST_EXACT ? 0 : different / 10;
      assertThat(count.count()).isCloseTo(different, within(allowed));
    }
  }
}
