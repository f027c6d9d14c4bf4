package io.tributary.dialects.prometheus.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A configuration made of fields and values that are picked at random. Most are sound.
final class RandomConfig {
  private static final String[] HTTP_CLIENT = {
    "tls_config: {}",
    "tls_config: {insecure_skip_verify: true}",
    "tls_config: {ca: x, server_name: s, min_version: TLS12}",
    "tls_config: {max_version: TLS13}",
    "tls_config: {cert_file: c, key: k, min_version: TLS10, max_version: TLS12}",
    "follow_redirects: false",
    "follow_redirects: true",
    "enable_http2: false",
    "enable_http2: true",
    "proxy_from_environment: true",
    "http_headers: {A: {values: [x]}}",
    "http_headers: {A: {secrets: [x, \"y\\\"\"]}, B: {files: [a, /b]}, \"c d\": {}}",
  };

  private static final String[] IDENTITY = {
    "basic_auth: {}",
    "basic_auth: {username: u, password: p}",
    "basic_auth: {username_file: u, password_file: p}",
    "authorization: {}",
    "authorization: {type: Token, credentials: \"a'\\\"\\\\b\"}",
    "authorization: {credentials_file: /c}",
    "oauth2: {client_id: i, client_secret: s, token_url: 'http://t/x'}",
    "oauth2: {client_id: i, token_url: 'http://t/x', scopes: [a], endpoint_params: {a: b}}",
    "oauth2: {client_id: i, token_url: 'http://t', grant_type: other, client_secret_file: f}",
    "oauth2: {client_id: i, token_url: 'http://t', claims: {a: [1, 2.5, {b: no}]}, iss: i,"
        + " grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',"
        + " client_certificate_key_file: k, tls_config: {ca_file: a}}",
  };

  private static final String[] BEARER = {"bearer_token: b", "bearer_token_file: b"};

  private static final String[] SCRAPE_COMMON = {
    "scrape_interval: 30s",
    "scrape_interval: 1m",
    "scrape_interval: 1h30m",
    "scrape_timeout: 1s",
    "scrape_timeout: 10s",
    "scrape_timeout: 1500ms",
    "scrape_protocols: [PrometheusText0.0.4]",
    "scrape_protocols: [PrometheusProto, OpenMetricsText1.0.0, OpenMetricsText0.0.1,"
        + " PrometheusText1.0.0, PrometheusText0.0.4]",
    "scrape_protocols: [OpenMetricsText1.0.0, OpenMetricsText0.0.1, PrometheusText1.0.0,"
        + " PrometheusText0.0.4]",
    "scrape_native_histograms: true",
    "scrape_native_histograms: false",
    "always_scrape_classic_histograms: true",
    "convert_classic_histograms_to_nhcb: true",
    "extra_scrape_metrics: true",
    "scrape_failure_log_file: f.json",
    "body_size_limit: 0",
    "body_size_limit: 1KB5B",
    "body_size_limit: 7EB",
    "sample_limit: 5",
    "target_limit: 4294967296",
    "label_limit: 9",
    "label_name_length_limit: 1",
    "label_value_length_limit: 2",
    "keep_dropped_targets: 3",
    "metric_name_validation_scheme: legacy",
    "metric_name_validation_scheme: utf8",
    "metric_name_escaping_scheme: underscores",
    "metric_name_escaping_scheme: dots",
  };

  private static final String[] JOB = {
    "honor_labels: true",
    "honor_timestamps: false",
    "track_timestamps_staleness: true",
    "fallback_scrape_protocol: PrometheusText0.0.4",
    "fallback_scrape_protocol: PrometheusProto",
    "metrics_path: \"/a?b\\n\"",
    "scheme: HTTPS",
    "enable_compression: false",
    "native_histogram_bucket_limit: 12",
    "native_histogram_min_bucket_factor: 1.5e-7",
    "native_histogram_min_bucket_factor: .inf",
    "native_histogram_min_bucket_factor: -0.0",
    "native_histogram_min_bucket_factor: .nan",
    "native_histogram_min_bucket_factor: 1e300",
    "params: {a: [b, \"\"], \"c[]\": [], \"x\\\"y`z\": [\"1\"]}",
    "params: {\"\": [a]}",
    "static_configs: [{targets: [a, b], labels: {a: b, \"q\\\"`\\\\\": \"\\u0007\\x80\"}}]",
    "static_configs: [{targets: [\"\"]}, {targets: [x], labels: {__address__: y, __scheme__: z}}]",
    "static_configs: []",
    "dns_sd_configs: [{names: [a, b]}, {names: [c], type: MX, port: 1}]",
    "dns_sd_configs: [{names: [a], port: 53, refresh_interval: 1h}]",
    "file_sd_configs: [{files: [a.yml, 'b/*.json']}, {files: [/c.yaml], refresh_interval: 1s}]",
  };

  private static final String[] RULE = {
    "{target_label: a}",
    "{source_labels: [a, b.c], target_label: d, regex: 'x(.*)', replacement: '${1}y'}",
    "{source_labels: [], target_label: d, separator: ''}",
    "{action: Drop, source_labels: [a], regex: null}",
    "{action: keep, source_labels: [a], regex: \"\\\"\\n`\"}",
    "{action: hashmod, source_labels: [a], modulus: 9223372036854775808, target_label: h}",
    "{action: hashmod, source_labels: [a], modulus: 7, target_label: h}",
    "{action: labelmap, regex: 'a(.+)'}",
    "{action: labelkeep, regex: 'a|b'}",
    "{action: dropequal, source_labels: [a], target_label: b}",
    "{action: UPPERCASE, source_labels: [a], target_label: b}",
    "{source_labels: [a], target_label: 'utf8.${1}', replacement: $0}",
  };

  private static final String[] DESTINATION = {
    "remote_timeout: 10s",
    "headers: {A: b, \"c\": \"d\\\"\"}",
    "send_exemplars: true",
    "send_native_histograms: true",
    "protobuf_message: io.prometheus.write.v2.Request",
    "round_robin_dns: true",
    "failed_request_logging: true",
    "queue_config: {}",
    "queue_config: {capacity: 5, max_shards: 3, max_samples_per_send: 2000}",
    "queue_config: {min_shards: 3, retry_on_http_429: false, sample_age_limit: 1w}",
    "queue_config: {batch_send_deadline: 1ms, min_backoff: 5s, max_backoff: 5s}",
    "metadata_config: {send: false}",
    "metadata_config: {send_interval: 5m, max_samples_per_send: 1}",
  };

  private final SplittableRandom random;
  private final StringBuilder out = new StringBuilder();

  RandomConfig(SplittableRandom random) {
    this.random = random;
  }

  String text() {
    List<String> global = some(SCRAPE_COMMON, 5);
    if (random.nextInt(3) == 0) {
      global.add("external_labels: {a: b, \"c.d\": \"$x${y}$$\", e: ''}");
    }
    section("global:", "  ", global);
    out.append("scrape_configs:\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      job(i);
    }
    out.append("remote_write:\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      destination(i);
    }
    return out.toString();
  }

  private void job(int number) {
    List<String> fields = some(SCRAPE_COMMON, 6);
    addAll(fields, some(JOB, 6));
    client(fields);
    rules(fields, "relabel_configs");
    rules(fields, "metric_relabel_configs");
    if (random.nextInt(4) == 0) {
      List<String> inner = some(HTTP_CLIENT, 2);
      addAll(inner, some(IDENTITY, 1));
      inner.add("url: 'http://h/" + number + "'");
      addAll(fields, List.of("http_sd_configs: [{" + String.join(", ", inner) + "}]"));
    }
    String name = pick(new String[] {"job", "j-b", "j_b", "1", "null", "jöb \\\"x\\\""});
    section("  - job_name: \"" + name + (number == 1 ? "" : number) + "\"", "    ", fields);
  }

  private void destination(int number) {
    List<String> fields = some(DESTINATION, 5);
    client(fields);
    rules(fields, "write_relabel_configs");
    if (random.nextBoolean()) {
      fields.add("name: n" + number);
    }
    section("  - url: http://u:p@h" + number + "/write", "    ", fields);
  }

  private void client(List<String> fields) {
    addAll(fields, some(HTTP_CLIENT, 3));
    switch (random.nextInt(4)) {
      case 0 -> addAll(fields, some(IDENTITY, 1));
      case 1 -> addAll(fields, some(BEARER, 1));
      default -> {}
    }
  }

  private void rules(List<String> fields, String key) {
    if (random.nextInt(3) == 0) {
      addAll(fields, List.of(key + ": [" + String.join(", ", some(RULE, 4)) + "]"));
    }
  }

  private void section(String header, String indent, List<String> fields) {
    out.append(header).append('\n');
    for (String field : fields) {
      out.append(indent).append(field).append('\n');
    }
    if (fields.isEmpty() && !header.contains("- ")) {
      out.setLength(out.length() - 1);
      out.append(" {}\n");
    }
  }

  /// At most so many, no key twice.
  private List<String> some(String[] all, int most) {
    var picked = new ArrayList<String>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      addAll(picked, List.of(pick(all)));
    }
    return picked;
  }

  private static void addAll(List<String> fields, List<String> more) {
    for (String field : more) {
      String key = field.startsWith("{") ? field : field.substring(0, field.indexOf(':') + 1);
      if (fields.stream().noneMatch(other -> other.startsWith(key))) {
        fields.add(field);
      }
    }
  }

  private String pick(String[] all) {
    return all[random.nextInt(all.length)];
  }
}
