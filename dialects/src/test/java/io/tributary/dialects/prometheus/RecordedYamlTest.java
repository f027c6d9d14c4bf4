package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Prometheus 3.5.3 in agent mode answered at `/api/v1/status/config` for two files, line by
/// line against what Tributary answers.
///
/// Recorded with `prometheus --agent --config.file=FILE` in the folder of the file.
class RecordedYamlTest {
  /// Lines that 3.5 has and later versions print no more.
  private static final Pattern OLDER =
      Pattern.compile(
          // The default protocols, which follow from other settings by now.
          "global: {4}(scrape_protocols:|- OpenMetricsText1.0.0|- OpenMetricsText0.0.1|-"
              + " PrometheusText1.0.0|- PrometheusText0.0.4)|storage: {6}outofordertimewindow: .*");

  /// Lines that later versions print and 3.5 does not know.
  private static final Pattern NEWER =
      Pattern.compile(
          ".* (scrape_native_histograms|extra_scrape_metrics): false|.* replacement: \"\"|global:"
              + " {4}metric_name_validation_scheme: utf8|otlp:"
              + " {4}label_name_(underscore_sanitization|preserve_multiple_underscores): true");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"fleet", "services"})
  void printsWhatPrometheusPrints(String name) throws IOException {
    Path recorded = Path.of("src/test/resources/io/tributary/dialects/prometheus/recorded");
    Path file = directory.resolve("prometheus.yml");
    Files.copy(recorded.resolve(name + ".yml"), file);
    LoadResult result = PrometheusConfig.load(file, Environment.of(Map.of()));
    assertThat(result.errors()).isEmpty();
    String ours = result.sound().orElseThrow().effectiveYaml().replace(directory + "/", "");
    String theirs = Files.readString(recorded.resolve(name + ".prometheus-3.5.yml"));
    assertThat(lines(ours, NEWER)).isEqualTo(lines(theirs, OLDER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleet", "services"})
  void readsWhatPrometheusPrints(String name) {
    Path printed =
        Path.of("src/test/resources/io/tributary/dialects/prometheus/recorded")
            .resolve(name + ".prometheus-3.5.yml");
    assertThat(PrometheusConfig.load(printed, Environment.of(Map.of())).errors()).isEmpty();
  }

  /// Each line behind its section, without those that only one version has.
  private static List<String> lines(String yaml, Pattern without) {
    String[] section = {""};
    return Arrays.stream(yaml.split("\n"))
        .map(line -> {
          if (!line.startsWith(" ") && !line.startsWith("-")) {
            section[0] = line.replaceAll(":.*", ":");
          }
          return section[0] + "  " + line;
        })
        .filter(line -> !without.matcher(line).matches())
        .toList();
  }
}
