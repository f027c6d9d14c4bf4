package io.tributary.metrics.scrape;

import static io.tributary.model.labels.NameValidation.UTF8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetBuilderTest {
  @ParameterizedTest
  @CsvSource({
    "/metrics, http://a:1/metrics",
    "metrics, http://a:1/metrics",
    "'', http://a:1",
    "/probe?module=x, http://a:1/probe%3Fmodule=x",
    "/a%20b, http://a:1/a%2520b",
    "/a b, http://a:1/a%20b",
    "/é[0], http://a:1/%C3%A9%5B0%5D",
    "/-_.~$&+;=@:/, http://a:1/-_.~$&+;=@:/",
  })
  void takesAMetricsPathForAPathAlone(String path, String url) {
    assertThat(url(path, Map.of())).isEqualTo(url);
  }

  @Test
  void putsParametersBehindThePath() {
    assertThat(url("/p?q", Map.of("b", List.of("1", "2"), "a[]", List.of("x y"))))
        .isEqualTo("http://a:1/p%3Fq?a%5B%5D=x+y&b=1&b=2");
  }

  @Test
  void writesParametersAsTheOriginalDoes() {
    assertThat(url("/federate", Map.of("match[]", List.of("{__name__=~\"job:.*\"}"))))
        .isEqualTo("http://a:1/federate?match%5B%5D=%7B__name__%3D~%22job%3A.%2A%22%7D");
  }

  @Test
  void aSwitchThatRelabellingTakesAwayIsTheJobs() {
    var samples = new SampleSettings(false, true, false, true, false, true, false, UTF8);
    var unset =
        RelabelRule.builder()
            .action(RelabelAction.LABELDROP)
            .regex("__(scrape_native|convert_classic)_.*")
            .build(UTF8);
    var settings =
        ScrapeSettings.defaults("j")
            .withSamples(samples)
            .withRelabelRules(List.of(unset), List.of());
    assertThat(
            new TargetBuilder(settings)
                .build(
                    Labels.of("__address__", "a:1"), new TargetGroup("0", List.of(), Labels.EMPTY)))
        .isInstanceOfSatisfying(
            TargetBuilder.Kept.class,
            kept ->
                assertThat(kept.target().histograms())
                    .isEqualTo(new Target.HistogramFlags(true, true, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "node_exporter:9100, http://node_exporter:9100/metrics",
    "0a1b2c3d:9100, http://0a1b2c3d:9100/metrics",
    "[::1]:9100, http://[::1]:9100/metrics",
    "a b:1, 'Invalid'",
    "a:b:c, 'Invalid'",
  })
  void takesAnyHostThatCanBeResolved(String address, String expected) {
    TargetBuilder.Outcome outcome =
        new TargetBuilder(ScrapeSettings.defaults("j"))
            .build(
                Labels.of("__address__", address), new TargetGroup("0", List.of(), Labels.EMPTY));
    assertThat(text(outcome)).startsWith(expected);
  }

  private static String text(TargetBuilder.Outcome outcome) {
    return outcome instanceof TargetBuilder.Kept kept
        ? kept.target().url().toString()
        : outcome.toString();
  }

  private static String url(String path, Map<String, List<String>> params) {
    RequestSettings usual = RequestSettings.DEFAULT;
    var request =
        new RequestSettings(
            usual.scheme(),
            path,
            new TreeMap<>(params),
            usual.enableCompression(),
            usual.protocols(),
            usual.fallbackProtocol(),
            usual.escaping());
    return text(
        new TargetBuilder(ScrapeSettings.defaults("j").withRequest(request))
            .build(Labels.of("__address__", "a:1"), new TargetGroup("0", List.of(), Labels.EMPTY)));
  }
}
