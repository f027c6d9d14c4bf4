package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.prometheus.Environment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteWriteNamesTest {
  /// Source: grafana/agent `internal/converter/internal/staticconvert/testdata`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "i-149bbd | url: http://localhost:9009/api/prom/push",
        "i-c6d55a | {url: 'http://localhost:9010/api/prom/push', send_exemplars: false}",
        "i-aa96fd | url: http://localhost:9011/api/prom/push",
        "i-a93240 | {url: 'http://localhost:9012/api/prom/push', queue_config: {retry_on_http_429:"
            + " false}}",
        "i-eea444 | url: https://prometheus-us-central1.grafana.net/api/prom/push",
        "i-ce3432 | {url: 'https://region.grafana.net/api/prom/push', basic_auth: {username: id,"
            + " password: token}}",
        "i-36127e | {url: 'https://prometheus-us-central1.grafana.net/api/prom/push', queue_config:"
            + " {batch_send_deadline: 3m, max_shards: 10, max_backoff: 10s, sample_age_limit: 50s},"
            + " basic_auth: {username: 11111, password: my-secret-password-here}}",
      })
  void namesAreThoseOfTheOriginal(String name, String entry) {
    assertThat(names("[" + (entry.startsWith("{") ? entry : "{" + entry + "}") + "]"))
        .containsExactly(name);
  }

  @Test
  void destinationsThatDifferInSecretsAloneHaveNamesOfTheirOwn() {
    assertThat(
            names(
                "[{url: 'http://h/w', bearer_token: one}, {url: 'http://h/w', bearer_token: two}]"))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void aNameThatIsWrittenStays() {
    assertThat(names("[{url: 'http://h/w', name: mine}]")).containsExactly("mine");
  }

  private static Iterable<String> names(String remoteWrite) {
    String yaml = "metrics: {configs: [{name: i, remote_write: " + remoteWrite + "}]}";
    StaticConfig config =
        StaticConfig.read(
                "agent.yaml",
                yaml.getBytes(StandardCharsets.UTF_8),
                StaticOptions.of(Environment.of(Map.of())))
            .sound()
            .orElseThrow();
    return config.metrics().instances().getFirst().remoteWrites().stream()
        .map(destination -> destination.settings().name())
        .toList();
  }
}
