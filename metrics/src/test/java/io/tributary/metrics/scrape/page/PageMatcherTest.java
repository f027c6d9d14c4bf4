package io.tributary.metrics.scrape.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.bytes.PackSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.Stream;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.wire.WireException;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// The matcher against the reader: wherever it says that a body is the page, the reader must find
/// the same numbers.
class PageMatcherTest {
  private static final Labels TARGET = Labels.of("instance", "a:1", "job", "j");

  private final PageReader reader = new PageReader(ExpositionOptions.DEFAULT);
  private final PageMatcher matcher = new PageMatcher();
  private final PackSink packer = new PackSink();
  private final PageContext context =
      new PageContext(
          SeriesRules.of(TARGET, false, RelabelRules.NONE, NameValidation.UTF8, 0, 0, 0),
          TARGET,
          List.of("up"),
          new Layouts());

  @Test
  void takesTheNumbersOfAnUnchangedPage() {
    Page page = page("# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2\n\n# a comment\nb 3 17\n");
    long[] values = new long[page.layout().rowCount()];
    String body = "# TYPE a gauge\na{x=\"1\"} -1.5e3\na{x=\"2\"} NaN\n\n# a comment\nb 9 18\n";
    assertThat(match(page, body, values)).isTrue();
    assertThat(Double.longBitsToDouble(values[0])).isEqualTo(-1500.0);
    assertThat(values[1]).isEqualTo(0x7ff8000000000001L);
    assertThat(Double.longBitsToDouble(values[2])).isEqualTo(9.0);
    assertThat(matcher.sawTimestamp()).isTrue();
    assertThat(matcher.timestampsMs()[2]).isEqualTo(18);
  }

  @Test
  void refusesWhateverIsNotThePage() {
    Page page = page("a 1\nb 2\n");
    long[] values = new long[page.layout().rowCount()];
    for (String other :
        List.of(
            "a 1\nb 2",
            "a 1\n",
            "a 1\nc 2\n",
            "b 2\na 1\n",
            "a 1\nb x\n",
            "a 1\nb 2\n\n",
            "a 1\nb 2 \n",
            "a 1\nb 2\r\n",
            "a 1_0\nb 2\n",
            "",
            "a 1\nb 2 1.5\n",
            "a  1\nb 2\n")) {
      assertThat(match(page, other, values)).as(other).isFalse();
    }
  }

  @RepeatedTest(300)
  void agreesWithTheReader() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<String> lines = randomLines(random);
    String first = render(lines, random);
    Page open = page(first);
    Page page = random.nextBoolean() ? open.folded(packer) : open;
    long[] values = new long[page.layout().rowCount() + 1];

    assertThat(match(page, first, values)).as("seed %d", seed).isTrue();
    List<String> changed = random.nextInt(3) == 0 ? mutate(lines, random) : lines;
    String second = render(changed, random);
    boolean matched = match(page, second, values);
    byte[] bytes = PageReaderTest.padded(second);
    ReadPage read;
    try {
      read =
          reader.read(
              ExpositionFormat.TEXT, bytes, bytes.length - 16, context, page.unfolded(), false);
    } catch (WireException _) {
      assertThat(matched).as("seed %d: the reader refuses\n%s", seed, second).isFalse();
      return;
    }
    if (changed == lines) {
      assertThat(matched).as("seed %d\n%s", seed, second).isTrue();
    }
    if (matched) {
      assertThat(read.page().layout()).as("seed %d", seed).isSameAs(page.layout());
      assertThat(Arrays.copyOf(values, page.keptRows()))
          .as("seed %d", seed)
          .isEqualTo(Arrays.copyOf(read.values(), page.keptRows()));
    }
  }

  @RepeatedTest(100)
  void aFoldedPageIsThePageWhateverRelabellingDrops() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var drop =
        RelabelRule.builder()
            .action(RelabelAction.DROP)
            .sourceLabels("__name__", "id")
            .regex(random.nextBoolean() ? ".*;.*[13].*" : "metric_[a-k0-4].*;.*")
            .build(NameValidation.UTF8);
    var rules =
        SeriesRules.of(TARGET, false, RelabelRules.of(List.of(drop)), NameValidation.UTF8, 0, 0, 0);
    var dropping = new PageContext(rules, TARGET, List.of("up"), new Layouts());
    List<String> lines = randomLines(random);
    byte[] first = PageReaderTest.padded(render(lines, random));
    Page page =
        reader.read(ExpositionFormat.TEXT, first, first.length - 16, dropping, null, false).page();
    Page folded = page.folded(packer);
    assertThat(folded.isFolded()).isTrue();
    assertThat(folded.layout()).isSameAs(page.layout());

    byte[] body = PageReaderTest.padded(render(lines, random));
    int rows = Math.max(page.exposedRows(), page.layout().rowCount());
    long[] expected = new long[rows];
    long[] values = new long[rows];
    assertThat(matcher.match(page, body, body.length - 16, expected)).as("seed %d", seed).isTrue();
    assertThat(matcher.match(folded, body, body.length - 16, values)).as("seed %d", seed).isTrue();
    matcher.compact(page, expected);
    matcher.compact(folded, values);
    assertThat(Arrays.copyOf(values, page.keptRows()))
        .as("seed %d", seed)
        .isEqualTo(Arrays.copyOf(expected, page.keptRows()));

    Page again = folded.unfolded();
    assertThat(again.blocks().size()).isEqualTo(page.blocks().size());
    for (int i = 0; i < page.blocks().size(); i++) {
      PageBlock one = again.blocks().get(i);
      PageBlock other = page.blocks().get(i);
      assertThat(one.text()).as("seed %d", seed).isEqualTo(other.text());
      assertThat(one.series()).as("seed %d", seed).isEqualTo(other.series());
      assertThat(one.keptRow()).as("seed %d", seed).isEqualTo(other.keptRow());
    }
  }

  @RepeatedTest(500)
  void aPatchedPageIsThePageThatTheReaderReads() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<String> lines = randomLines(random);
    Page open = page(render(lines, random));
    Page old = random.nextBoolean() ? open.folded(packer).unfolded() : open;
    List<String> changed = lines;
    for (int i = random.nextInt(6); i >= 0; i--) {
      changed = mutate(changed, random);
    }
    String body = render(changed, random);
    byte[] bytes = PageReaderTest.padded(body);
    int length = bytes.length - 16;
    ReadPage patched;
    ReadPage read;
    try {
      patched = reader.patch(ExpositionFormat.TEXT, bytes, length, context, old, matcher);
      read = reader.read(ExpositionFormat.TEXT, bytes, length, context, null, false);
    } catch (WireException _) {
      return;
    }
    if (patched == null) {
      return;
    }
    assertThat(rows(patched)).as("seed %d\n%s", seed, body).isEqualTo(rows(read));
    assertThat(patched.page().repeated()).as("seed %d", seed).isEqualTo(read.page().repeated());
    long[] values = new long[patched.page().layout().rowCount()];
    assertThat(match(patched.page(), body, values)).as("seed %d", seed).isTrue();
  }

  private static List<String> rows(ReadPage read) {
    var rows = new ArrayList<String>();
    var stream = new Stream(1, List.of("a:1", "j"));
    Layout layout = read.page().layout();
    var cursor = new RowCursor();
    int row = 0;
    for (int b = 0; b < layout.blockCount() - 1; b++) {
      cursor.reset(layout.block(b));
      while (cursor.next()) {
        rows.add(
            layout.labels(cursor, stream)
                + " "
                + read.values()[row++]
                + " "
                + layout.block(b).metadata());
      }
    }
    return rows;
  }

  private static List<String> randomLines(Random random) {
    var lines = new ArrayList<String>();
    int families = 1 + random.nextInt(6);
    for (int f = 0; f < families; f++) {
      String name = "metric_" + Integer.toString(random.nextInt(200), 36);
      if (random.nextBoolean()) {
        lines.add("# HELP " + name + " Text " + random.nextInt(10));
        lines.add("# TYPE " + name + " gauge");
      }
      int rows = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 12);
      for (int r = 0; r < rows; r++) {
        String labels =
            random.nextInt(4) == 0
                ? ""
                : "{id=\"" + r + "\",z=\"é" + "x".repeat(random.nextInt(300)) + "\"}";
        lines.add(name + labels + " ");
      }
    }
    return lines;
  }

  private static List<String> mutate(List<String> lines, Random random) {
    var changed = new ArrayList<>(lines);
    if (changed.isEmpty()) {
      return changed;
    }
    int at = random.nextInt(changed.size());
    switch (random.nextInt(4)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.add(at, "inserted{n=\"" + random.nextInt(9) + "\"} ");
      case 2 -> changed.set(at, changed.get(at).replace("metric", "metrik"));
      default -> changed.add(changed.remove(at));
    }
    return changed;
  }

  private static String render(List<String> lines, Random random) {
    var body = new StringBuilder();
    for (String line : lines) {
      body.append(line);
      if (!line.startsWith("#")) {
        body.append(
            switch (random.nextInt(5)) {
              case 0 -> Integer.toString(random.nextInt(10));
              case 1 -> Double.toString(random.nextGaussian() * 1e6);
              case 2 -> "+Inf";
              case 3 -> Long.toString(random.nextLong());
              default -> Double.toString(random.nextDouble());
            });
        if (random.nextInt(50) == 0) {
          body.append(' ').append(random.nextInt(1 << 30));
        }
      }
      body.append('\n');
    }
    return body.toString();
  }

  private Page page(String body) {
    byte[] bytes = PageReaderTest.padded(body);
    return reader
        .read(ExpositionFormat.TEXT, bytes, bytes.length - 16, context, null, false)
        .page();
  }

  private boolean match(Page page, String body, long[] values) {
    byte[] bytes = PageReaderTest.padded(body);
    return matcher.match(page, bytes, body.getBytes(UTF_8).length, values);
  }
}
