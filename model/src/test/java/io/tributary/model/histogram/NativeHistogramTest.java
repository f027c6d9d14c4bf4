package io.tributary.model.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.histogram.NativeHistogram.Span;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NativeHistogramTest {
  private static final Span[] NONE = {};
  private static final long[] NO_DELTAS = {};

  @Test
  void compactsAwayEmptyBuckets() {
    assertThat(ints(3, spans(-2, 1, 2, 3), 0, 0, 5, -5).compact(0).buckets())
        .isEqualTo(buckets(5, spans(2, 1), 5));
    assertThat(ints(3, spans(0, 2, 0, 2, 3, 0, 1, 1), 1, 1, -2, 4, -1).compact(0).buckets())
        .isEqualTo(buckets(10, spans(0, 2, 1, 1, 4, 1), 1, 1, 2, -1));
    assertThat(ints(3, spans(0, 0)).compact(0).buckets()).isEqualTo(buckets(0, NONE));
    assertThat(ints(3, spans(0, 3), 0, 0, 0).compact(2).buckets()).isEqualTo(buckets(0, NONE));
  }

  @Test
  void keepsAndFillsShortRunsOfEmptyBuckets() {
    assertThat(ints(3, spans(1, 4), 1, -1, 0, 2).compact(2).buckets())
        .isEqualTo(buckets(3, spans(1, 4), 1, -1, 0, 2));
    assertThat(ints(3, spans(1, 1, 2, 1), 1, 1).compact(2).buckets())
        .isEqualTo(buckets(3, spans(1, 4), 1, -1, 0, 2));
    assertThat(ints(3, spans(1, 5), 1, -1, 0, 0, 2).compact(2).buckets())
        .isEqualTo(buckets(3, spans(1, 1, 3, 1), 1, 1));
  }

  @Test
  void leavesInconsistentSpansAlone() {
    NativeHistogram tooLong = ints(3, spans(0, 3), 1);
    assertThat(tooLong.compact(0)).isSameAs(tooLong);
    assertThat(tooLong.reducedTo(1)).isSameAs(tooLong);
    assertThat(tooLong.problem()).contains("spans are for 3 buckets, but there are 1");
    NativeHistogram backwards = ints(3, spans(0, 1, -1, 1), 1, 1);
    assertThat(backwards.compact(0)).isSameAs(backwards);
    assertThat(backwards.problem()).contains("span 2 has the negative offset -1");
    NativeHistogram huge = ints(3, new Span[] {new Span(0, -1)}, 1);
    assertThat(huge.compact(0)).isSameAs(huge);
    assertThat(huge.problem()).isNotNull();
  }

  @Test
  void mergesNeighboursWhenReduced() {
    // Buckets 1 to 8 of schema 1 are 1 to 4 of schema 0, two by two; 0 and -1 share 0.
    assertThat(ints(1, spans(-1, 4), 1, 1, 1, 1).reducedTo(0).buckets())
        .isEqualTo(buckets(10, spans(0, 2), 3, 4));
    assertThat(ints(2, spans(-9, 1, 17, 2), 1, 1, 1).reducedTo(0).buckets())
        .isEqualTo(buckets(6, spans(-2, 1, 4, 1), 1, 4));
    assertThatThrownBy(() -> ints(0, NONE).reducedTo(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsEachObservationWhateverTheResolution() {
    long seed = System.nanoTime();
    System.err.println("NativeHistogramTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      var byIndex = new TreeMap<Integer, Long>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        byIndex.merge(random.nextInt(60) - 30, random.nextLong(1, 9), Long::sum);
      }
      int schema = random.nextInt(-3, 9);
      int target = random.nextInt(NativeHistogram.MIN_SCHEMA, schema);
      var merged = new TreeMap<Integer, Long>();
      byIndex.forEach((index, count) ->
          merged.merge(Math.floorDiv(index - 1, 1 << (schema - target)) + 1, count, Long::sum));
      NativeHistogram reduced = of(schema, byIndex).reducedTo(target);
      assertThat(reduced).isEqualTo(of(target, merged));
      assertThat(reduced.problem()).isNull();
      assertThat(reduced.compact(0)).isEqualTo(reduced);
      NativeHistogram filled = reduced.compact(random.nextInt(5));
      assertThat(filled.problem()).isNull();
      assertThat(filled.compact(0)).isEqualTo(reduced);
      assertThat(floats(reduced).compact(3)).isEqualTo(floats(reduced.compact(3)));
    }
  }

  @Test
  void saysWhatIsWrong() {
    Object[][] rows = {
      {ints(9, NONE), "schema 9 is neither"},
      {ints(-5, NONE), "schema -5 is neither"},
      {ints(0, spans(0, 2), 1, -2), "bucket count -1 is negative"},
      {
        new NativeHistogram(ResetHint.NO, 0, 0, 1, buckets(7, spans(0, 1), 6), new double[0]),
        "buckets hold 6 observations, but the count is 7"
      },
      {
        new NativeHistogram(
            ResetHint.NO, 0, 0, Double.NaN, buckets(5, spans(0, 1), 6), new double[0]),
        "buckets hold 6 observations, but the count is 5"
      },
      {custom(spans(0, 1), 1, 2, 2), "custom bounds 2.0 and 2.0 do not increase"},
      {custom(spans(0, 1), 1, Double.POSITIVE_INFINITY), "custom bound Infinity is not allowed"},
      {custom(spans(0, 1), 1, Double.NaN), "custom bound NaN is not allowed"},
      {custom(spans(2, 1), 1, 7), "1 bounds do not cover 3 buckets"},
      {custom(spans(-1, 1), 1, 7), "span 1 has the negative offset -1"},
      {
        new NativeHistogram(ResetHint.NO, 2, 0, 1, buckets(0, NONE), new double[] {1}),
        "custom bounds do not go with exponential schema 2"
      },
    };
    for (Object[] row : rows) {
      assertThat(((NativeHistogram) row[0]).problem()).contains((String) row[1]);
    }
    assertThat(
            new NativeHistogram(
                    ResetHint.NO, 0, 0, Double.NaN, buckets(7, spans(0, 1), 6), new double[0])
                .problem())
        .isNull();
    assertThat(custom(spans(1, 1), 1, 7).problem()).isNull();
  }

  @Test
  void coarsensUntilTheLimitsAreMet() {
    NativeHistogram eight = ints(8, spans(1, 8), 1, 0, 0, 0, 0, 0, 0, 0);
    assertThat(HistogramLimits.NONE.apply(eight)).isSameAs(eight);
    assertThat(schemaWithin(new HistogramLimits(4, 8), eight)).isEqualTo(7);
    assertThat(schemaWithin(new HistogramLimits(1, 8), eight)).isEqualTo(5);
    assertThat(schemaWithin(new HistogramLimits(0, 6), eight)).isEqualTo(6);
    assertThat(schemaWithin(HistogramLimits.NONE, ints(20, spans(1, 1), 1))).isEqualTo(8);
    assertThat(new HistogramLimits(1, 8).apply(ints(-4, spans(0, 2), 1, 1))).isNull();
    assertThat(new HistogramLimits(1, 8).apply(custom(spans(0, 2), 1, 7))).isNull();
    NativeHistogram unknown = ints(60, spans(1, 1), 1);
    assertThat(HistogramLimits.NONE.apply(unknown)).isSameAs(unknown);
    assertThat(unknown.problem()).isNotNull();
  }

  @Test
  void picksTheSchemaOfAGrowthFactor() {
    double[][] rows = {
      {65536, -4},
      {65537, -4},
      {1e9, -4},
      {65535, -4},
      {257, -4},
      {256, -3},
      {16, -2},
      {4, -1},
      {2, 0},
      {1.99, 0},
      {1.4143, 0},
      {1.4142, 1},
      {1.1893, 1},
      {1.1892, 2},
      {1.0905, 3},
      {1.0442, 4},
      {1.0218, 5},
      {1.0108, 6},
      {1.0054, 7},
      {1.00271, 8},
      {1.0001, 8},
      {1, 8},
      {0, 8},
      {-1, 8}
    };
    for (double[] row : rows) {
      assertThat(HistogramLimits.finestSchema(row[0])).as("%s", row[0]).isEqualTo((int) row[1]);
    }
  }

  @Test
  void putsClassicBucketsInOrder() {
    var classic = new ClassicHistogram();
    classic.bucket(2, 3);
    classic.bucket(1, 1);
    classic.bucket(Double.POSITIVE_INFINITY, 3);
    classic.bucket(2, 99);
    classic.sum(4.5);
    assertThat(classic.convert(ResetHint.GAUGE))
        .isEqualTo(
            new NativeHistogram(
                ResetHint.GAUGE,
                NativeHistogram.CUSTOM_BUCKETS,
                0,
                4.5,
                buckets(3, spans(0, 2), 1, 1),
                new double[] {1, 2}));
    classic.clear();
    classic.bucket(2, 3);
    classic.bucket(1, 4);
    assertThat(classic.convert(ResetHint.UNKNOWN)).isNull();
    assertThat(classic.problem()).isEqualTo("bucket le=\"1.0\" with count 4.0 is not cumulative");
    classic.clear();
    classic.count(2);
    assertThat(classic.convert(ResetHint.UNKNOWN))
        .extracting(NativeHistogram::buckets)
        .isEqualTo(buckets(2, spans(0, 1), 2));
    classic.clear();
    classic.count(-1);
    assertThat(classic.convert(ResetHint.UNKNOWN)).isNull();
    classic.clear();
    classic.bucket(Double.NaN, 1);
    assertThat(classic.convert(ResetHint.UNKNOWN)).isNull();
    classic.clear();
    assertThat(classic.convert(ResetHint.UNKNOWN)).isNotNull();
  }

  private static int schemaWithin(HistogramLimits limits, NativeHistogram histogram) {
    return Objects.requireNonNull(limits.apply(histogram)).schema();
  }

  private static NativeHistogram of(int schema, NavigableMap<Integer, Long> byIndex) {
    int size = byIndex.lastKey() - byIndex.firstKey() + 1;
    long[] counts = new long[size];
    long total = 0;
    for (var bucket : byIndex.entrySet()) {
      counts[bucket.getKey() - byIndex.firstKey()] = bucket.getValue();
      total += bucket.getValue();
    }
    var raw =
        new IntBuckets(
            total,
            0,
            spans(byIndex.firstKey(), size),
            Rearrangement.deltas(counts),
            NONE,
            NO_DELTAS);
    return new NativeHistogram(ResetHint.UNKNOWN, schema, 0, 1, raw, new double[0]).compact(0);
  }

  private static NativeHistogram floats(NativeHistogram histogram) {
    var ints = (IntBuckets) histogram.buckets();
    long[] counts = Rearrangement.absolute(ints.positiveDeltas());
    double[] floats = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      floats[i] = counts[i];
    }
    return new NativeHistogram(
        histogram.resetHint(),
        histogram.schema(),
        0,
        1,
        new FloatBuckets(
            ints.count(), 0, ints.positiveSpans(), floats, ints.negativeSpans(), new double[0]),
        histogram.customBounds());
  }

  private static NativeHistogram ints(int schema, Span[] spans, long... deltas) {
    long total = 0;
    for (long count : Rearrangement.absolute(deltas)) {
      total += count;
    }
    return new NativeHistogram(
        ResetHint.UNKNOWN, schema, 0, 1, buckets(total, spans, deltas), new double[0]);
  }

  private static NativeHistogram custom(Span[] spans, long delta, double... bounds) {
    long[] deltas = new long[spans[0].length()];
    deltas[0] = delta;
    return new NativeHistogram(
        ResetHint.UNKNOWN,
        NativeHistogram.CUSTOM_BUCKETS,
        0,
        1,
        buckets(delta * deltas.length, spans, deltas),
        bounds);
  }

  private static IntBuckets buckets(long count, Span[] spans, long... deltas) {
    return new IntBuckets(count, 0, spans, deltas, NONE, NO_DELTAS);
  }

  private static Span[] spans(int... offsetsAndLengths) {
    Span[] spans = new Span[offsetsAndLengths.length / 2];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new Span(offsetsAndLengths[2 * i], offsetsAndLengths[2 * i + 1]);
    }
    return spans;
  }
}
