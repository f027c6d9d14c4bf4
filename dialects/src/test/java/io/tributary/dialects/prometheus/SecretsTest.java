package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.DiagnosticPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A secret goes where it is used and nowhere else, however broken the file around it is.
class SecretsTest {
  private static final String CONFIG =
      """
      scrape_configs:
        - job_name: a
          basic_auth:
            username: u
            password: canary-01
          proxy_url: http://proxy:canary-02@localhost:3128
          proxy_connect_header:
            Proxy-Authorization: [canary-03, "canary-04"]
          http_headers:
            X-A:
              secrets: [canary-05]
          tls_config:
            cert: cert
            key: |
              canary-06
              canary-07
          http_sd_configs:
            - url: https://u:canary-08@localhost/sd
              bearer_token: canary-09
        - job_name: b
          authorization: {type: Bearer, credentials: canary-10}
        - job_name: c
          oauth2:
            client_id: id
            client_secret: 'canary-11'
            token_url: http://u:canary-12@localhost/token
            tls_config: {cert: x, key: canary-13}
        - job_name: d
          oauth2:
            client_id: id
            grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer
            client_certificate_key: canary-14
            token_url: http://localhost/token
      remote_write:
        - url: https://u:canary-15@localhost/push
          bearer_token: canary-16
      """;

  @TempDir Path directory;

  @Test
  void printsNoSecretOfAValidFile() throws IOException {
    PrometheusConfig config = load(CONFIG).sound().orElseThrow();

    assertThat(config.effectiveYaml()).doesNotContain("canary").contains("<secret>", "xxxxx");
    assertThat(config.toString()).doesNotContain("canary");
    assertThat(config.scrapeJobs().toString()).doesNotContain("canary");
    assertThat(config.remoteWrites().toString()).doesNotContain("canary");
  }

  @Test
  void printsNoSecretOfAFileThatEndsAnywhere() throws IOException {
    for (int end = 0; end < CONFIG.length(); end++) {
      assertSilent(CONFIG.substring(0, end));
    }
  }

  @Test
  void printsNoSecretWhateverHappenedToALine() throws IOException {
    List<String> lines = CONFIG.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      for (String broken :
          List.of(
              line.replaceFirst(":", ""),
              line.replaceFirst(": ", ":"),
              line.replaceFirst(": ", ": ["),
              line.replaceFirst(": ", ": {"),
              line.replaceFirst(": ", ": \""),
              line.replaceFirst(": ", ": *"),
              line.replaceFirst(": ", ": {x: ").concat("}"),
              line.replaceFirst(": ", ": [[").concat("]]"),
              line.replaceFirst("\\w:", ":"),
              line.replaceFirst("(\\w+):", "x_$1:"),
              line + "\n" + line,
              " " + line,
              "\t" + line,
              line + "]",
              line + ": x",
              line + " # comment",
              "",
              "?" + line)) {
        var changed = new ArrayList<>(lines);
        changed.set(i, broken);
        assertSilent(String.join("\n", changed));
      }
    }
  }

  private void assertSilent(String yaml) throws IOException {
    LoadResult result = load(yaml);
    assertThat(DiagnosticPrinter.plain().print(result.diagnostics()))
        .as(yaml)
        .doesNotContain("canary");
    assertThat(result.diagnostics().toString()).as(yaml).doesNotContain("canary");
  }

  private LoadResult load(String yaml) throws IOException {
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, yaml);
    return PrometheusConfig.load(file, Environment.of(Map.of()));
  }
}
