package io.tributary.metrics.scrape.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.MetricType;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PageReaderTest {
  private static final Labels TARGET = Labels.of("instance", "10.0.0.7:9100", "job", "node");

  private final Layouts layouts = new Layouts();
  private final PageReader reader = new PageReader(ExpositionOptions.DEFAULT);

  @Test
  void givesEachSeriesItsLabelsValueAndMetadata() {
    var context = context(rules(false, RelabelRules.NONE));
    var page =
        read(
            """
            # HELP cpu Seconds.
            # TYPE cpu counter
            cpu{mode="idle"} 12.5
            cpu{mode="user",cpu="0"} 3
            up_since 7
            """,
            context);

    assertThat(series(page, context))
        .containsExactlyEntriesOf(
            new TreeMap<>(
                java.util.Map.of(
                    "{__name__=\"cpu\", instance=\"10.0.0.7:9100\", job=\"node\", mode=\"idle\"}",
                    12.5,
                    "{__name__=\"cpu\", cpu=\"0\", instance=\"10.0.0.7:9100\", job=\"node\","
                        + " mode=\"user\"}",
                    3.0,
                    "{__name__=\"up_since\", instance=\"10.0.0.7:9100\", job=\"node\"}",
                    7.0)));
    assertThat(page.page().layout().block(0).metadata().type()).isEqualTo(MetricType.COUNTER);
    assertThat(page.page().layout().block(0).metadata().help()).isEqualTo("Seconds.");
    assertThat(page.page().layout().block(1).metadata().family()).isEmpty();
  }

  @Test
  void renamesClashingLabelsUnlessTheyAreHonoured() {
    String body = "m{job=\"theirs\",exported_job=\"x\"} 1\n";

    var renaming = context(rules(false, RelabelRules.NONE));
    assertThat(series(read(body, renaming), renaming))
        .containsOnlyKeys(
            "{__name__=\"m\", exported_exported_job=\"theirs\", exported_job=\"x\","
                + " instance=\"10.0.0.7:9100\", job=\"node\"}");

    assertThat(series(read("m{job=\"theirs\",exported_job=\"\"} 1\n", renaming), renaming))
        .containsOnlyKeys(
            "{__name__=\"m\", exported_job=\"theirs\", instance=\"10.0.0.7:9100\", job=\"node\"}");

    var honouring = context(rules(true, RelabelRules.NONE));
    assertThat(series(read(body, honouring), honouring))
        .containsOnlyKeys(
            "{__name__=\"m\", exported_job=\"x\", instance=\"10.0.0.7:9100\", job=\"theirs\"}");
    assertThat(series(read("m{job=\"\"} 1\n", honouring), honouring))
        .containsOnlyKeys("{__name__=\"m\", instance=\"10.0.0.7:9100\"}");
  }

  @Test
  void dropsWhatRelabellingDropsAndKeepsTheColumnInStep() {
    var drop =
        RelabelRule.builder()
            .action(RelabelAction.DROP)
            .sourceLabels(List.of("__name__"))
            .regex("b.*")
            .build(NameValidation.UTF8);
    var context = context(rules(false, RelabelRules.of(drop)));
    var page = read("a 1\nb1 2\nc 3\nb2 4\nd 5\n", context);

    assertThat(page.page().exposedRows()).isEqualTo(5);
    assertThat(page.page().keptRows()).isEqualTo(3);
    assertThat(series(page, context).values()).containsExactly(1.0, 3.0, 5.0);
  }

  @Test
  void rulesSeeLabelsInOrderOfNameWhateverTheLineSays() {
    var map =
        RelabelRule.builder()
            .action(RelabelAction.LABELMAP)
            .regex("._(x)")
            .replacement("$1")
            .build(NameValidation.UTF8);
    var context = context(rules(false, RelabelRules.of(map)));
    String line = "m{b_x=\"the last one wins\",a_x=\"2\"} 1\n";
    assertThat(read(line, context).page().layout().labels(0, stream(context)).get("x"))
        .isEqualTo("the last one wins");
  }

  @Test
  void targetsThatDifferInSlotsAloneShareALayout() {
    var rules = rules(false, RelabelRules.NONE);
    var context = context(rules);
    assertThat(rules.slotNames()).containsExactly("instance", "job");
    var one = read("a 1\nb 2\n", context);
    var two = read("a 3\nb 4\n", context);
    assertThat(two.page().layout()).isSameAs(one.page().layout());
    assertThat(two.page().blocks().get(0)).isSameAs(one.page().blocks().get(0));
  }

  @Test
  void labelsThatRulesReadAreFixed() {
    var rule =
        RelabelRule.builder()
            .action(RelabelAction.REPLACE)
            .sourceLabels(List.of("instance"))
            .regex("(.*):.*")
            .targetLabel("host")
            .replacement("$1")
            .build(NameValidation.UTF8);
    var rules = rules(false, RelabelRules.of(rule));
    assertThat(rules.slotNames()).containsExactly("job");
    var context = context(rules);
    assertThat(series(read("a 1\n", context), context))
        .containsOnlyKeys(
            "{__name__=\"a\", host=\"10.0.0.7\", instance=\"10.0.0.7:9100\", job=\"node\"}");
  }

  @Test
  void aSeriesThatStandsTwiceCountsOnce() {
    var context = context(rules(false, RelabelRules.NONE));
    var page = read("a 1\nb 2\na 3\n", context);
    var second = new BitSet();
    second.set(2);
    assertThat(page.page().repeated()).isEqualTo(second);
    assertThat(page.page().distinctRows()).isEqualTo(2);
  }

  @Test
  void aSeriesIsItsLabelsNotItsLine() {
    var context = context(rules(false, RelabelRules.NONE));
    var page = read("a{x=\"1\",y=\"2\"} 1\na{y=\"2\", x=\"1\"} 2\na{x=\"1\"} 3\n", context);
    var second = new BitSet();
    second.set(1);
    assertThat(page.page().repeated()).isEqualTo(second);
  }

  @Test
  void noTargetReportsOnItsOwnScrape() {
    var context = context(rules(false, RelabelRules.NONE));
    var page = read("a 1\nup 7\nup{x=\"1\"} 8\n", context);
    var second = new BitSet();
    second.set(1);
    assertThat(page.page().repeated()).isEqualTo(second);
  }

  @Test
  void limitsAndNamesFailTheScrape() {
    var limited =
        new SeriesRules(
            Labels.EMPTY,
            List.of("instance", "job"),
            false,
            RelabelRules.NONE,
            NameValidation.UTF8,
            3,
            0,
            0);
    assertThatThrownBy(() -> read("a{x=\"1\"} 1\n", context(limited)))
        .hasMessage("label_limit exceeded (metric: a, number of labels: 4, limit: 3)");

    var noName =
        RelabelRule.builder()
            .action(RelabelAction.LABELDROP)
            .regex("__name__")
            .build(NameValidation.UTF8);
    assertThatThrownBy(() -> read("a{x=\"1\"} 1\n", context(rules(false, RelabelRules.of(noName)))))
        .hasMessageContaining("missing metric name");
    assertThatThrownBy(
            () -> read("a{x=\"1\",x=\"2\"} 1\n", context(rules(false, RelabelRules.NONE))))
        .hasMessageContaining("\"x\" is not unique");
  }

  @Test
  void aRefusedPageLeavesNothingForTheNext() {
    var limited =
        new SeriesRules(
            Labels.EMPTY,
            List.of("instance", "job"),
            false,
            RelabelRules.NONE,
            NameValidation.UTF8,
            0,
            0,
            20);
    assertThatThrownBy(() ->
            read("a 1\nb 2\nc{x=\"a value of thirty letters, no less\"} 1\n", context(limited)))
        .hasMessageContaining("label_value_length_limit exceeded");
    assertThat(reader.rowsRead()).isEqualTo(3);
    assertThat(reader.rowsKept()).isEqualTo(2);

    var context = context(rules(false, RelabelRules.NONE));
    assertThat(series(read("d 4\n", context), context))
        .containsExactly(
            java.util.Map.entry("{__name__=\"d\", instance=\"10.0.0.7:9100\", job=\"node\"}", 4.0));
  }

  @Test
  void aNewSeriesChangesOneBlockOfALongFamily() {
    var context = context(rules(false, RelabelRules.NONE));
    var body = new StringBuilder("# TYPE m gauge\n");
    for (int i = 0; i < 2000; i++) {
      body.append("m{id=\"").append(i).append("\"} 1\n");
    }
    var before = read(body.toString(), context).page();
    body.insert(body.indexOf("m{id=\"1000\"}"), "m{id=\"new\"} 1\n");
    var after =
        reader
            .read(
                ExpositionFormat.TEXT,
                padded(body.toString()),
                body.length(),
                context,
                before,
                false)
            .page();

    long shared = after.blocks().stream().filter(before.blocks()::contains).count();
    assertThat(before.blocks().size()).isGreaterThan(20);
    assertThat(after.blocks().size() - shared).isBetween(1L, 2L);
    var diff = PageDiff.between(before.layout(), after.layout());
    assertThat(diff.added().cardinality()).isEqualTo(1);
    assertThat(diff.ended().isEmpty()).isTrue();
  }

  @Test
  void aHundredThousandLabelsOnOneSeriesTakeNoQuadraticTime() {
    var body = new StringBuilder("wide{");
    for (int i = 0; i < 100_000; i++) {
      body.append('l').append(i).append("=\"v\",");
    }
    body.append("} 1\n");
    var drop =
        RelabelRule.builder()
            .action(RelabelAction.LABELDROP)
            .regex("l.*[1-9]")
            .build(NameValidation.UTF8);
    for (var relabel : List.of(RelabelRules.NONE, RelabelRules.of(drop))) {
      var context = context(rules(true, relabel));
      var labels =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10),
              () -> read(body.toString(), context).page().layout().labels(0, stream(context)));
      assertThat(labels.size()).isEqualTo(relabel.isEmpty() ? 100_003 : 10_003);
      assertThat(labels.get("l70000")).isEqualTo("v");
    }
  }

  private static Stream stream(PageContext context) {
    return new Stream(1, context.rules().slotValues(TARGET));
  }

  private SeriesRules rules(boolean honorLabels, RelabelRules relabel) {
    return SeriesRules.of(TARGET, honorLabels, relabel, NameValidation.UTF8, 0, 0, 0);
  }

  private PageContext context(SeriesRules rules) {
    return new PageContext(rules, TARGET, List.of("up"), layouts);
  }

  private ReadPage read(String body, PageContext context) {
    byte[] bytes = padded(body);
    return reader.read(ExpositionFormat.TEXT, bytes, bytes.length - 16, context, null, false);
  }

  static byte[] padded(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 16);
  }

  private static Map<String, Double> series(ReadPage read, PageContext context) {
    var all = new TreeMap<String, Double>();
    var stream = stream(context);
    for (int row = 0; row < read.page().keptRows(); row++) {
      all.put(
          read.page().layout().labels(row, stream).toString(),
          Double.longBitsToDouble(read.values()[row]));
    }
    return all;
  }
}
