package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.Diagnostic;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.metrics.remotewrite.QueueSettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusConfigTest {
  /// How go-yaml ends an entry that leaves queues alone, with the defaults of Prometheus 3.
  private static final String DEFAULT_QUEUE =
      """
      queue_config:
        capacity: 10000
        max_shards: 50
        min_shards: 1
        max_samples_per_send: 2000
        batch_send_deadline: 5s
        min_backoff: 30ms
        max_backoff: 5s
      metadata_config:
        send: true
        send_interval: 1m
        max_samples_per_send: 2000
      """;

  @TempDir Path directory;

  @Test
  void saysThatAFileIsMissing() {
    LoadResult result =
        PrometheusConfig.load(directory.resolve("nowhere.yml"), Environment.of(Map.of()));
    assertThat(result.sound()).isEmpty();
    assertThat(result.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("no such file or directory"));
  }

  /// What a pattern finds is a label, so its spelling counts: that of Go's `filepath.Join`.
  @Test
  void namesTargetFilesAsPrometheusDoes() throws IOException {
    PrometheusConfig config =
        sound(
            """
            scrape_configs:
            - job_name: a
              file_sd_configs:
              - files: ['./a/*.json', '../b//c.yml', 'd/../e.yaml', '/f/../*.yml']
            """);

    assertThat(config.scrapeJobs().getFirst().discovery())
        .containsExactly(
            new FileDiscoverySettings(
                List.of(
                    directory + "/a/*.json",
                    directory.getParent() + "/b/c.yml",
                    directory + "/e.yaml",
                    "/f/../*.yml"),
                FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL));
    assertThat(FileContext.of(Path.of("./prometheus.yml")).resolvePattern("./t/*.json"))
        .isEqualTo("t/*.json");
    assertThat(FileContext.of(Path.of("prometheus.yml")).resolvePattern("../t.json"))
        .isEqualTo("../t.json");
  }

  @Test
  void keepsTheSpellingOfADiscoveryUrlForItsLabel() throws IOException {
    PrometheusConfig config =
        sound(
            """
            scrape_configs:
            - job_name: a
              http_sd_configs: [{url: 'http://host/sd?filter={a="b c"}'}]
            """);

    assertThat(config.scrapeJobs().getFirst().discovery())
        .containsExactly(
            new HttpDiscoverySettings(
                "http://host/sd?filter=%7Ba=%22b%20c%22%7D",
                "http://host/sd?filter={a=\"b c\"}",
                HttpDiscoverySettings.DEFAULT_REFRESH_INTERVAL,
                HttpClientSettings.DEFAULTS));
    assertThat(config.effectiveYaml()).contains("filter={a=");
  }

  @Test
  void readsIncludedFilesAgainstTheirOwnDirectory() throws IOException {
    write("jobs/a.yml", "scrape_configs:\n- job_name: a\n  tls_config: {ca_file: ca.pem}\n");
    write("jobs/b.yml", "scrape_configs:\n- job_name: b\n  file_sd_configs: [{files: [t.json]}]\n");
    write("jobs/c.json", "not read");

    PrometheusConfig config =
        sound("scrape_configs: [{job_name: main}]\nscrape_config_files: [jobs/*.yml]\n");

    assertThat(config.scrapeJobs())
        .extracting(ScrapeSettings::jobName)
        .containsExactly("main", "a", "b");
    assertThat(config.scrapeJobs().get(1).client().tls().ca().file())
        .isEqualTo(directory.resolve("jobs/ca.pem"));
    assertThat(config.scrapeJobs().get(2).discovery().toString())
        .contains(directory.resolve("jobs/t.json").toString());
    assertThat(config.sourceFiles()).hasSize(3);
    assertThat(config.effectiveYaml()).contains("jobs/*.yml").doesNotContain("job_name: a");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/prometheus.yml, t/*.json, /etc/t/*.json",
    "/etc/prometheus.yml, ./t/./*.json, /etc/t/*.json",
    "/etc/a/prometheus.yml, ../t//*.json, /etc/t/*.json",
    "/prometheus.yml, ../../t.json, /t.json",
    "prometheus.yml, t.json, t.json",
    "prometheus.yml, ../t.json, ../t.json",
    "./prometheus.yml, t.json, t.json",
    "../a/prometheus.yml, ../../t.json, ../../t.json",
    "/etc/prometheus.yml, /t/../u//*.json, /t/../u//*.json",
  })
  void namesFilesAsGoWould(String config, String written, String expected) {
    FileContext files = FileContext.of(Path.of(config));
    assertThat(files.resolvePattern(written)).isEqualTo(expected);
  }

  @Test
  void keepsAbsolutePathsAsTheyAreWritten() {
    FileContext files = FileContext.of(Path.of("/etc/prometheus.yml"));
    assertThat(files.resolve("/run/now/../token")).isEqualTo(Path.of("/run/now/../token"));
    assertThat(files.resolve("../token")).isEqualTo(Path.of("/token"));
  }

  @Test
  void refusesAJobThatAnotherFileHas() throws IOException {
    write("jobs/a.yml", "scrape_configs:\n- job_name: main\n");
    LoadResult result =
        load("scrape_configs: [{job_name: main}]\nscrape_config_files: [jobs/*.yml]\n");
    assertThat(result.errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.file()).endsWith("jobs/a.yml");
          assertThat(error.message())
              .contains("found multiple scrape configs with job name \"main\", first found in ")
              .contains("prometheus.yml:1:29");
        });
  }

  @Test
  void countsAFileThatIsMatchedTwiceAsTwoJobsOfOneName() throws IOException {
    write("jobs/a.yml", "scrape_configs:\n- job_name: a\n");
    LoadResult result = load("scrape_config_files: [jobs/a.yml, 'jobs/?.yml']\n");
    assertThat(result.errors())
        .extracting(Diagnostic::message)
        .anyMatch(m -> m.contains("found multiple"));
  }

  @Test
  void refusesEverythingButJobsInAnIncludedFile() throws IOException {
    write("jobs/a.yml", "global: {}\nscrape_configs:\n- job_name: a\n");
    assertThat(load("scrape_config_files: [jobs/a.yml]\n").errors())
        .extracting(Diagnostic::message)
        .containsExactly("field global not found in type scrape_config_file");
  }

  @Test
  void reportsEveryPatternThatIsNoneAtItsPlaceAndEveryErrorOfTheOthers() throws IOException {
    write("jobs/a.yml", "nonsense: 1\n");
    LoadResult result =
        load("scrape_config_files: ['a[.yml', 'b/*/c.yml', 'd[.yml', jobs/a.yml, '*/e.yml']\n");
    assertThat(result.errors())
        .extracting(error -> error.column() + ": " + error.message())
        .containsExactlyInAnyOrder(
            "23: error retrieving scrape config files for \""
                + directory
                + "/a[.yml\": syntax error in pattern",
            "33: invalid scrape config file path \"b/*/c.yml\"",
            "46: error retrieving scrape config files for \""
                + directory
                + "/d[.yml\": syntax error in pattern",
            "1: field nonsense not found in type scrape_config_file",
            "68: invalid scrape config file path \"*/e.yml\"");
  }

  @Test
  void warnsOfAPatternThatMatchesNothing() throws IOException {
    LoadResult result = load("scrape_config_files: [jobs/*.yml]\n");
    assertThat(result.errors()).isEmpty();
    assertThat(result.warnings())
        .extracting(Diagnostic::message)
        .containsExactly("no file matches \"" + directory + "/jobs/*.yml\"");
  }

  @Test
  void warnsOfAnEnvironmentVariableThatIsMissing() throws IOException {
    LoadResult result = load("global: {external_labels: {a: 'x${NOT_SET}y'}}\n");
    assertThat(result.sound().orElseThrow().global().externalLabels().get("a")).isEqualTo("xy");
    assertThat(result.warnings())
        .extracting(Diagnostic::message)
        .containsExactly("empty environment variable \"NOT_SET\" in external label \"a\"");
  }

  @Test
  void expandsNothingButExternalLabels() throws IOException {
    PrometheusConfig config =
        sound("scrape_configs: [{job_name: '$HOME', metrics_path: '/${HOME}'}]\n");
    assertThat(config.scrapeJobs().getFirst().jobName()).isEqualTo("$HOME");
    assertThat(config.scrapeJobs().getFirst().request().metricsPath()).isEqualTo("/${HOME}");
  }

  @Test
  void findsOnlyWhatChangedOnReload() throws IOException {
    String yaml =
        """
        scrape_configs:
          - job_name: a
            relabel_configs: [{source_labels: [x], regex: 'a|b', action: keep}]
          - job_name: b
            basic_auth: {username: u, password: p}
        remote_write:
          - url: http://one/push
          - url: http://two/push
            bearer_token: secret
        """;
    PrometheusConfig before = sound(yaml);
    PrometheusConfig same = sound("# moved\n" + yaml);
    PrometheusConfig newPassword = sound(yaml.replace("password: p", "password: q"));
    PrometheusConfig newRegex = sound(yaml.replace("a|b", "a|c"));
    PrometheusConfig newToken = sound(yaml.replace("secret", "other"));

    assertThat(same.scrapeJobs()).isEqualTo(before.scrapeJobs());
    assertThat(before.scrapeJobs().getFirst().relabelRules().getFirst().position().toString())
        .endsWith("prometheus.yml:3:23");
    assertThat(same.scrapeJobs().getFirst().relabelRules().getFirst().position().toString())
        .endsWith("prometheus.yml:4:23");
    assertThat(same.remoteWrites()).isEqualTo(before.remoteWrites());
    assertThat(same.checksum()).isNotEqualTo(before.checksum());
    assertThat(newPassword.scrapeJobs().get(0)).isEqualTo(before.scrapeJobs().get(0));
    assertThat(newPassword.scrapeJobs().get(1)).isNotEqualTo(before.scrapeJobs().get(1));
    assertThat(newRegex.scrapeJobs().get(0)).isNotEqualTo(before.scrapeJobs().get(0));
    assertThat(newToken.remoteWrites().get(1)).isNotEqualTo(before.remoteWrites().get(1));
    assertThat(newToken.remoteWrites().get(1).configHash())
        .as("a destination stays itself when only its secret changes")
        .isEqualTo(before.remoteWrites().get(1).configHash());
  }

  @Test
  void seesFromTheChecksumThatAnyFileChanged() throws IOException {
    write("jobs/a.yml", "scrape_configs: []\n");
    PrometheusConfig config = sound("scrape_config_files: [jobs/*.yml]\n");
    Path main = directory.resolve("prometheus.yml");
    assertThat(ConfigChecksum.of(main))
        .isEqualTo(config.checksum())
        .isEqualTo(ConfigChecksum.of(main));
    write("jobs/a.yml", "scrape_configs:  []\n");
    String changed = ConfigChecksum.of(main);
    assertThat(changed).isNotEqualTo(config.checksum());
    write("jobs/b.yml", "broken: [\n");
    assertThat(ConfigChecksum.of(main)).isNotEqualTo(changed);
    Files.delete(main);
    assertThat(ConfigChecksum.of(main)).isNotEmpty();
  }

  @Test
  void givesADestinationTheNameThatPrometheusWould() throws Exception {
    // As go-yaml prints the entry.
    String printed =
        """
        url: http://localhost:9090/api/v1/write
        remote_timeout: 30s
        protobuf_message: prometheus.WriteRequest
        basic_auth:
          username: u
          password: <secret>
        follow_redirects: true
        enable_http2: false
        """
            + DEFAULT_QUEUE;
    RemoteWriteSettings destination =
        sound(
                """
                remote_write:
                  - url: http://localhost:9090/api/v1/write
                    basic_auth: {username: u, password: p}
                """)
            .remoteWrites()
            .getFirst();
    assertThat(destination.configHash()).isEqualTo(md5(printed));
    assertThat(destination.name()).isEqualTo(md5(printed).substring(0, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_receiver:9090/write, http://my_receiver:9090/write",
    "HTTPS://0a1b2c3d/Write, https://0a1b2c3d/Write",
    "http://u:p@a_b/, http://u:p@a_b/",
  })
  void takesAUrlWithAnyHost(String written, String url) throws IOException {
    assertThat(sound("remote_write: [{url: '" + written + "'}]").remoteWrites())
        .extracting(RemoteWriteSettings::url)
        .containsExactly(url);
  }

  @Test
  void namesADestinationByWhatIsWrittenAndInTheOrderOfGo() throws Exception {
    // As go-yaml prints the entry.
    String printed =
        """
        url: http://localhost:9090/api/v1/write
        remote_timeout: 30s
        headers:
          X-A_B: "1"
          X-AB: "2"
          X-Rack-9: "3"
          X-Rack-10: "4"
        write_relabel_configs:
        - separator: ;
          regex: (.*)
          target_label: x
          replacement: $1
          action: replace
        protobuf_message: prometheus.WriteRequest
        follow_redirects: true
        enable_http2: false
        """
            + DEFAULT_QUEUE;
    RemoteWriteSettings destination =
        sound(
                """
                remote_write:
                  - url: http://localhost:9090/api/v1/write
                    headers: {X-Rack-10: 4, X-Rack-9: 3, X-AB: 2, X-A_B: 1}
                    write_relabel_configs: [{regex: (.*), target_label: x}]
                """)
            .remoteWrites()
            .getFirst();
    assertThat(destination.configHash()).isEqualTo(md5(printed));
  }

  @Test
  void takesASchemeInCapitals() throws IOException {
    assertThat(job("scheme: HTTPS").request().scheme()).isEqualTo("https");
  }

  @Test
  void takesAnUnknownGrantTypeForTheUsualOneAndSaysSo() throws IOException {
    LoadResult result =
        load(
            """
            scrape_configs:
              - job_name: a
                oauth2: {client_id: x, token_url: http://x/, grant_type: password}
            """);
    assertThat(result.errors()).isEmpty();
    assertThat(result.warnings())
        .extracting(Diagnostic::message)
        .containsExactly("unknown oauth2 grant_type \"password\" means client_credentials");
  }

  @Test
  void inheritsTheFeatureWhereExtraScrapeMetricsHasNoValue() throws IOException {
    write("prometheus.yml", "global: {extra_scrape_metrics: }\nscrape_configs: [{job_name: a}]\n");
    var options = new LoadOptions(Environment.of(Map.of()), false, true);
    LoadResult result = PrometheusConfig.load(directory.resolve("prometheus.yml"), options);
    assertThat(result.sound().orElseThrow().scrapeJobs().getFirst().samples().extraScrapeMetrics())
        .isTrue();
  }

  private ScrapeSettings job(String fields) throws IOException {
    return sound("scrape_configs:\n- job_name: a\n  " + fields + "\n").scrapeJobs().getFirst();
  }

  private static String md5(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void hasDefaultsOfItsOwnForUnsetQueueFieldsOnly() throws IOException {
    QueueSettings unset = queue("");
    assertThat(unset.maxSamplesPerSend()).isEqualTo(10_000);
    assertThat(unset.retryOnHttp429()).isTrue();
    QueueSettings set =
        queue("queue_config: {max_samples_per_send: 2000, retry_on_http_429: false}");
    assertThat(set.maxSamplesPerSend()).isEqualTo(2_000);
    assertThat(set.retryOnHttp429()).isFalse();
  }

  private QueueSettings queue(String config) throws IOException {
    return sound("remote_write:\n- url: http://x/\n  " + config + "\n")
        .remoteWrites()
        .getFirst()
        .queue();
  }

  @Test
  void putsProtobufFirstWhereAFeatureAsksForIt() throws IOException {
    write(
        "prometheus.yml",
        "scrape_configs: [{job_name: a}, {job_name: b, scrape_protocols:"
            + " [PrometheusText0.0.4]}]\n");
    var options = new LoadOptions(Environment.of(Map.of()), true, true);
    List<ScrapeSettings> jobs =
        PrometheusConfig.load(directory.resolve("prometheus.yml"), options)
            .sound()
            .orElseThrow()
            .scrapeJobs();
    assertThat(jobs.get(0).request().protocols()).isEqualTo(ScrapeProtocol.PROTOBUF_FIRST);
    assertThat(jobs.get(1).request().protocols())
        .containsExactly(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
    assertThat(jobs.get(0).samples().extraScrapeMetrics()).isTrue();
  }

  private PrometheusConfig sound(String yaml) throws IOException {
    LoadResult result = load(yaml);
    assertThat(result.errors()).isEmpty();
    return result.sound().orElseThrow();
  }

  private LoadResult load(String yaml) throws IOException {
    return PrometheusConfig.load(write("prometheus.yml", yaml), Environment.of(Map.of()));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
