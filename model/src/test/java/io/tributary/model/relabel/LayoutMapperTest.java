package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.bytes.PackSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayoutMapperTest {
  private final Layouts layouts = new Layouts();
  private final List<String> slots = List.of("instance", "zone");

  private Layout layout(Labels... series) {
    var block = new BlockBuilder();
    for (Labels labels : series) {
      block.add(labels, slots);
    }
    return layouts.layout(slots, List.of(block.build(FamilyMetadata.NONE)));
  }

  private static Stream stream(String instance, String zone) {
    return new Stream(instance.hashCode(), List.of(instance, zone));
  }

  private LayoutMapper mapper(Labels added, RelabelRule... rules) {
    return new LayoutMapper(layouts, added, RelabelRules.of(rules), LayoutMapper.DEFAULT_MAX_BYTES);
  }

  @Test
  void withoutLabelsAndRulesEveryLayoutIsItsOwnImage() {
    Layout layout = layout(Labels.of("__name__", "up", "instance", "?"));
    var mapped = mapper(Labels.EMPTY).map(layout, stream("a", "z"));
    assertThat(mapped.layout()).isSameAs(layout);
    assertThat(mapped.rowMap()).isNull();
  }

  @Test
  void addsLabelsWhereASeriesLacksThemAndSharesTheImage() {
    Layout layout =
        layout(
            Labels.of("__name__", "a", "instance", "?"),
            Labels.of("__name__", "b", "instance", "?", "region", "own"));
    var mapper = mapper(Labels.of("region", "eu", "instance", "never"));
    var one = mapper.map(layout, stream("host1", "z"));
    var two = mapper.map(layout, stream("host2", "z"));
    assertThat(two.layout()).isSameAs(one.layout());
    assertThat(one.rowMap()).isNull();
    assertThat(one.layout().labels(0, stream("host1", "z")))
        .isEqualTo(Labels.of("__name__", "a", "instance", "host1", "region", "eu"));
    assertThat(one.layout().labels(1, stream("host2", "z")))
        .isEqualTo(Labels.of("__name__", "b", "instance", "host2", "region", "own"));
    assertThat(mapper.size()).isEqualTo(1);
  }

  @Test
  void theImageOfAFoldedLayoutIsFolded() {
    var mapper = mapper(Labels.of("region", "eu"));
    Layout layout = layout(Labels.of("__name__", "a", "instance", "?"), Labels.of("__name__", "b"));
    Layout before = mapper.map(layout, stream("host1", "z")).layout();
    assertThat(before.isFolded()).isFalse();
    layout.fold(new PackSink());
    Layout after = mapper.map(layout, stream("host1", "z")).layout();
    assertThat(after).isSameAs(before);
    assertThat(after.isFolded()).isTrue();
    assertThat(after.labels(0, stream("host1", "z")))
        .isEqualTo(Labels.of("__name__", "a", "instance", "host1", "region", "eu"));
  }

  @Test
  void anImageThatLayoutsShareStaysOpen() {
    var rule =
        RelabelRule.builder()
            .action(RelabelAction.DROP)
            .sourceLabels(List.of("__name__"))
            .regex("b.*")
            .build(NameValidation.UTF8);
    var mapper = mapper(Labels.of("region", "eu"), rule);
    Layout one = layout(Labels.of("__name__", "a"), Labels.of("__name__", "b1"));
    Layout two = layout(Labels.of("__name__", "a"), Labels.of("__name__", "b2"));
    mapper.map(one, stream("host1", "z"));
    mapper.map(two, stream("host2", "z"));
    one.fold(new PackSink());
    assertThat(mapper.map(one, stream("host1", "z")).layout().isFolded()).isFalse();
  }

  @Test
  void foldedImagesOfMoreLayoutsFit() {
    var mapper = new LayoutMapper(layouts, Labels.of("r", "eu"), RelabelRules.NONE, 20_000);
    for (int i = 0; i < 100; i++) {
      var series = new Labels[10];
      for (int row = 0; row < series.length; row++) {
        series[row] = Labels.of("__name__", "a" + i, "row", "r" + row);
      }
      Layout layout = layout(series);
      if (i >= 50) {
        layout.fold(new PackSink());
      }
      mapper.map(layout, stream("h", "z"));
      if (i == 49) {
        assertThat(mapper.size()).isBetween(15, 25);
      }
    }
    assertThat(mapper.size()).isBetween(35, 45);
  }

  @Test
  void droppedRowsLeaveARowMapBehind() {
    Layout layout =
        layout(Labels.of("__name__", "a"), Labels.of("__name__", "b"), Labels.of("__name__", "c"));
    var rule =
        RelabelRule.builder()
            .action(RelabelAction.DROP)
            .sourceLabels(List.of("__name__"))
            .regex("b")
            .build(NameValidation.UTF8);
    var mapped = mapper(Labels.EMPTY, rule).map(layout, stream("x", "z"));
    assertThat(mapped.rowMap()).containsExactly(0, 2);
    assertThat(mapped.layout().rowCount()).isEqualTo(2);
  }

  @Test
  void aRuleThatReadsASlotSeesTheStreamsValue() {
    Layout layout = layout(Labels.of("__name__", "a", "instance", "?", "zone", "?"));
    var rule =
        RelabelRule.builder()
            .action(RelabelAction.DROP)
            .sourceLabels(List.of("instance"))
            .regex("test.*")
            .build(NameValidation.UTF8);
    var mapper = mapper(Labels.EMPTY, rule);
    assertThat(mapper.map(layout, stream("test1", "z")).layout().rowCount()).isZero();
    var kept = mapper.map(layout, stream("prod1", "z")).layout();
    // The label came out unchanged, so it is a slot again and targets share the image.
    assertThat(mapper.map(layout, stream("prod2", "y")).layout()).isSameAs(kept);
    assertThat(kept.labels(0, stream("prod2", "y")))
        .isEqualTo(Labels.of("__name__", "a", "instance", "prod2", "zone", "y"));
  }

  private void assertShared(RelabelRule... rules) {
    Layout layout =
        layout(
            Labels.of("__name__", "a", "instance", "?", "zone", "?"),
            Labels.of("__name__", "b", "instance", "?"));
    var mapper = mapper(Labels.EMPTY, rules);
    var one = mapper.map(layout, stream("web1:9100", "z"));
    var two = mapper.map(layout, stream("web2:9100", "y"));
    assertThat(two.layout()).isSameAs(one.layout());
    assertThat(mapper.map(layout, stream("web1:9100", "z")).layout()).isSameAs(one.layout());
    for (int row = 0; row < 2; row++) {
      for (Stream stream : List.of(stream("web1:9100", "z"), stream("web2:9100", "y"))) {
        var mapped = mapper.map(layout, stream);
        var expected = new LabelsBuilder(layout.labels(row, stream));
        new Relabeler(RelabelRules.of(rules)).apply(expected);
        assertThat(mapped.layout().labels(row, mapped.stream())).isEqualTo(expected.labels());
      }
    }
  }

  @Test
  void targetsShareAnImageWhenALabelmapRenamesWhatTellsThemApart() {
    assertShared(
        RelabelRule.builder()
            .action(RelabelAction.LABELMAP)
            .regex("inst(.*)")
            .replacement("host_$1")
            .build(NameValidation.UTF8),
        RelabelRule.builder()
            .action(RelabelAction.LABELDROP)
            .regex("instance")
            .build(NameValidation.UTF8));
  }

  @Test
  void targetsShareAnImageWhenTheirInstanceIsCutShort() {
    assertShared(
        RelabelRule.builder()
            .sourceLabels(List.of("instance"))
            .targetLabel("instance")
            .regex("(.*):\\d+")
            .replacement("$1")
            .build(NameValidation.UTF8));
  }

  @Test
  void targetsShareAnImageWhenALabelIsMadeOfSeveral() {
    assertShared(
        RelabelRule.builder()
            .sourceLabels(List.of("zone", "instance"))
            .targetLabel("id")
            .build(NameValidation.UTF8),
        RelabelRule.builder().targetLabel("env").replacement("prod").build(NameValidation.UTF8));
  }

  @Test
  void manyTargetsOfOneImageTakeLittleRoom() {
    var series = new Labels[200];
    for (int i = 0; i < series.length; i++) {
      series[i] = Labels.of("__name__", "m" + i, "instance", "?");
    }
    Layout layout = layout(series);
    var rule =
        RelabelRule.builder()
            .sourceLabels(List.of("instance"))
            .targetLabel("host")
            .build(NameValidation.UTF8);
    var mapper = new LayoutMapper(layouts, Labels.EMPTY, RelabelRules.of(rule), 1 << 20);
    for (int target = 0; target < 1000; target++) {
      mapper.map(layout, stream("host" + target, "z"));
    }
    assertThat(mapper.size()).isEqualTo(1000);
  }

  /// Against the rules applied to the labels of each series.
  @Test
  void saysWhatTheRulesSayOfEachSeries() {
    var rules =
        List.of(
            RelabelRule.builder()
                .sourceLabels(List.of("instance", "job"))
                .targetLabel("id")
                .regex("(.*);(.*)")
                .replacement("$2/$1")
                .build(NameValidation.UTF8),
            RelabelRule.builder()
                .action(RelabelAction.LABELDROP)
                .regex("zo.*")
                .build(NameValidation.UTF8),
            RelabelRule.builder()
                .action(RelabelAction.LABELMAP)
                .regex("x_(.+)")
                .replacement("$1")
                .build(NameValidation.UTF8),
            RelabelRule.builder()
                .action(RelabelAction.KEEP)
                .sourceLabels(List.of("__name__"))
                .regex("m[0-7]")
                .build(NameValidation.UTF8));
    var compiled = RelabelRules.of(rules);
    var mapper = new LayoutMapper(layouts, Labels.of("job", "j"), compiled, 4_000);
    long seed = 9;
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      var series = new Labels[1 + random.nextInt(12)];
      for (int i = 0; i < series.length; i++) {
        var labels = new Labels.Builder().set("__name__", "m" + random.nextInt(10));
        if (random.nextBoolean()) {
          labels.set("instance", "?");
        }
        if (random.nextBoolean()) {
          labels.set("zone", "?").set("x_" + (char) ('a' + random.nextInt(3)), "v" + i);
        }
        series[i] = labels.build();
      }
      Layout layout = layout(series);
      Stream stream = stream("host" + random.nextInt(3), random.nextInt(4) == 0 ? "" : "z1");
      var mapped = mapper.map(layout, stream);
      assertThat(mapped.stream().key()).isEqualTo(stream.key());
      int row = 0;
      for (int i = 0; i < series.length; i++) {
        var expected = new LabelsBuilder(layout.labels(i, stream));
        if (expected.get("job").isEmpty()) {
          expected.set("job", "j");
        }
        if (!new Relabeler(compiled).apply(expected)) {
          continue;
        }
        assertThat(mapped.layout().labels(row, mapped.stream()))
            .as("seed %d, round %d", seed, round)
            .isEqualTo(expected.labels());
        int[] rowMap = mapped.rowMap();
        assertThat(rowMap == null ? row : rowMap[row]).isEqualTo(i);
        row++;
      }
      assertThat(mapped.layout().rowCount()).isEqualTo(row);
    }
  }

  @Test
  void forgetsWhatNobodyAskedForSinceTheLastTime() {
    var mapper = mapper(Labels.of("region", "eu"));
    Layout often = layout(Labels.of("__name__", "a", "instance", "?"));
    Layout once = layout(Labels.of("__name__", "b", "instance", "?"));
    mapper.map(often, stream("h", "z"));
    mapper.map(once, stream("h", "z"));
    assertThat(mapper.forgetUnused()).isZero();
    mapper.map(often, stream("h", "z"));
    assertThat(mapper.forgetUnused()).isEqualTo(1);
    assertThat(mapper.size()).isEqualTo(1);
    assertThat(mapper.computations()).isEqualTo(2);
    mapper.map(once, stream("h", "z"));
    assertThat(mapper.computations()).isEqualTo(3);
  }
}
