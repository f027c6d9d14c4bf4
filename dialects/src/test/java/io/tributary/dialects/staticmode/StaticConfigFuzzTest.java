package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.river.syntax.RiverParser;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever a file holds, reading it ends in a configuration or in errors, and converting it in
/// River that can be read, never in an exception.
class StaticConfigFuzzTest {
  private static final StaticOptions OPTIONS =
      StaticOptions.of(Environment.of(Map.of("V", "value"))).expanding();

  private static final String[] LINES = {
    "server:",
    "  log_level: debug",
    "  http_tls_config: {cert_file: c, key_file: k}",
    "metrics:",
    "  wal_directory: ${V}",
    "  wal_cleanup_age: 1h",
    "  instance_mode: distinct",
    "  global:",
    "    scrape_interval: 15s",
    "    external_labels: {a: b}",
    "    remote_write: [{url: 'http://h/w'}]",
    "    remote_write: [{url: 'http://h/w', basic_auth: {username: u, password_file: p}}, null]",
    "  configs:",
    "    - name: a",
    "    - name: true",
    "    - name: '1 \u00e9'",
    "      host_filter: true",
    "      host_filter_relabel_configs: [{action: drop, source_labels: [x], regex: '('}]",
    "      host_filter_relabel_configs: [{action: drop, source_labels: [x], regex: 'y'}]",
    "      min_wal_time: 3h",
    "      max_wal_time: 3h",
    "      write_stale_on_shutdown: true",
    "      scrape_configs: [{job_name: a, static_configs: [{targets: ['h:1']}]}]",
    "      scrape_configs: [{job_name: 'x y', file_sd_configs: [{files: [a.json]}]}, null]",
    "      remote_write: [{url: 'http://h/x', name: n}]",
    "integrations:",
    "  labels: {x: '$1'}",
    "  scrape_integrations: false",
    "  agent: {enabled: true}",
    "  node_exporter: {enabled: true, set_collectors: [cpu], ntp_ip_ttl: 3}",
    "  node_exporter: {enabled: true, netdev_device_blacklist: lo, relabel_configs: [{}]}",
    "  redis_exporter: {enabled: true}",
    "logs: {}",
    "prometheus: {configs: [{name: old}]}",
    "agent_management: {host: h}",
    "${V}: ${",
    "- x",
    "&a [*a]",
  };

  @Test
  void endsWhateverTheFileHolds() {
    long seed = 20_261_122;
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 3_000; round++) {
      var text = new StringBuilder();
      for (String line : LINES) {
        if (random.nextInt(3) == 0) {
          text.append(line).append('\n');
        }
      }
      if (random.nextInt(4) == 0 && !text.isEmpty()) {
        text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
      }
      check(text.toString().getBytes(StandardCharsets.UTF_8), "seed " + seed + ", round " + round);
    }
  }

  @FuzzTest
  void endsWhateverTheBytesAre(byte[] bytes) {
    check(bytes, "fuzz");
  }

  private static void check(byte[] bytes, String what) {
    StaticConfig.Result result = StaticConfig.read("agent.yaml", bytes, OPTIONS);
    assertThat(result.sound().isPresent()).as(what).isEqualTo(result.errors().isEmpty());
    result.sound().ifPresent(config -> assertThat(config.tree(OPTIONS).body()).isNotNull());
    for (Form form : Form.values()) {
      Conversion conversion = StaticConversion.convert("agent.yaml", bytes, OPTIONS, form);
      byte[] river = conversion.print().getBytes(StandardCharsets.UTF_8);
      assertThat(RiverParser.parse("x.river", river).diagnostics()).as(what).isEmpty();
    }
  }
}
