package io.tributary.exporters.self;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class OwnPageTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  private String page() {
    return new String(OwnPage.of(registry), UTF_8);
  }

  @Test
  void writesEveryTypeAsPrometheusDoes() {
    Counter.builder()
        .name("c_total")
        .help("C \"x\" \\ and\nmore.")
        .labelNames("a")
        .register(registry)
        .labelValues("\"ü\"\\\n")
        .inc(2);
    Gauge.builder().name("g").register(registry).set(-1.5);
    Histogram.builder()
        .name("h")
        .classicOnly()
        .classicUpperBounds(1, 1e7)
        .labelNames("a")
        .register(registry)
        .labelValues("x")
        .observe(1.5);
    Histogram.builder().name("h_native").nativeOnly().register(registry).observe(3);
    Info.builder().name("i").labelNames("v").register(registry).addLabelValues("1");
    Counter.builder().name("of_nothing_total").help("H.").labelNames("a").register(registry);
    Summary.builder().name("s").quantile(0.5, 0.01).register(registry);
    assertThat(page())
        .isEqualTo(
            """
            # HELP c_total C "x" \\\\ and\\nmore.
            # TYPE c_total counter
            c_total{a="\\"ü\\"\\\\\\n"} 2
            # TYPE g gauge
            g -1.5
            # TYPE h histogram
            h_bucket{a="x",le="1"} 0
            h_bucket{a="x",le="1e+07"} 1
            h_bucket{a="x",le="+Inf"} 1
            h_sum{a="x"} 1.5
            h_count{a="x"} 1
            # TYPE h_native histogram
            h_native_bucket{le="+Inf"} 1
            h_native_sum 3
            h_native_count 1
            # TYPE i_info gauge
            i_info{v="1"} 1
            # TYPE s summary
            s{quantile="0.5"} NaN
            s_sum 0
            s_count 0
            """);
  }

  @Test
  void writesWhatIsNoOrdinaryNumber() {
    Gauge gauge = Gauge.builder().name("g").labelNames("of").register(registry);
    gauge.labelValues("a").set(Double.POSITIVE_INFINITY);
    gauge.labelValues("b").set(Double.NEGATIVE_INFINITY);
    gauge.labelValues("c").set(Double.NaN);
    gauge.labelValues("d").set(0x1p64);
    assertThat(page())
        .endsWith(
            """
            g{of="a"} +Inf
            g{of="b"} -Inf
            g{of="c"} NaN
            g{of="d"} 1.8446744073709552e+19
            """);
  }
}
