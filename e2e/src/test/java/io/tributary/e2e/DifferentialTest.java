package io.tributary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same targets, scraped by Tributary and by Prometheus in agent mode: every series and every
/// value must be equal.
class DifferentialTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  @TempDir Path directory;

  @Test
  void deliversWhatPrometheusDelivers() throws Exception {
    try (var exporter = new ScriptedExporter();
        var theirs = RemoteWriteReceiver.start();
        var ours = RemoteWriteReceiver.start()) {
      pages(exporter);
      Path theirConfig = config("theirs.yml", exporter.port(), theirs);
      Path ourConfig = config("ours.yml", exporter.port(), ours);
      try (var _ = ChildProcess.prometheusAgent(directory, theirConfig, ChildProcess.freePort());
          var _ = ChildProcess.tributary(directory, ourConfig, ChildProcess.freePort())) {
        Eventually.holds(
            Duration.ofSeconds(60),
            () -> jobs(theirs).size() == jobCount() && jobs(ours).size() == jobCount(),
            () -> "jobs seen: theirs " + jobs(theirs) + ", ours " + jobs(ours));
      }
      assertThat(
              String.join("\n", onlyIn(stable(theirs), stable(ours), "theirs "))
                  + String.join("\n", onlyIn(stable(ours), stable(theirs), "ours ")))
          .isEmpty();
      assertThat(ours.undecodable()).isEmpty();
      assertThat(ours.ledger().report().outOfOrder()).isZero();
    }
  }

  private static List<String> onlyIn(
      SortedMap<String, String> one, SortedMap<String, String> other, String whose) {
    return one.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.get(entry.getKey())))
        .map(entry -> whose + entry)
        .toList();
  }

  private static void pages(ScriptedExporter exporter) {
    // The original never sends what is older than its own start.
    long soonMs = System.currentTimeMillis() / 1000 * 1000 + 120_000;
    exporter.serve("/text", TEXT, TEXT_PAGE.replace("SOON", Long.toString(soonMs)).getBytes(UTF_8));
    exporter.serve(
        "/openmetrics",
        OPEN_METRICS,
        OPEN_METRICS_PAGE.replace("SOON", Long.toString(soonMs / 1000)).getBytes(UTF_8));
    exporter.serve("/broken", TEXT, "a 1\nb{x=\"1\" 2\n".getBytes(UTF_8));
    exporter.serve("/html", "text/html", "<html>".getBytes(UTF_8));
    exporter.serve("/empty", TEXT, new byte[0]);
    exporter.serve("/crlf", TEXT, "a 1\r\nb 2\r\n".getBytes(UTF_8));
    exporter.serve(
        "/latin1",
        TEXT,
        "a{x=\"\u00e9\"} 1\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  private static int jobCount() {
    return 13;
  }

  private Path config(String name, int port, RemoteWriteReceiver receiver) throws Exception {
    String target =
        "static_configs: [{targets: ['127.0.0.1:%d'], labels: {job_kind: x, clash: target}}]"
            .formatted(port);
    var yaml =
        new StringBuilder(
            """
            global: {scrape_interval: 2s, scrape_timeout: 1s, external_labels: {region: eu, cluster: c1}}
            remote_write:
              - url: %s
                queue_config: {batch_send_deadline: 1s}
                write_relabel_configs:
                  - {source_labels: [__name__], regex: 'dropped_at_write.*', action: drop}
                  - {source_labels: [job, __name__], separator: '@', target_label: combined, regex: '(text)@(.+)', replacement: '$2/$1'}
            scrape_configs:
            """
                .formatted(receiver.url()));
    job(yaml, "text", "/text", target, "");
    job(yaml, "openmetrics", "/openmetrics", target, "");
    job(yaml, "broken", "/broken", target, "");
    job(yaml, "html", "/html", target, "");
    job(yaml, "empty", "/empty", target, "");
    job(yaml, "crlf", "/crlf", target, "");
    job(yaml, "latin1", "/latin1", target, "");
    job(yaml, "missing", "/missing", target, "");
    job(yaml, "honour", "/text", target, "    honor_labels: true\n    honor_timestamps: false\n");
    job(yaml, "samplelimit", "/text", target, "    sample_limit: 3\n");
    job(yaml, "labellimit", "/text", target, "    label_limit: 4\n");
    job(yaml, "valuelimit", "/text", target, "    label_value_length_limit: 20\n");
    job(yaml, "relabel", "/text", target, RELABEL);
    return Files.writeString(directory.resolve(name), yaml);
  }

  private static void job(
      StringBuilder yaml, String name, String path, String target, String more) {
    yaml.append("  - job_name: ").append(name).append("\n    metrics_path: ").append(path);
    yaml.append("\n    ").append(target).append('\n').append(more);
  }

  private static Set<String> jobs(RemoteWriteReceiver receiver) {
    var jobs = new TreeSet<String>();
    for (SortedMap<String, String> series : receiver.ledger().allSeries()) {
      if ("up".equals(series.get("__name__"))) {
        jobs.add(series.getOrDefault("job", "?"));
      }
    }
    return jobs;
  }

  /// The first value of each series that does not depend on time.
  private static SortedMap<String, String> stable(RemoteWriteReceiver receiver) {
    var all = new TreeMap<String, String>();
    for (SortedMap<String, String> series : receiver.ledger().allSeries()) {
      String name = series.getOrDefault("__name__", "");
      if (name.equals("scrape_duration_seconds")) {
        continue;
      }
      ReceivedSample first = receiver.ledger().samplesOf(series).getFirst();
      boolean explicit = name.endsWith("timed") && !"honour".equals(series.get("job"));
      all.put(
          series.toString(),
          Long.toHexString(first.valueBits()) + (explicit ? "@" + first.timestampMs() : ""));
    }
    return all;
  }

  private static final String RELABEL =
      """
          relabel_configs:
            - {source_labels: [__address__], regex: '(.*):\\d+', target_label: host, replacement: '${1}'}
            - {source_labels: [__address__], modulus: 7, action: hashmod, target_label: shard}
            - {action: labelmap, regex: 'job_(.+)', replacement: 'mapped_$1'}
            - {source_labels: [mapped_kind], action: uppercase, target_label: upper}
          metric_relabel_configs:
            - {source_labels: [__name__], regex: 'hist_.*', action: drop}
            - {source_labels: [le, quantile], regex: ';', action: keep}
            - {source_labels: [__name__, code], separator: '_', regex: 'http_(.+)_(\\d)\\d\\d', target_label: class, replacement: '$1:${2}xx'}
            - {regex: 'method', action: labeldrop}
            - {source_labels: [code], modulus: 5, action: hashmod, target_label: bucket}
            - {source_labels: [host], action: lowercase, target_label: low}
            - {source_labels: [clash], target_label: exported_clash, action: dropequal}
            - {source_labels: [code], regex: '500', target_label: code, replacement: ''}
      """;

  private static final String TEXT_PAGE =
      """
      # HELP http_requests_total Requests, with a \\\\ and a \\n in the help.
      # TYPE http_requests_total counter
      http_requests_total{code="200",method="GET"} 1027
      http_requests_total{code="500",method="POST",} 3e0
      # TYPE hist_seconds histogram
      hist_seconds_bucket{le="0.1"} 1
      hist_seconds_bucket{le="1.0"} 2
      hist_seconds_bucket{le="+Inf"} 3
      hist_seconds_sum 1.5
      hist_seconds_count 3
      # TYPE summ summary
      summ{quantile="0.5"} 1
      summ{quantile="1.0"} NaN
      summ_sum 17
      summ_count 4
      untyped_le{le="1"} 5
      # just a comment
      clashing{clash="scraped",job="theirs",instance="mine"} 4
      empty_label{x="",y="z"} 5
      escaped{path="C:\\\\DIR\\\\",q="say \\"hi\\"",nl="a\\nb"} 6
      utf8{name="\u00fc\u00f1\u00ef\u4e16\u754c"} 7
      special{v="inf"} +Inf
      special{v="ninf"} -Inf
      special{v="nan"} NaN
      special{v="big"} 1.7976931348623157e+308
      special{v="tiny"} 5e-324
      special{v="long"} 0.30000000000000004
      timed 1 SOON
      dup 1
      dup 2
      dropped_at_write_a 1
      spaced { a = "1" , b = "2" }   9
      long_value{v="abcdefghijklmnopqrstuvwxyz"} 10
      """;

  private static final String OPEN_METRICS_PAGE =
      """
      # HELP om_requests Requests.
      # TYPE om_requests counter
      # UNIT om_bytes bytes
      om_requests_total{code="200"} 12 # {trace_id="abc"} 0.5 1700000000.5
      om_requests_created{code="200"} 1700000000.123
      # TYPE om_hist histogram
      om_hist_bucket{le="0.1"} 1
      om_hist_bucket{le="10.0"} 2
      om_hist_bucket{le="1000.0"} 2
      om_hist_bucket{le="+Inf"} 2
      om_hist_count 2
      om_hist_sum 3.5
      # TYPE om_state stateset
      om_state{om_state="a"} 1
      # TYPE om_info info
      om_info{version="1"} 1
      om_timed 5 SOON.5
      # EOF
      """;
}
