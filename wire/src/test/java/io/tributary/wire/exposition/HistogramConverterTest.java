package io.tributary.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class HistogramConverterTest {
  private static final ExpositionOptions CONVERT =
      ExpositionOptions.DEFAULT.withConvertClassicHistograms(true);

  private static final String ONE =
      """
      # TYPE h histogram
      h_bucket{a="b",le="0.5"} 1
      h_bucket{a="b",le="2"} 3
      h_bucket{a="b",le="+Inf"} 4
      h_sum{a="b"} 10.5
      h_count{a="b"} 4
      """;

  @Test
  void replacesTheSeriesOfAHistogram() {
    text(ONE + "# TYPE g gauge\ng 1\n")
        .containsExactly(
            "{\"h\", a=\"b\"} schema -53, UNKNOWN, sum 10.5, threshold 0.0, count 4, zero 0, +"
                + " [Span[offset=0, length=3]][1, 1, -1], - [][], bounds [0.5, 2.0]",
            "{\"g\"} 1.0");
  }

  @Test
  void keepsTheSeriesOnRequest() {
    assertThat(samples(ExpositionFormat.TEXT, CONVERT.withKeepClassicHistograms(true), ONE))
        .hasSize(6)
        .startsWith("{\"h_bucket\", a=\"b\", le=\"0.5\"} 1.0")
        .last()
        .asString()
        .startsWith("{\"h\", a=\"b\"} schema -53");
  }

  @Test
  void tellsHistogramsApartByTheirLabelsAndNames() {
    text("""
    # TYPE h histogram
    h_bucket{a="1",le="+Inf"} 1
    h_count{a="1"} 1
    h_bucket{a="2",b="3",le="+Inf"} 2
    h_count{b="3",a="2"} 2
    h_other 9
    other_bucket{le="+Inf"} 1
    # HELP h x
    h_bucket{le="+Inf"} 3
    """)
        .extracting(line -> line.replaceAll(" schema.* count", "").replaceAll(", zero.*", ""))
        .containsExactly(
            "{\"h\", a=\"1\"} 1",
            "{\"h\", a=\"2\", b=\"3\"} 2",
            "{\"h_other\"} 9.0",
            "{\"other_bucket\", le=\"+Inf\"} 1.0",
            "{\"h\"} 3");
  }

  @Test
  void leavesOtherTypesAlone() {
    String untyped = "h_bucket{le=\"+Inf\"} 1\nh_count 1\n";
    text(untyped).hasSize(2);
    text("# TYPE h gauge\n" + untyped).hasSize(2);
    text("# TYPE h summary\n" + untyped).hasSize(2);
    text("# TYPE h histogram\nh_bucket 1\nh_bucket{le=\"x\"} 1\nh_bucket{le=\"NaN\"} 1\n")
        .hasSize(3);
  }

  @Test
  void leavesOutWhatDoesNotAddUp() {
    text(ONE.replace("} 3", "} 0")).isEmpty();
    text(ONE.replace("h_count{a=\"b\"} 4", "h_count{a=\"b\"} 5")).isEmpty();
    text(ONE.replace("} 1\n", "} -1\n")).isEmpty();
  }

  @Test
  void makesDoWithoutCountOrInfinity() {
    text(ONE.replace("h_count{a=\"b\"} 4\n", ""))
        .singleElement()
        .asString()
        .contains("count 4, zero 0, + [Span[offset=0, length=3]][1, 1, -1]");
    text(ONE.replace("h_bucket{a=\"b\",le=\"+Inf\"} 4\n", ""))
        .singleElement()
        .asString()
        .contains("count 4, zero 0, + [Span[offset=0, length=3]][1, 1, -1]");
  }

  @Test
  void usesFloatsWhereACountIsNone() {
    text(ONE.replace("} 1\n", "} 1.5\n"))
        .singleElement()
        .asString()
        .contains("count 4.0, zero 0.0, + [Span[offset=0, length=3]][1.5, 1.5, 1.0]");
  }

  @Test
  void carriesTimesAndExemplars() {
    assertThat(
            samples(
                ExpositionFormat.OPEN_METRICS,
                CONVERT.withStartTimestamps(true),
                """
                # TYPE h histogram
                h_bucket{le="1"} 1 5 # {t="x\\n"} 0.5
                h_bucket{le="+Inf"} 2 5 # {u="v"} 7 4.5
                h_count 2 5
                h_sum 7.5 5
                h_created 3
                # EOF
                """))
        .containsExactly(
            "{\"h\"} schema -53, UNKNOWN, sum 7.5, threshold 0.0, count 2, zero 0, +"
                + " [Span[offset=0, length=2]][1, 0], - [][], bounds [1.0] @5000 since 3000"
                + " # {t=\"x\n\"} 0.5 # {u=\"v\"} 7.0 @4500");
  }

  private static ListAssert<String> text(String body) {
    return assertThat(samples(ExpositionFormat.TEXT, CONVERT, body));
  }

  private static List<String> samples(
      ExpositionFormat format, ExpositionOptions options, String body) {
    return Recorded.of(format, options, body).stream().filter(l -> l.startsWith("{")).toList();
  }
}
