package io.tributary.exporters.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamiliesTest {
  private final Families families = new Families();

  @Test
  void aPageIsSortedByNameAndLabelValues() {
    families.gauge("b", "B.", 2, "y", "2", "x", "1");
    families.gauge("b", "B.", 1, "y", "1", "x", "1");
    families.gauge("b", "B.", 3);
    families.counter("a_total", "A \\ \n.", 1.5, "l", "q\"\\\n");
    families.untyped("c", "C.", Double.POSITIVE_INFINITY);
    assertThat(page())
        .isEqualTo(
            """
            # HELP a_total A \\\\ \\n.
            # TYPE a_total counter
            a_total{l="q\\"\\\\\\n"} 1.5
            # HELP b B.
            # TYPE b gauge
            b 3
            b{x="1",y="1"} 1
            b{x="1",y="2"} 2
            # HELP c C.
            # TYPE c untyped
            c +Inf
            """);
  }

  @Test
  void aSeriesIsThereOnceAndAFamilyHasOneMeaning() {
    families.gauge("a", "A.", 1, "l", "v");
    families.gauge("a", "A.", 2, "l", "v");
    families.counter("a", "A.", 3, "l", "w");
    families.gauge("a", "Another.", 4, "l", "x");
    assertThat(families.refused()).isEqualTo(3);
    assertThat(families.families())
        .singleElement()
        .extracting(MetricFamily::samples)
        .isEqualTo(List.of(new Sample("a", List.of("l", "v"), 1)));
  }

  @Test
  void theLinesOfAHistogramStayInOrder() {
    for (String method : List.of("put", "get")) {
      for (String bound : List.of("2", "10", "+Inf")) {
        add("h_bucket", 1, "m", method, "le", bound);
      }
      add("h_sum", 2, "m", method);
      add("h_count", 3, "m", method);
    }
    assertThat(page().lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "h_bucket{le=\"2\",m=\"get\"} 1",
            "h_bucket{le=\"10\",m=\"get\"} 1",
            "h_bucket{le=\"+Inf\",m=\"get\"} 1",
            "h_sum{m=\"get\"} 2",
            "h_count{m=\"get\"} 3",
            "h_bucket{le=\"2\",m=\"put\"} 1",
            "h_bucket{le=\"10\",m=\"put\"} 1",
            "h_bucket{le=\"+Inf\",m=\"put\"} 1",
            "h_sum{m=\"put\"} 2",
            "h_count{m=\"put\"} 3");
  }

  private void add(String name, double value, String... labels) {
    families.add("h", MetricType.HISTOGRAM, "H.", new Sample(name, List.of(labels), value));
  }

  private String page() {
    return new String(TextPage.of(families.families()), StandardCharsets.UTF_8);
  }
}
