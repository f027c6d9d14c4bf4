package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.metadata.MetricType;
import io.tributary.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever the bytes are, a parser ends with samples or a [WireException], tells nothing that lies
/// outside the body, and what it tells does not depend on what stands around the body.
class ExpositionMutationTest {
  private static final ExpositionOptions EVERYTHING =
      new ExpositionOptions(true, true, true, true, true);

  private static final List<String> TEXT_SEEDS =
      List.of(
          """
          # HELP a_total some\\nhelp
          # TYPE a_total counter
          a_total{b="c",d="e\\"f"} 1027 1395066363000
          {"g.h","i j"="é"} 1.5e-3
          # TYPE h histogram
          h_bucket{le="0.5"} 1
          h_bucket{le="+Inf"} 2
          h_sum 3.25
          h_count 2
          # TYPE s summary
          s{quantile="0.99"} NaN
          """,
          """
          # TYPE a_seconds counter
          # UNIT a_seconds seconds
          # HELP a_seconds x
          a_seconds_total{b="c"} 12345678.9 1.5 # {t="1",u="v"} 0.67 1520879607.789
          a_seconds_created{b="c"} 1520872607.123
          # TYPE h histogram
          h_bucket{le="1",x="y"} 4 # {} 0.5
          h_bucket{le="+Inf",x="y"} 4
          h_count{x="y"} 4
          h_sum{x="y"} 4
          h_created{x="y"} 4
          # EOF
          """);

  private static final byte[] PROTOBUF_SEED =
      ClientModel.body(
          """
          name: "h" help: "x" unit: "s" type: HISTOGRAM metric {
            label { name: "a" value: "b" } timestamp_ms: 17
            histogram { sample_count: 5 sample_sum: 2.5 schema: 3 zero_threshold: 0.001
              zero_count: 2 positive_span { offset: -1 length: 2 } positive_delta: [1, 1]
              negative_span { offset: 1 length: 1 } negative_delta: 0 created { seconds: 3 }
              bucket { cumulative_count: 5 upper_bound: 1 exemplar { value: 1 timestamp { } } }
              exemplars { label { name: "t" value: "2" } value: 0.5 timestamp { seconds: 4 } } } }
          """,
          "name: \"c\" metric { counter { value: 1 created { seconds: 3 } } }",
          "name: \"s\" type: SUMMARY metric { summary { quantile { quantile: 0.5 } } }");

  @Test
  void allHoldOnMutationsOfGoodBodies() {
    long seed = System.nanoTime();
    System.err.println("ExpositionMutationTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String text = TEXT_SEEDS.get(i % TEXT_SEEDS.size());
      byte[] mutated = mutate(text.getBytes(UTF_8), random);
      check(ExpositionFormat.TEXT, mutated);
      check(ExpositionFormat.OPEN_METRICS, mutated);
      check(ExpositionFormat.PROTOBUF, mutate(PROTOBUF_SEED, random));
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    String likely = "\n\"\\{}=, #\0\t1eN+-_.a";
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) likely.charAt(random.nextInt(likely.length()));
        case 2 -> {
          byte[] shorter = new byte[Math.max(bytes.length - random.nextInt(1, 9), 1)];
          System.arraycopy(bytes, 0, shorter, 0, Math.min(at, shorter.length));
          int rest = Math.max(shorter.length - at, 0);
          System.arraycopy(bytes, bytes.length - rest, shorter, Math.min(at, shorter.length), rest);
          bytes = shorter;
        }
        default -> {
          int length = Math.min(random.nextInt(1, 20), bytes.length - at);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
      }
    }
    return bytes;
  }

  static void check(ExpositionFormat format, byte[] body) {
    List<String> first = told(format, body, Recorded.padded(body), 3);
    byte[] tight = new byte[body.length + ExpositionParser.PADDING];
    System.arraycopy(body, 0, tight, 0, body.length);
    assertThat(told(format, body, tight, 0)).isEqualTo(first);
  }

  private static List<String> told(ExpositionFormat format, byte[] body, byte[] array, int from) {
    var lines = new ArrayList<String>();
    var recorded = new Recorded();
    int limit = from + body.length;
    ExpositionSink sink =
        new ExpositionSink() {
          @Override
          public void type(ByteView name, MetricType type) {
            recorded.type(name, type);
          }

          @Override
          public void sample(ExposedSample sample) {
            if (sample.body() == array) {
              boolean ordered =
                  from <= sample.lineStart()
                      && sample.lineStart() <= sample.seriesStart()
                      && sample.seriesStart() < sample.seriesEnd()
                      && sample.seriesEnd() <= sample.valueStart()
                      && sample.valueStart() < sample.valueEnd()
                      && sample.valueEnd() <= sample.lineEnd()
                      && sample.lineEnd() <= limit;
              assertThat(ordered).isTrue();
            }
            recorded.sample(sample);
          }
        };
    try {
      ExpositionParser.of(format, EVERYTHING).parse(array, from, limit, sink);
    } catch (WireException e) {
      assertThat(e.getMessage()).matches("(?s)(cannot|expected) .*");
      boolean within = e.offset() >= 0 && e.offset() <= limit;
      assertThat(within).as(e.getMessage()).isTrue();
      lines.add(format == ExpositionFormat.PROTOBUF ? "failed" : e.getMessage());
    }
    lines.addAll(recorded.lines);
    return lines;
  }
}
