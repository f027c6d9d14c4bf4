package io.tributary.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.wire.WireException;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class OpenMetricsParserTest {
  private static final ExpositionOptions STARTS =
      ExpositionOptions.DEFAULT.withStartTimestamps(true);

  @Test
  void readsEachPartOfALine() {
    parsed("a 1\n").containsExactly("{\"a\"} 1.0");
    parsed("a{} 1\n").containsExactly("{\"a\"} 1.0");
    parsed("a{b=\"c\",d=\"\\\"\\\\\\n\",} NaN 1.5\n")
        .containsExactly("{\"a\", b=\"c\", d=\"\"\\\n\"} NaN @1500");
    parsed("{\"a.b\",\"c d\"=\"e\"} +Inf -1.2345\n")
        .containsExactly("{\"a.b\", c d=\"e\"} Infinity @-1234");
    parsed("a 1 1520879607.789\n").containsExactly("{\"a\"} 1.0 @1520879607789");
    parsed("a 1 # {} 2\n").containsExactly("{\"a\"} 1.0 # {} 2.0");
    parsed("a 1 3 # {b=\"c\\n\",\"d.e\"=\"f\"} 2 4.5\n")
        .containsExactly("{\"a\"} 1.0 @3000 # {b=\"c\n\", d.e=\"f\"} 2.0 @4500");
    parsed("").isEmpty();
  }

  @Test
  void readsMetadata() {
    parsed(
            """
            # HELP a_seconds x\\ny\\\\z\\"
            # TYPE a_seconds gaugehistogram
            # UNIT a_seconds seconds
            # TYPE b info
            # TYPE c stateset
            # TYPE d unknown
            # HELP e \n\
            # UNIT e \n\
            # TYPE "f.g" counter
            """)
        .containsExactly(
            "HELP a_seconds x\ny\\z\"",
            "TYPE a_seconds gaugehistogram",
            "UNIT a_seconds seconds",
            "TYPE b info",
            "TYPE c stateset",
            "TYPE d unknown",
            "HELP e ",
            "UNIT e ",
            "TYPE f.g counter");
  }

  @Test
  void endsWithEofAndNothingElse() {
    assertThat(whole("# EOF")).isEmpty();
    assertThat(whole("a 1\n# EOF\n")).hasSize(1);
    for (String body : List.of("", "a 1\n", "a 1", "# EO", "a 1 2", "a 1 # {b=\"c\"} 1")) {
      assertThatThrownBy(() -> whole(body)).as(body).isInstanceOf(WireException.class);
    }
    assertThatThrownBy(() -> whole("a 1\n"))
        .hasMessage("expected # EOF as the last line, got the end of the input at line 2");
    for (String behind : List.of("\n", " ", "a 1\n", "\0", "# EOF\n")) {
      assertThatThrownBy(() -> whole("# EOF\n" + behind))
          .hasMessageStartingWith("expected nothing after # EOF");
    }
    assertThatThrownBy(() -> whole("# EOFx\n")).hasMessageStartingWith("expected nothing after");
  }

  @Test
  void refusesWhatPrometheusRefuses() {
    failed("\n", "expected a metric name or '# '");
    failed(" a 1\n", "expected a metric name or '# '");
    failed("#a\n", "expected a metric name or '# '");
    failed("# comment\n", "expected HELP, TYPE, UNIT or EOF, got \"comment\"");
    failed("#  HELP a b\n", "expected HELP, TYPE, UNIT or EOF");
    failed("# HELP a\n", "expected a space after a metric name");
    failed("# HELP  a b\n", "expected a metric name after HELP");
    failed("# TYPE a untyped\n", "expected a metric type");
    failed("# TYPE a counter \n", "expected a metric type");
    failed("# UNIT a seconds\n", "expected a unit that ends the name \"a\" behind '_'");
    failed("# UNIT seconds seconds\n", "expected a unit that ends the name");
    failed("# UNIT a.seconds seconds\n", "expected a space after a metric name");
    failed("a\n", "expected a space and a value, got \"\\n\"");
    failed("a  1\n", "expected a value");
    failed("a\t1\n", "expected a space and a value");
    failed("a 1 \n", "expected a timestamp in seconds");
    failed("a 1\r\n", "expected a value");
    failed("a 1\t\n", "expected a value");
    failed("a {b=\"c\"} 1\n", "expected a value");
    failed("a{b=\"c\"}1\n", "expected a space and a value");
    failed("a{b=\"c\" } 1\n", "expected ',' or '}' after a label value");
    failed("a{b=\"c\"d=\"e\"} 1\n", "expected ',' or '}' after a label value");
    failed("a{ b=\"c\"} 1\n", "expected a label name");
    failed("a{b=\"c\nd\"} 1\n", "expected a quoted label value");
    failed("a{,} 1\n", "expected a label name");
    failed("{} 1\n", "expected a metric name");
    failed("{b=\"c\"} 1\n", "expected a metric name");
    failed("a 0x1\n", "expected a value");
    failed("a 1_0\n", "expected a value");
    failed("a 1 NaN\n", "expected a finite timestamp");
    failed("a 1 -Inf\n", "expected a finite timestamp");
    failed("a 1 2 3\n", "expected a timestamp, an exemplar or a line feed");
    failed("a 1 #{b=\"c\"} 1\n", "expected a timestamp in seconds");
    failed("a 1 # b=\"c\"} 1\n", "expected a timestamp in seconds");
    failed("a 1 # {b=\"c\"}\n", "expected a space and a value");
    failed("a 1 # {b=\"c\"} 1 NaN\n", "expected a finite timestamp");
    failed("a 1 # {b=\"c\"} 1 2 3\n", "expected a timestamp, an exemplar or a line feed");
    failed("a 1 # {b=\"c\"} 1 # {d=\"e\"} 1\n", "expected a timestamp in seconds");
    failed("a 1 # {\"b\"} 1\n", "expected '=' after label name \"b\"");
    failed("\0", "expected a metric name or '# '");
  }

  @Test
  void normalisesBounds() {
    parsed("# TYPE a histogram\na_bucket{le=\"1\"} 1\n# TYPE b gaugehistogram\nb{le=\"1\"} 1\n")
        .containsExactly(
            "TYPE a histogram",
            "{\"a_bucket\", le=\"1.0\"} 1.0",
            "TYPE b gaugehistogram",
            "{\"b\", le=\"1\"} 1.0");
  }

  @Test
  void keepsCreatedLinesAsSeriesUnlessStartTimestampsAreWanted() {
    String body = "# TYPE a counter\na_total 1\na_created 17.5\n# EOF\n";
    assertThat(Recorded.of(ExpositionFormat.OPEN_METRICS, ExpositionOptions.DEFAULT, body))
        .containsExactly("TYPE a counter", "{\"a_total\"} 1.0", "{\"a_created\"} 17.5");
    assertThat(Recorded.of(ExpositionFormat.OPEN_METRICS, STARTS, body))
        .containsExactly("TYPE a counter", "{\"a_total\"} 1.0 since 17500");
  }

  @Test
  void findsTheStartTimestampsOfItsOwnLabels() {
    starts(
            """
            # HELP h x
            # TYPE h histogram
            h_bucket{a="1",le="1"} 1
            h_bucket{a="1",le="+Inf"} 2 # {b="c"} 1
            h_count{a="1"} 2
            h_sum{a="1"} 3
            h_created{a="1"} 10
            h_bucket{a="2",le="+Inf"} 2
            h_created{a="2"} 20.001
            h_bucket{a="3",le="+Inf"} 2
            # TYPE s summary
            s{quantile="0.5"} 1
            s_created 30
            # TYPE c counter
            c_total 1
            # TYPE g gauge
            g 1
            g_created 5
            # TYPE "u.v" counter
            {"u.v_total","l.m"="n"} 1
            {"u.v_created","l.m"="n"} 40
            # TYPE "w\\"x" counter
            {"w\\"x_total",a="\\\\\\\\\\\\\\\\"} 1
            {"w\\"x_created",a="\\\\\\\\\\\\\\\\"} 50
            """)
        .containsExactly(
            "{\"h_bucket\", a=\"1\", le=\"1.0\"} 1.0 since 10000",
            "{\"h_bucket\", a=\"1\", le=\"+Inf\"} 2.0 since 10000 # {b=\"c\"} 1.0",
            "{\"h_count\", a=\"1\"} 2.0 since 10000",
            "{\"h_sum\", a=\"1\"} 3.0 since 10000",
            "{\"h_bucket\", a=\"2\", le=\"+Inf\"} 2.0 since 20001",
            "{\"h_bucket\", a=\"3\", le=\"+Inf\"} 2.0",
            "{\"s\", quantile=\"0.5\"} 1.0 since 30000",
            "{\"c_total\"} 1.0",
            "{\"g\"} 1.0",
            "{\"g_created\"} 5.0",
            "{\"u.v_total\", l.m=\"n\"} 1.0 since 40000",
            "{\"w\"x_total\", a=\"\\\\\\\\\"} 1.0 since 50000");
  }

  @Test
  void findsStartTimestampsOfManySeries() {
    var body = new StringBuilder("# TYPE a counter\n");
    for (int i = 0; i < 500; i++) {
      body.append("a_total{i=\"").append(i).append("\"} 1\n");
    }
    for (int i = 0; i < 500; i++) {
      body.append("a_created{i=\"").append(i).append("\"} ").append(i + 1).append('\n');
    }
    List<String> lines = Recorded.of(ExpositionFormat.OPEN_METRICS, STARTS, body + "# EOF\n");
    assertThat(lines).hasSize(501);
    for (int i = 0; i < 500; i++) {
      assertThat(lines.get(i + 1))
          .isEqualTo("{\"a_total\", i=\"" + i + "\"} 1.0 since " + (i + 1) + "000");
    }
  }

  @Test
  void addsTypeAndUnitLabelsOnRequest() {
    assertThat(
            Recorded.of(
                ExpositionFormat.OPEN_METRICS,
                ExpositionOptions.DEFAULT.withTypeAndUnitLabels(true),
                """
                # TYPE a_bytes counter
                # UNIT a_bytes bytes
                a_bytes_total{__unit__="x",b="c"} 1
                # TYPE d unknown
                d{__type__="x"} 1
                # EOF
                """))
        .containsExactly(
            "TYPE a_bytes counter",
            "UNIT a_bytes bytes",
            "{\"a_bytes_total\", b=\"c\", __type__=\"counter\", __unit__=\"bytes\"} 1.0",
            "TYPE d unknown",
            "{\"d\", __type__=\"x\"} 1.0");
  }

  private static ListAssert<String> parsed(String lines) {
    return assertThat(whole(lines + "# EOF\n"));
  }

  private static ListAssert<String> starts(String lines) {
    return assertThat(Recorded.of(ExpositionFormat.OPEN_METRICS, STARTS, lines + "# EOF\n"))
        .filteredOn(line -> line.startsWith("{"));
  }

  private static List<String> whole(String body) {
    return Recorded.of(ExpositionFormat.OPEN_METRICS, ExpositionOptions.DEFAULT, body);
  }

  private static void failed(String lines, String message) {
    assertThatThrownBy(() -> whole(lines + "# EOF\n"))
        .as(lines)
        .isInstanceOf(WireException.class)
        .hasMessageContaining(message);
  }
}
