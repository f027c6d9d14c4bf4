package io.tributary.dialects.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.base.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceReaderTest {
  private static final InstanceReader READER = InstanceReader.of("", false, false);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InstanceDocument read(String yaml) {
    return READER.read("web", bytes(yaml)).orThrow();
  }

  @Test
  void theNameIsThatOfTheKey() {
    InstanceDocument document = read("name: other\nscrape_configs: [{job_name: a}]");
    assertThat(document.name()).isEqualTo("web");
    assertThat(document.canonicalYaml()).startsWith("name: web\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "..", "../x", "a/../b", "/a", "a/", "a//b", ".", "a/./b", "a\0", "a\nb", "\ud800"
      })
  void namesThatLeadAwayAreRefused(String name) {
    assertThat(READER.read(name, bytes("{}")).errors()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "team/web", "...", "a b", "a..b", "ä", "a?b#c%2F", ".hidden", "a\\b"})
  void otherNamesAreFine(String name) {
    assertThat(READER.read(name, bytes("{}")).orThrow().name()).isEqualTo(name);
  }

  @Test
  void namesHaveABound() {
    String longest = "x".repeat(ConfigurationName.MOST_BYTES);
    assertThat(ConfigurationName.problem(longest)).isEmpty();
    assertThat(ConfigurationName.problem(longest + "x"))
        .contains("a name must not have more than 400 bytes");
    assertThat(ConfigurationName.problem("ä".repeat(201))).isPresent();
  }

  @Test
  void pathsOfTokensAreFiles() {
    String yaml =
        "remote_write: [{url: 'http://h', azuread: {workload_identity: {token_file_path: /f}}}]";
    assertThat(READER.read("web", bytes(yaml)).errors())
        .anyMatch(error -> error.toString().contains("token_file_path must be empty unless"));
  }

  @Test
  void socketsAreFiles() {
    String yaml =
        "scrape_configs: [{job_name: a, static_configs: [{targets: [h], labels: {%s: /s}}]}]";
    assertThat(READER.read("web", bytes(yaml.formatted("__unix_socket__"))).errors())
        .singleElement()
        .asString()
        .contains(
            "scrape_config at index 0: __unix_socket__ must be empty unless"
                + " dangerous_allow_reading_files is set");
    assertThat(READER.read("web", bytes(yaml.formatted("team"))).errors()).isEmpty();
  }

  @Test
  void configurationsWithEqualSettingsAreOneGroup() {
    String group = read("scrape_configs: [{job_name: a}]").module(true).group();
    assertThat(group).matches("[0-9a-f]{32}");
    assertThat(read("scrape_configs: [{job_name: b}]\nmin_wal_time: 5m").module(true).group())
        .isEqualTo(group);
    assertThat(read("host_filter: true").module(true).group()).isNotEqualTo(group);
    assertThat(read("{}").module(false).group()).isEqualTo("web");
  }

  @Test
  void aPasswordMakesAnotherGroup() {
    String yaml = "remote_write: [{url: 'http://h', basic_auth: {username: u, password: %s}}]";
    assertThat(read(yaml.formatted("a")).module(true).group())
        .isNotEqualTo(read(yaml.formatted("b")).module(true).group());
  }

  @Test
  void namesOfJobsAreKnownWithoutAllTheRest() {
    assertThat(
            InstanceReader.jobNames(
                bytes("nonsense: 1\nscrape_configs: [{job_name: a, x: y}, {job_name: b}, {}]")))
        .containsExactly("a", "b", "");
    assertThat(InstanceReader.jobNames(bytes("{}"))).isEmpty();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> InstanceReader.jobNames(bytes("- a")));
    assertThat(read("scrape_configs: [{job_name: a}, {job_name: b}]").jobNames())
        .containsExactly("a", "b");
  }

  @Test
  void termsThatAreWrongAreRefused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> InstanceReader.of("scrape_intervall: 1m", false, false))
        .withMessageStartingWith("cannot read global: global:1:1: error: field scrape_intervall");
  }

  @Test
  void noSecretIsShownWhateverItsSpelling() {
    String yaml =
        """
        scrape_configs:
        - job_name: a
          basic_auth: &auth {username: u, password: 'canary'}
          params: {token: [canary], page: ["1"]}
          http_headers: {X-Any: {secrets: [canary], values: [open]}}
          http_sd_configs: [{url: 'http://u:canary@h/sd', basic_auth: *auth}]
        remote_write:
        - url: http://u:canary@h/push?access_token=canary
          headers: {X-Token: canary, X-Scope-OrgID: tenant}
          authorization: {type: Bearer, credentials: canary}
          proxy_url: http://u:canary@proxy
          proxy_connect_header: {Any: [canary]}
        - url: http://h/push
          bearer_token: canary
        - url: http://h/other
          oauth2: {client_id: c, client_secret: canary, token_url: 'http://h/t',
                   endpoint_params: {password: canary}}
        """;
    InstanceDocument document = read(yaml);
    assertThat(document.maskedYaml()).doesNotContain("canary").contains("open", "tenant", "Bearer");
    assertThat(document.canonicalYaml().split("canary", -1)).hasSize(15);
    assertThat(List.of(document).toString()).doesNotContain("canary");
  }
}
