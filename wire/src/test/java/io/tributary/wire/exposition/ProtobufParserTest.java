package io.tributary.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import io.tributary.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class ProtobufParserTest {
  private static final ExpositionOptions NATIVE =
      ExpositionOptions.DEFAULT.withNativeHistograms(true);
  private static final ExpositionOptions CONVERT =
      ExpositionOptions.DEFAULT.withConvertClassicHistograms(true);
  private static final ExpositionOptions KEEP =
      ExpositionOptions.DEFAULT.withKeepClassicHistograms(true);

  private static final String CLASSIC =
      """
      name: "h" type: HISTOGRAM metric {
        label { name: "a" value: "b" }
        histogram { sample_count: 3 sample_sum: 1.5
          bucket { cumulative_count: 1 upper_bound: 0.5 }
          bucket { cumulative_count: 3 upper_bound: 1
            exemplar { label { name: "t" value: "1" } value: 0.75 timestamp { seconds: 9 } } }
        }
      }
      """;

  private static final String SPARSE =
      """
      name: "h" type: HISTOGRAM metric {
        label { name: "a" value: "b" }
        histogram { sample_count: 5 sample_sum: 2.5 schema: 3 zero_threshold: 0.001 zero_count: 2
          positive_span { offset: -1 length: 2 } positive_delta: [1, 1]
        }
      }
      """;

  private static final String BOTH =
      SPARSE.replace(
          "schema: 3",
          """
          schema: 3 bucket { cumulative_count: 5 upper_bound: 1
            exemplar { label { name: "t" value: "2" } value: 0.5 } }
          """);

  private static final String[] CLASSIC_SERIES = {
    "{\"h_count\", a=\"b\"} 3.0",
    "{\"h_sum\", a=\"b\"} 1.5",
    "{\"h_bucket\", a=\"b\", le=\"0.5\"} 1.0",
    "{\"h_bucket\", a=\"b\", le=\"1.0\"} 3.0 # {t=\"1\"} 0.75 @9000",
    "{\"h_bucket\", a=\"b\", le=\"+Inf\"} 3.0"
  };
  private static final String CLASSIC_CUSTOM =
      "{\"h\", a=\"b\"} schema -53, UNKNOWN, sum 1.5, threshold 0.0, count 3, zero 0, +"
          + " [Span[offset=0, length=2]][1, 1], - [][], bounds [0.5, 1.0]"
          + " # {t=\"1\"} 0.75 @9000";
  private static final String SPARSE_NATIVE =
      "{\"h\", a=\"b\"} schema 3, UNKNOWN, sum 2.5, threshold 0.001, count 5, zero 2, +"
          + " [Span[offset=-1, length=2]][1, 1], - [][], bounds []";
  private static final String[] SPARSE_SERIES = {
    "{\"h_count\", a=\"b\"} 5.0",
    "{\"h_sum\", a=\"b\"} 2.5",
    "{\"h_bucket\", a=\"b\", le=\"+Inf\"} 5.0"
  };
  private static final String SPARSE_CUSTOM =
      "{\"h\", a=\"b\"} schema -53, UNKNOWN, sum 2.5, threshold 0.0, count 5, zero 0, +"
          + " [Span[offset=0, length=1]][5], - [][], bounds []";
  private static final String[] BOTH_SERIES = {
    "{\"h_count\", a=\"b\"} 5.0",
    "{\"h_sum\", a=\"b\"} 2.5",
    "{\"h_bucket\", a=\"b\", le=\"1.0\"} 5.0 # {t=\"2\"} 0.5",
    "{\"h_bucket\", a=\"b\", le=\"+Inf\"} 5.0"
  };

  @Test
  void tellsSimpleFamilies() {
    parsed(
            ExpositionOptions.DEFAULT,
            """
            name: "c" help: "some\\nhelp" type: COUNTER unit: "s"
            metric { counter { value: 1.5
              exemplar { label { name: "t" value: "é" } value: 2 timestamp { seconds: 1 nanos: 2999999 } }
              created { seconds: 7 } } }
            metric { label { name: "a" value: "b" } timestamp_ms: 17 }
            """,
            "name: \"g\" type: GAUGE metric { gauge { value: nan } }",
            "name: \"empty\" type: GAUGE",
            "name: \"u.v\" type: UNTYPED metric { untyped { value: -inf } gauge { value: 3 } }")
        .containsExactly(
            "HELP c some\nhelp",
            "UNIT c s",
            "TYPE c counter",
            "{\"c\"} 1.5 # {t=\"é\"} 2.0 @1002",
            "{\"c\", a=\"b\"} 0.0 @17",
            "HELP g ",
            "TYPE g gauge",
            "{\"g\"} NaN",
            "HELP u.v ",
            "TYPE u.v unknown",
            "{\"u.v\"} -Infinity");
  }

  @Test
  void tellsSummaries() {
    samples(
            ExpositionOptions.DEFAULT.withStartTimestamps(true),
            """
            name: "s" type: SUMMARY metric {
              label { name: "a" value: "b" }
              summary { sample_count: 4 sample_sum: 1 created { seconds: 1 nanos: 500000000 }
                quantile { quantile: 0.5 value: 3 } quantile { quantile: 1 value: nan } }
            } metric { }
            """)
        .containsExactly(
            "{\"s_count\", a=\"b\"} 4.0 since 1500",
            "{\"s_sum\", a=\"b\"} 1.0 since 1500",
            "{\"s\", a=\"b\", quantile=\"0.5\"} 3.0 since 1500",
            "{\"s\", a=\"b\", quantile=\"1.0\"} NaN since 1500",
            "{\"s_count\"} 0.0",
            "{\"s_sum\"} 0.0");
  }

  @Test
  void choosesTheFormOfHistogramsByTheMatrix() {
    var convertKeep = CONVERT.withKeepClassicHistograms(true);
    var nativeKeep = NATIVE.withKeepClassicHistograms(true);
    var nativeConvert = NATIVE.withConvertClassicHistograms(true);
    var all = nativeConvert.withKeepClassicHistograms(true);

    samples(ExpositionOptions.DEFAULT, CLASSIC).containsExactly(CLASSIC_SERIES);
    samples(KEEP, CLASSIC).containsExactly(CLASSIC_SERIES);
    samples(CONVERT, CLASSIC).containsExactly(CLASSIC_CUSTOM);
    samples(convertKeep, CLASSIC).containsExactly(with(CLASSIC_SERIES, CLASSIC_CUSTOM));
    samples(NATIVE, CLASSIC).containsExactly(CLASSIC_SERIES);
    samples(nativeConvert, CLASSIC).containsExactly(CLASSIC_CUSTOM);
    samples(all, CLASSIC).containsExactly(with(CLASSIC_SERIES, CLASSIC_CUSTOM));

    samples(ExpositionOptions.DEFAULT, SPARSE).containsExactly(SPARSE_SERIES);
    samples(CONVERT, SPARSE).containsExactly(SPARSE_CUSTOM);
    samples(convertKeep, SPARSE).containsExactly(with(SPARSE_SERIES, SPARSE_CUSTOM));
    samples(NATIVE, SPARSE).containsExactly(SPARSE_NATIVE);
    samples(nativeKeep, SPARSE).containsExactly(SPARSE_NATIVE);
    samples(all, SPARSE).containsExactly(SPARSE_NATIVE);

    samples(ExpositionOptions.DEFAULT, BOTH).containsExactly(BOTH_SERIES);
    samples(NATIVE, BOTH).containsExactly(SPARSE_NATIVE);
    samples(nativeConvert, BOTH).containsExactly(SPARSE_NATIVE);
    samples(nativeKeep, BOTH).startsWith(SPARSE_NATIVE).endsWith(BOTH_SERIES).hasSize(5);
    samples(all, BOTH).startsWith(SPARSE_NATIVE).endsWith(BOTH_SERIES).hasSize(5);
  }

  @Test
  void seesANativeHistogramOnlyInSpansAndZeroBuckets() {
    for (String field :
        List.of(
            "positive_span { }",
            "negative_span { offset: 3 }",
            "zero_threshold: 1e-10",
            "zero_count: 1")) {
      samples(NATIVE, "name: \"h\" type: HISTOGRAM metric { histogram { " + field + " } }")
          .as(field)
          .singleElement()
          .asString()
          .startsWith("{\"h\"} schema 0");
    }
    for (String field : List.of("schema: 3", "sample_count: 3", "zero_count_float: 1")) {
      samples(NATIVE, "name: \"h\" type: HISTOGRAM metric { histogram { " + field + " } }")
          .as(field)
          .hasSize(3);
    }
  }

  @Test
  void tellsFloatAndGaugeHistograms() {
    samples(
            NATIVE.withStartTimestamps(true),
            """
            name: "h" type: GAUGE_HISTOGRAM metric { timestamp_ms: -5 histogram {
              sample_count_float: 4.5 sample_sum: 2 schema: -2 zero_count_float: 0.5
              positive_span { offset: 1 length: 1 } positive_span { offset: 2 length: 2 }
              positive_count: [1, 0, 2] negative_span { length: 1 } negative_count: 1
              created { seconds: 3 } } }
            """)
        .containsExactly(
            "{\"h\"} schema -2, GAUGE, sum 2.0, threshold 0.0, count 4.5, zero 0.5, +"
                + " [Span[offset=1, length=1], Span[offset=3, length=1]][1.0, 2.0], -"
                + " [Span[offset=0, length=1]][1.0], bounds [] @-5 since 3000");
    samples(
            ExpositionOptions.DEFAULT,
            """
            name: "h" type: GAUGE_HISTOGRAM metric { histogram { sample_count_float: 4.5
              bucket { cumulative_count_float: 4.5 upper_bound: inf }
              bucket { cumulative_count: 7 upper_bound: 9 } } }
            """)
        .containsExactly("{\"h_count\"} 4.5", "{\"h_sum\"} 0.0", "{\"h_bucket\", le=\"+Inf\"} 4.5");
  }

  @Test
  void dropsExemplarsWithoutTimeFromNativeHistograms() {
    String own =
        """
        exemplars { value: 1 } exemplars { value: 2 timestamp { seconds: 2 } } exemplars { value: 3 }
        exemplars { value: 4 timestamp { } } zero_count: 5
        """;
    samples(NATIVE, SPARSE.replace("zero_count: 2", own))
        .singleElement()
        .asString()
        .endsWith("bounds [] # {} 2.0 @2000 # {} 4.0 @0");
    samples(NATIVE, BOTH.replace("value: 0.5 }", "value: 0.5 timestamp { seconds: 1 } }"))
        .singleElement()
        .asString()
        .endsWith("# {t=\"2\"} 0.5 @1000");
  }

  @Test
  void leavesOutAHistogramThatDoesNotAddUp() {
    samples(
            CONVERT,
            CLASSIC.replace("cumulative_count: 1 ", "cumulative_count: 4 "),
            "name: \"g\" type: GAUGE metric { gauge { value: 1 } }")
        .containsExactly("{\"g\"} 1.0");
  }

  @Test
  void refusesWhatMakesNoSense() {
    failed(
        NATIVE,
        "expected 3 positive buckets for the spans, got 2",
        ClientModel.body(SPARSE.replace("length: 2", "length: 3")));
    failed(
        NATIVE,
        "expected a metric name, got \"\"",
        ClientModel.body("metric { counter { value: 1 } }"));
    failed(
        NATIVE,
        "expected a label name, got \"\"",
        ClientModel.body("name: \"a\" metric { label { value: \"b\" } }"));
    failed(
        NATIVE,
        "expected the type of metric \"a\", got number 6",
        ClientModel.body("name: \"a\" type: 6 metric { }"));
    byte[] body = ClientModel.body(CLASSIC);
    for (int cut = 1; cut < body.length; cut++) {
      byte[] part = Arrays.copyOf(body, cut);
      assertThatThrownBy(() -> Recorded.of(ExpositionFormat.PROTOBUF, NATIVE, part))
          .isInstanceOf(WireException.class);
    }
    failed(NATIVE, "expected a metric family of 5 bytes, got 0", new byte[] {5});
    failed(NATIVE, "cannot read protobuf key", new byte[] {2, 4, 0});
    byte[] latin = ClientModel.body("name: \"a\" metric { label { name: \"b\" value: \"??\" } }");
    for (int i = 0; i < latin.length; i++) {
      latin[i] = latin[i] == '?' ? (byte) 0xe9 : latin[i];
    }
    failed(NATIVE, "expected a label value in UTF-8, got \"\\xe9\\xe9\"", latin);
  }

  @Test
  void writesAKeyThatReadsBackAsTheSameLabels() {
    byte[] body =
        ClientModel.body(
            """
            name: "a.b" metric { label { name: "c d" value: "e\\"\\\\\\n" } label { name: "f" } }
            """,
            "name: \"g\" metric { } metric { label { name: \"h\" value: \"é\" } }");
    var keys = new ArrayList<String>();
    byte[] padded = Recorded.padded(body);
    ExpositionParser.of(ExpositionFormat.PROTOBUF, NATIVE)
        .parse(padded, 3, 3 + body.length, sample -> keys.add(sample.seriesText()));
    assertThat(keys)
        .containsExactly("{\"a.b\",\"c d\"=\"e\\\"\\\\\\n\",f=\"\"}", "g", "g{h=\"é\"}");
    List<String> again =
        Recorded.of(ExpositionFormat.TEXT, NATIVE, String.join(" 0\n", keys) + " 0\n");
    assertThat(again)
        .containsExactlyElementsOf(Recorded.samplesOf(ExpositionFormat.PROTOBUF, NATIVE, body));
  }

  @Test
  void agreesWithTheReferenceOnRandomHistograms() throws Exception {
    long seed = System.nanoTime();
    System.err.println("ProtobufParserTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder("name: \"h\" type: HISTOGRAM metric { histogram { schema: ");
      int buckets = 1 + random.nextInt(20);
      text.append(random.nextInt(9) - 4);
      text.append(" positive_span { offset: ").append(random.nextInt(9) - 4);
      text.append(" length: ").append(buckets).append(" }");
      long count = 0;
      long total = 0;
      var deltas = new ArrayList<Long>();
      for (int i = 0; i < buckets; i++) {
        long next = 1 + random.nextLong(1L << random.nextInt(1, 40));
        deltas.add(next - count);
        text.append(" positive_delta: ").append(next - count);
        count = next;
        total += next;
      }
      text.append(" sample_count: ").append(total).append(" } }");
      DynamicMessage message = ClientModel.message(text.toString());
      assertThat(Recorded.samplesOf(ExpositionFormat.PROTOBUF, NATIVE, delimited(message)))
          .singleElement()
          .asString()
          .contains("count " + total, deltas.toString());
    }
  }

  private static byte[] delimited(DynamicMessage message) throws IOException {
    var out = new ByteArrayOutputStream();
    message.writeDelimitedTo(out);
    return out.toByteArray();
  }

  private static String[] with(String[] lines, String last) {
    var all = new ArrayList<>(List.of(lines));
    all.add(last);
    return all.toArray(String[]::new);
  }

  private static ListAssert<String> parsed(ExpositionOptions options, String... families) {
    return assertThat(Recorded.of(ExpositionFormat.PROTOBUF, options, ClientModel.body(families)));
  }

  private static ListAssert<String> samples(ExpositionOptions options, String... families) {
    return assertThat(
        Recorded.samplesOf(ExpositionFormat.PROTOBUF, options, ClientModel.body(families)));
  }

  private static void failed(ExpositionOptions options, String message, byte[] body) {
    assertThatThrownBy(() -> Recorded.of(ExpositionFormat.PROTOBUF, options, body))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(message);
  }
}
