package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.store.StoreSettings.Kind;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.staticmode.StaticOptions.GrpcListener;
import io.tributary.dialects.staticmode.StaticOptions.Listener;
import io.tributary.dialects.staticmode.StaticOptions.Overrides;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is wrong with the section is in `invalid.golden`, its tree in `converted.golden`.
class ScrapingServiceSectionTest {
  private static StaticConfig.Result read(String metrics, Map<String, String> flags) {
    Optional<Duration> none = Optional.empty();
    var options =
        new StaticOptions(
            Environment.of(Map.of()),
            false,
            false,
            Listener.DEFAULT,
            GrpcListener.DEFAULT,
            new Overrides(Optional.empty(), none, none, none, flags));
    return StaticConfig.read("a.yaml", metrics.getBytes(StandardCharsets.UTF_8), options);
  }

  private static ScrapingServiceSettings settings(String metrics, Map<String, String> flags) {
    StaticConfig.Result result = read(metrics, flags);
    assertThat(result.errors()).isEmpty();
    return result
        .sound()
        .orElseThrow()
        .metrics()
        .scrapingService()
        .map(MetricsSettings.ScrapingService::settings)
        .orElse(ScrapingServiceSettings.DEFAULTS);
  }

  @Test
  void theDefaultsAreThoseOfTheSettings() {
    var enabled = settings("metrics: {scraping_service: {enabled: true}}", Map.of());
    assertThat(enabled)
        .usingRecursiveComparison()
        .ignoringFields("enabled")
        .isEqualTo(ScrapingServiceSettings.DEFAULTS);
    assertThat(settings("metrics: {}", Map.of()).enabled()).isFalse();
  }

  @Test
  void aPathThatIsNoneIsAnErrorWithItsPlace() {
    String etcd = "{store: etcd, etcd: {endpoints: [h:1], tls_ca_path: \"a\\0\"}}";
    StaticConfig.Result result =
        read("metrics: {scraping_service: {kvstore: " + etcd + "}}", Map.of());
    assertThat(result.errors()).hasSize(1);
    assertThat(result.errors().getFirst().message()).contains("not a path");
    String tokens = "metrics: {scraping_service: {lifecycler: {tokens_file_path: \"a\\0\"}}}";
    assertThat(read(tokens, Map.of()).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("not a path"));
  }

  @Test
  void flagsAloneAreEnough() {
    var settings =
        settings(
            "{}",
            Map.ofEntries(
                Map.entry("metrics.service.enabled", "true"),
                Map.entry("metrics.service.store", "etcd"),
                Map.entry("metrics.service.etcd.endpoints", "a:1,b:2"),
                Map.entry("metrics.service.config-store.store", "inmemory"),
                Map.entry("metrics.service.config-store.prefix", "c/"),
                Map.entry("metrics.service.num-tokens", "0x10"),
                Map.entry("metrics.service.distributor.excluded-zones", "x, y"),
                Map.entry("metrics.service.ring.take-over-from-dead", "F"),
                Map.entry("metrics.service-client.connect-timeout", "1s")));
    assertThat(settings.configurations().kind()).isEqualTo(Kind.INMEMORY);
    assertThat(settings.configurations().prefix()).isEqualTo("c/");
    assertThat(settings.lifecycler().ring().store().etcd().endpoints())
        .containsExactly("a:1", "b:2");
    assertThat(settings.lifecycler().ring().store().prefix()).isEqualTo("collectors/");
    assertThat(settings.lifecycler().tokens()).isEqualTo(16);
    assertThat(settings.lifecycler().ring().excludedZones()).isEqualTo(Set.of("x", "y"));
    assertThat(settings.lifecycler().ring().takesOverFromDead()).isFalse();
    assertThat(settings.client().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void flagsWinOverTheFile() {
    String text =
        """
        metrics:
          scraping_service:
            enabled: true
            reshard_interval: 5m
            lifecycler: {ring: {kvstore: {consul: {acl_token: file}}}}
          scraping_service_client:
            grpc_client_config: {connect_timeout: 9s}
        """;
    var settings =
        settings(
            text,
            Map.of(
                "metrics.service.reshard-interval", "2m",
                "metrics.service.consul.acl-token", "flag",
                "metrics.service.connect-timeout", "3s",
                "metrics.service-client.connect-timeout", "4s"));
    assertThat(settings.reshardInterval()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.lifecycler().ring().store().consul().aclToken())
        .isEqualTo(Secret.of("flag"));
    assertThat(settings.client().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatIsWrongWithAFlagNamesIt() {
    assertThat(
            read(
                    "metrics: {scraping_service: {enabled: true}}",
                    Map.of(
                        "metrics.service.config-store.prefix", "x",
                        "metrics.service.distributor.replication-factor", "3",
                        "metrics.service.multi.primary", "memberlist",
                        "metrics.service-client.grpc-compression", "gzip"))
                .errors())
        .extracting(error -> error.message().split(":", 2)[0])
        .containsExactlyInAnyOrder(
            "-metrics.service.config-store.prefix",
            "-metrics.service.distributor.replication-factor",
            "-metrics.service.multi.primary",
            "-metrics.service-client.grpc-compression");
  }

  @Test
  void whatHasNoEffectIsAWarning() {
    String text =
        """
        metrics:
          scraping_service:
            enabled: true
            lifecycler:
              heartbeat_timeout: 1m
              min_ready_duration: 1m
              readiness_check_ring_health: false
              ring: {replication_factor: 3, zone_awareness_enabled: true}
          scraping_service_client:
            grpc_client_config:
              max_recv_msg_size: 1
              initial_stream_window_size: 65535
              connect_backoff_max_delay: 1s
        """;
    assertThat(read(text, Map.of()).warnings())
        .extracting(warning -> warning.message().split(" ")[0])
        .containsExactlyInAnyOrder(
            "heartbeat_timeout",
            "min_ready_duration",
            "readiness_check_ring_health",
            "replication_factor",
            "zone_awareness_enabled",
            "max_recv_msg_size",
            "connect_backoff_max_delay");
  }

  @Test
  void itIsShownWithoutItsSecrets() {
    String text =
        """
        metrics:
          global: {remote_write: [{url: 'http://u:canary@h/', bearer_token: canary}]}
          scraping_service:
            enabled: true
            kvstore: {store: etcd, etcd: {endpoints: [h:1], password: canary}}
            lifecycler: {ring: {kvstore: {consul: {acl_token: canary}}}}
        """;
    String shown = read(text, Map.of()).sound().orElseThrow().effectiveYaml();
    assertThat(shown)
        .contains("store: etcd", "password: <secret>", "acl_token: <secret>", "prefix: collectors/")
        .doesNotContain("canary");
    StaticConfig again = read(shown.replace("<secret>", "x"), Map.of()).sound().orElseThrow();
    assertThat(again.effectiveYaml()).isEqualTo(shown);
  }

  @Test
  void noSecretIsInTheTextOfTheSettings() {
    String text =
        "metrics: {global: {remote_write: [{url: 'http://h/', bearer_token: canary}]},"
            + " scraping_service: {enabled: true}}";
    MetricsSettings metrics = read(text, Map.of()).sound().orElseThrow().metrics();
    assertThat(List.of(metrics.scrapingService()).toString()).doesNotContain("canary");
  }
}
