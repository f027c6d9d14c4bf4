package io.tributary.agent.security;

import io.tributary.agent.security.KeyPairs.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A `prometheus.yml` with a canary in every place that can hold a secret, each way to authenticate
/// in every place that makes requests.
final class PrometheusSecrets extends PlantedSecrets {
  private final Path folder;

  PrometheusSecrets(Canaries canaries, int echo, Path folder, List<Pair> pairs) {
    super(canaries, echo, pairs);
    this.folder = folder;
  }

  /// Blocks that authenticate, one at a time.
  private List<List<String>> ways(String where) throws IOException {
    var ways = new ArrayList<List<String>>();
    ways.add(
        List.of(
            "basic_auth: {username: user, password: %s}".formatted(canary(where, "password")),
            "proxy_url: http://user:%s@127.0.0.1:%d".formatted(canary(where, "proxy_url"), echo),
            "proxy_connect_header: {X-Proxy: [%s]}".formatted(canary(where, "connect header")),
            headers(where)));
    ways.add(
        List.of(
            "authorization: {credentials: %s}".formatted(canary(where, "credentials")),
            tls(where)));
    ways.add(
        List.of(
            "oauth2:",
            "  client_id: id",
            "  client_secret: " + canary(where, "client_secret"),
            "  token_url: http://user:%s@127.0.0.1:%d/400/token?api_key=%s"
                .formatted(canary(where, "token_url"), echo, canary(where, "token_url query")),
            "  endpoint_params: {client_assertion_secret: %s}"
                .formatted(canary(where, "endpoint_params")),
            "  proxy_url: http://user:%s@127.0.0.1:%d"
                .formatted(canary(where, "oauth2 proxy_url"), echo),
            "  proxy_connect_header: {X-Proxy: [%s]}"
                .formatted(canary(where, "oauth2 connect header")),
            "  " + headers(where + " oauth2"),
            "  " + tls(where + " oauth2")));
    ways.add(
        List.of(
            "oauth2:",
            "  client_id: id",
            "  grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer",
            "  client_certificate_key: "
                + quoted(canaries.adopt(where + " certificate key", pairs.getLast().key())),
            "  token_url: http://127.0.0.1:%d/400/token".formatted(echo)));
    ways.add(
        List.of(
            "basic_auth: {username: user, password_file: %s}".formatted(file(where, "password"))));
    ways.add(
        List.of(
            "authorization: {credentials_file: %s}".formatted(file(where, "credentials")),
            "http_headers: {X-File: {files: [%s]}}".formatted(file(where, "header"))));
    ways.add(
        List.of(
            "oauth2:",
            "  client_id: id",
            "  client_secret_file: " + file(where, "client_secret"),
            "  token_url: http://127.0.0.1:%d/401/token".formatted(echo)));
    return ways;
  }

  private String headers(String where) {
    return "http_headers: {X-Secret: {secrets: [%s]}}".formatted(canary(where, "http_headers"));
  }

  private String tls(String where) {
    return "tls_config: {cert: %s, key: %s}".formatted(certificate(), key(where));
  }

  private Path file(String where, String what) throws IOException {
    String canary = canary(where, what + " file");
    return Files.writeString(folder.resolve(canary.hashCode() + ".secret"), canary + "\n");
  }

  String yaml() throws IOException {
    var yaml = new StringBuilder("global: {scrape_interval: 200ms, scrape_timeout: 200ms}\n");
    yaml.append("scrape_configs:\n");
    int job = 0;
    for (List<String> way : ways("scrape")) {
      yaml.append("  - job_name: scrape%d\n".formatted(job++));
      yaml.append("    metrics_path: /500/scrape\n");
      yaml.append("    params: {api_key: [%s]}\n".formatted(canary("scrape", "params")));
      yaml.append("    static_configs: [{targets: ['127.0.0.1:%d']}]\n".formatted(echo));
      indented(yaml, "    ", way);
    }
    for (List<String> way : ways("http_sd")) {
      yaml.append("  - job_name: sd%d\n    http_sd_configs:\n".formatted(job++));
      yaml.append(
          "      - url: http://user:%s@127.0.0.1:%d/403/sd?token=%s\n"
              .formatted(canary("http_sd", "url"), echo, canary("http_sd", "url query")));
      indented(yaml, "        ", way);
    }
    yaml.append("  - job_name: self\n    static_configs: [{targets: ['127.0.0.1:SELF']}]\n");
    yaml.append("remote_write:\n");
    int[] statuses = {401, 400, 500, 404, 403, 302, 429};
    for (List<String> way : ways("remote_write")) {
      yaml.append(
          "  - url: http://user:%s@127.0.0.1:%d/%d/write%d?token=%s\n"
              .formatted(
                  canary("remote_write", "url"),
                  echo,
                  statuses[job % statuses.length],
                  job++,
                  canary("remote_write", "url query")));
      yaml.append("    headers: {X-Token: %s}\n".formatted(canary("remote_write", "headers")));
      yaml.append("    failed_request_logging: true\n");
      indented(yaml, "    ", way);
    }
    return yaml.toString();
  }

  private static void indented(StringBuilder yaml, String indent, List<String> lines) {
    lines.forEach(line -> yaml.append(indent).append(line).append('\n'));
  }
}
