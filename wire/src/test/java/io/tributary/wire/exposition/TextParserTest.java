package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class TextParserTest {
  @Test
  void readsLinesLeniently() {
    parsed("a 1").containsExactly("{\"a\"} 1.0");
    parsed("a 1\n").containsExactly("{\"a\"} 1.0");
    parsed("\n\n \t\n  a\t 1 \t 17\t\n").containsExactly("{\"a\"} 1.0 @17");
    parsed("a{}1\n").containsExactly("{\"a\"} 1.0");
    parsed("a {b=\"c\"} 1\n").containsExactly("{\"a\", b=\"c\"} 1.0");
    parsed("a{ b = \"c\" , }1").containsExactly("{\"a\", b=\"c\"} 1.0");
    parsed("a{b=\"c\"d=\"e\"} 1").containsExactly("{\"a\", b=\"c\", d=\"e\"} 1.0");
    parsed("a+1").containsExactly("{\"a\"} 1.0");
    parsed(":a:b_1{_x=\"\"} -Inf 0").containsExactly("{\":a:b_1\", _x=\"\"} -Infinity @0");
    parsed("a nan").containsExactly("{\"a\"} NaN");
    parsed("a 1 9223372036854775807").containsExactly("{\"a\"} 1.0 @9223372036854775807");
    parsed("").isEmpty();
  }

  @Test
  void readsQuotedNames() {
    parsed("{\"a.b\"} 1").containsExactly("{\"a.b\"} 1.0");
    parsed("{\"a.b\",} 1").containsExactly("{\"a.b\"} 1.0");
    parsed("{\"a.b\",\"c d\"=\"e\",f=\"g\"} 1")
        .containsExactly("{\"a.b\", c d=\"e\", f=\"g\"} 1.0");
    parsed("{f=\"g\",\"a.b\"} 1").containsExactly("{\"a.b\", f=\"g\"} 1.0");
    parsed("a{\"b\"=\"c\"} 1").containsExactly("{\"a\", b=\"c\"} 1.0");
    parsed("{\"a\\\"\\\\b\"} 1").containsExactly("{\"a\"\\b\"} 1.0");
    parsed("# TYPE \"a.b\" gauge\n# HELP \"a\\\"b\" x")
        .containsExactly("TYPE a.b gauge", "HELP a\"b x");
  }

  @Test
  void resolvesEscapes() {
    parsed("a{b=\"x\\\"y\\\\z\\nw\\t\"} 1").containsExactly("{\"a\", b=\"x\"y\\z\nw\\t\"} 1.0");
    parsed("a{b=\"line\nfeed\"} 1").containsExactly("{\"a\", b=\"line\nfeed\"} 1.0");
    parsed("# HELP a x\\ny\\\\z\\\"").containsExactly("HELP a x\ny\\z\\\"");
  }

  @Test
  void readsMetadataAndPassesOverOtherComments() {
    parsed(
            """
            # HELP a some  text
            # TYPE a counter
            #TYPE a gauge
            # nothing
            #
            #	HELP	b	tabbed
            # HELP
            # TYPEx
            # HELP c
            # HELP d \s
            # TYPE e untyped
            # UNIT e seconds
            # EOF
            f 1
            """)
        .containsExactly(
            "HELP a some  text",
            "TYPE a counter",
            "HELP b tabbed",
            "HELP c ",
            "HELP d ",
            "TYPE e unknown",
            "{\"f\"} 1.0");
  }

  @Test
  void stopsAtNulWhereALineCouldStart() {
    parsed("a 1\n\0b 2\n").containsExactly("{\"a\"} 1.0");
    parsed("a 1\n#x\0\nb 2\n").containsExactly("{\"a\"} 1.0");
    parsed("# x\0\nb 2\n").containsExactly("{\"b\"} 2.0");
    parsed("a{b=\"c\0d\"} 1").containsExactly("{\"a\", b=\"c\0d\"} 1.0");
    failed("a\0{b=\"c\"} 1", "expected a value, got \"\\x00{b=\\\"c\\\"}\" at line 1");
    failed("{\"a\0\"} 1", "expected a closing quote after a name");
    failed("a 1\0", "expected a value, got \"1\\x00\"");
  }

  @Test
  void refusesWhatPrometheusRefuses() {
    failed("a", "expected a value, got the end of the input at line 1");
    failed("x 1\na\n", "expected a value, got \"\\n\" at line 2");
    failed("a 1\r\n", "expected a value, got \"1\\r\" at line 1");
    failed("\r\n", "expected a metric name, a comment or a blank line, got \"\\r\" at line 1");
    failed("# TYPE a counter\r\n", "expected counter, gauge, histogram, summary or untyped");
    failed("a 1 1\r\n", "expected the end of the line after a timestamp");
    failed("a 1 -1", "expected a timestamp in milliseconds or the end of the line, got \"-1\"");
    failed("a 1 1.5", "expected the end of the line after a timestamp");
    failed("a 1 1 1", "expected the end of the line after a timestamp");
    failed("a 1 9223372036854775808", "expected a timestamp of 64 bits");
    failed("a 0x1p-3", "expected a value, got \"0x1p-3\"");
    failed("a 0x10", "expected a value");
    failed("a 1_000", "expected a value");
    failed("a 1e400", "expected a value");
    failed("a 1{b=\"c\"}", "expected a value");
    failed("1a 1", "expected a metric name, a comment or a blank line");
    failed("{} 1", "expected a metric name, got \"}\"");
    failed("{b=\"c\"} 1", "expected a metric name");
    failed("a{,} 1", "expected a label name, got \",}\"");
    failed("a{b=\"c\",,} 1", "expected a label name");
    failed("a{b} 1", "expected '=' after label name \"b\", got \"}\"");
    failed("a{b=c} 1", "expected a quoted label value");
    failed("a{b=\"c} 1", "expected a quoted label value");
    failed("a{b=\"c\\", "expected a quoted label value");
    failed("a{b=\"c\\\n\"} 1", "expected a quoted label value");
    failed("a{\nb=\"c\"} 1", "expected a label name");
    failed("a{1b=\"c\"} 1", "expected a label name");
    failed("a{\"b\"} 1", "expected '=' after a label name, the metric has its name already");
    failed("{\"a\",\"b\"} 1", "expected '=' after a label name");
    failed("a{b=\"c\"}{d=\"e\"} 1", "expected a value");
    failed("# TYPE a unknown\n", "expected counter, gauge");
    failed("# TYPE a  counter\n", "expected counter, gauge");
    failed("# TYPE a counter \n", "expected counter, gauge");
    failed("# TYPE a\n", "expected counter, gauge");
    failed("# TYPE 1 counter\n", "expected a metric name after TYPE");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] value = "a{b=\"cccccccccccc?\"} 1".getBytes(UTF_8);
    value[17] = (byte) 0xff;
    assertThatThrownBy(() -> Recorded.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT, value))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("expected a label value in UTF-8");
    for (String line : List.of("{\"a?\"} 1", "a{\"b?\"=\"c\"} 1")) {
      byte[] name = line.getBytes(UTF_8);
      name[line.indexOf('?')] = (byte) 0xff;
      assertThatThrownBy(() -> Recorded.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT, name))
          .isInstanceOf(WireException.class)
          .hasMessageContaining("expected a name in UTF-8");
    }
    byte[] help = "# HELP a b?\n".getBytes(UTF_8);
    help[10] = (byte) 0xff;
    assertThatThrownBy(() -> Recorded.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT, help))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("expected a HELP text in UTF-8");
    parsed("a{b=\"cccccccccccccé\",d=\"日本語\"} 1")
        .containsExactly("{\"a\", b=\"cccccccccccccé\", d=\"日本語\"} 1.0");
  }

  @Test
  void normalisesBoundsOnlyWhereTheTypeSaysSo() {
    parsed("a_bucket{le=\"1\"} 1").containsExactly("{\"a_bucket\", le=\"1\"} 1.0");
    parsed(
            """
            # TYPE a histogram
            a_bucket{le="1",quantile="1"} 1
            a_bucket{le="1e3"} 1
            a_bucket{le="1000000"} 1
            a_bucket{le="0.00001"} 1
            a_bucket{le="1.50"} 1
            a_bucket{le="+Inf"} 1
            a_bucket{le="inf"} 1
            a_bucket{le="x"} 1
            a_bucket{le=""} 1
            b{le="5"} 1
            # TYPE a summary
            a{le="1",quantile="0"} 1
            a{quantile=".9"} 1
            a{quantile="0.990000"} 1
            # TYPE a gauge
            a{le="1",quantile="1"} 1
            """)
        .filteredOn(line -> line.startsWith("{"))
        .containsExactly(
            "{\"a_bucket\", le=\"1.0\", quantile=\"1\"} 1.0",
            "{\"a_bucket\", le=\"1000.0\"} 1.0",
            "{\"a_bucket\", le=\"1e+06\"} 1.0",
            "{\"a_bucket\", le=\"1e-05\"} 1.0",
            "{\"a_bucket\", le=\"1.5\"} 1.0",
            "{\"a_bucket\", le=\"+Inf\"} 1.0",
            "{\"a_bucket\", le=\"+Inf\"} 1.0",
            "{\"a_bucket\", le=\"x\"} 1.0",
            "{\"a_bucket\", le=\"\"} 1.0",
            "{\"b\", le=\"5.0\"} 1.0",
            "{\"a\", le=\"1\", quantile=\"0.0\"} 1.0",
            "{\"a\", quantile=\"0.9\"} 1.0",
            "{\"a\", quantile=\"0.99\"} 1.0",
            "{\"a\", le=\"1\", quantile=\"1\"} 1.0");
  }

  @Test
  void addsTypeLabelsOnRequest() {
    var options = ExpositionOptions.DEFAULT.withTypeAndUnitLabels(true);
    assertThat(
            Recorded.of(
                ExpositionFormat.TEXT,
                options,
                "a{__type__=\"x\"} 1\n# TYPE b counter\nb{__type__=\"x\",c=\"d\"} 1\n"))
        .containsExactly(
            "{\"a\", __type__=\"x\"} 1.0",
            "TYPE b counter",
            "{\"b\", c=\"d\", __type__=\"counter\"} 1.0");
  }

  @Test
  void tellsWhereEachPartStands() {
    String body = "# TYPE a counter\n  a{b=\"c\"}  1.5 17 \n{\"d\"} 2";
    var places = new ArrayList<String>();
    ExpositionParser.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT)
        .parse(
            Recorded.padded(body.getBytes(UTF_8)),
            3,
            3 + body.length(),
            sample ->
                places.add(
                    String.join(
                        "|",
                        body.substring(sample.lineStart() - 3, sample.seriesStart() - 3),
                        sample.seriesText(),
                        body.substring(sample.seriesEnd() - 3, sample.valueStart() - 3),
                        body.substring(sample.valueStart() - 3, sample.valueEnd() - 3),
                        body.substring(sample.valueEnd() - 3, sample.lineEnd() - 3))));
    assertThat(places).containsExactly("  |a{b=\"c\"}|  |1.5| 17 \n", "|{\"d\"}| |2|");
  }

  @Test
  void keepsLongAndManyLabels() {
    var line = new StringBuilder("a{");
    var wanted = new StringBuilder("{\"a\"");
    for (int i = 0; i < 100; i++) {
      String escaped = "x\\n".repeat(i);
      line.append("l").append(i).append("=\"").append(escaped).append("\",");
      wanted.append(", l").append(i).append("=\"").append("x\n".repeat(i)).append('"');
    }
    parsed(line + "} 1").containsExactly(wanted + "} 1.0");
  }

  private static ListAssert<String> parsed(String body) {
    List<String> lines = Recorded.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT, body);
    return assertThat(lines);
  }

  private static void failed(String body, String message) {
    assertThatThrownBy(() -> Recorded.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT, body))
        .as(body)
        .isInstanceOf(WireException.class)
        .hasMessageContaining(message);
  }
}
