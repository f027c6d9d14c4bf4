package io.tributary.e2e;

import static io.tributary.e2e.Differential.ADDED;
import static io.tributary.e2e.Differential.MARKERS;
import static io.tributary.e2e.ScriptedExporter.OPEN_METRICS;
import static io.tributary.e2e.ScriptedExporter.TEXT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tributary.e2e.Differential.Job;
import io.tributary.e2e.Differential.Setup;
import io.tributary.e2e.ScriptedExporter.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The same targets, scraped by Tributary and by Prometheus in agent mode: every series, every
/// value and every marker must be equal.
class DifferentialTest {
  /// The original never sends what is older than its own start.
  private static final long SOON_MS = System.currentTimeMillis() / 1000 * 1000 + 120_000;

  @TempDir Path directory;

  private static final Setup TEXT_SETUP =
      Setup.of(
          """
              send_exemplars: true
              write_relabel_configs:
                - {source_labels: [__name__], regex: 'dropped_at_write.*', action: drop}
                - {source_labels: [job, __name__], separator: '@', target_label: combined, regex: '(text)@(.+)', replacement: '$2/$1'}
          """);

  @TestFactory
  Stream<DynamicTest> textFormats() throws Exception {
    return Differential.compared(directory, TEXT_SETUP, textJobs());
  }

  /// What is converted and run as a graph does the same.
  @TestFactory
  Stream<DynamicTest> textFormatsAsRiver() throws Exception {
    return Differential.compared(directory, TEXT_SETUP.converted(), textJobs());
  }

  private static Page text(String body) {
    return Page.of(TEXT, body.replace("SOON", Long.toString(SOON_MS)));
  }

  private static Page openMetrics(String body) {
    return Page.of(OPEN_METRICS, body.replace("SOON", Long.toString(SOON_MS / 1000)));
  }

  private static List<Job> textJobs() {
    var jobs = new ArrayList<Job>();
    jobs.add(
        Job.of(
            "text",
            "",
            text(TEXT_PAGE),
            text(TEXT_PAGE.replace(" 3\n", " 4\n")),
            text(TEXT_PAGE.replace("untyped_le{le=\"1\"} 5\n", "")),
            text(TEXT_PAGE)));
    jobs.add(Job.of("openmetrics", "", openMetrics(OPEN_METRICS_PAGE)));
    jobs.add(Job.of("broken", "", text("a 1\nb{x=\"1\" 2\n")));
    jobs.add(Job.of("html", "", Page.of("text/html", "<html>")));
    jobs.add(Job.of("empty", "", text("")));
    jobs.add(Job.of("crlf", "", text("a 1\r\nb 2\r\n")));
    jobs.add(Job.of("latin1", "", Page.of(TEXT, "a{x=\"\u00e9\"} 1\n".getBytes(ISO_8859_1))));
    jobs.add(Job.of("missing", "", text("a 1\n").status(404)));
    jobs.add(Job.of("no-content", "", text("").status(204)));
    jobs.add(Job.of("honour", "honor_labels: true\nhonor_timestamps: false", text(TEXT_PAGE)));
    jobs.add(Job.of("relabel", RELABEL, text(TEXT_PAGE)));
    if (ChildProcess.isPrometheus2()) {
      // The 2.x line sends repeats, and reads other things differently.
      jobs.replaceAll(job -> job.but("dup", "timed", "om_timed", ADDED));
      return jobs;
    }
    jobs.addAll(failures());
    jobs.addAll(contentTypes());
    jobs.addAll(limits());
    jobs.addAll(timestamps());
    jobs.addAll(names());
    jobs.addAll(lines());
    jobs.addAll(openMetricsLines());
    return jobs;
  }

  /// A scrape that fails between two that do not.
  private static List<Job> failures() {
    Page good = text("a 1\nb{x=\"1\"} 2\n");
    return List.of(
        Job.of("then-broken", "", good, text("a 1\nb{x=\"1\" 2\n"), good).but(MARKERS),
        Job.of("then-500", "", good, good.status(500), good),
        Job.of("then-html", "", good, Page.of("text/html", "<html>"), good),
        Job.of("then-empty", "", good, text(""), good, good),
        Job.of("first-broken", "", text("a 1\nb 2\nc{\n"), good).but(MARKERS, ADDED),
        Job.of("broken-twice", "", good, text("c 1\nb{\n"), text("d 1\nb{\n"), good)
            .but(MARKERS, ADDED),
        Job.of("comments-only", "", good, text("# nothing\n\n"), good),
        Job.of("then-over-limit", "sample_limit: 2", good, text("a 1\nb 2\nc 3\n"), good, good)
            .but(MARKERS, ADDED),
        Job.of("new-and-over-limit", "sample_limit: 2", text("a 1\nb 2\nc 3\n"), text("a 1\nc 3\n"))
            .but(MARKERS, ADDED),
        Job.of("other-series", "", text("a 1\nb 2\n"), text("c 1\nb 3\n"), text("a 1\n")));
  }

  private static List<Job> contentTypes() {
    var jobs = new ArrayList<Job>();
    String page = "# TYPE a counter\na_total 1\nb{le=\"1\"} 2\n# EOF\n";
    String[] types = {
      "text/plain",
      "text/plain; version=9.9",
      "TEXT/PLAIN",
      "text/plain;charset=latin1",
      "text/plain; version=1.0.0; escaping=underscores",
      "application/openmetrics-text",
      "application/openmetrics-text; version=7",
      "application/json",
      "text/*",
      "text",
      "text/plain; q",
      ";;;",
      "text/html",
    };
    for (int i = 0; i < types.length; i++) {
      jobs.add(Job.of("type-" + i, "", Page.of(types[i], page)));
      jobs.add(
          Job.of(
              "type-" + i + "-fallback",
              "fallback_scrape_protocol: PrometheusText0.0.4",
              Page.of(types[i], page)));
    }
    jobs.add(Job.of("type-none", "", Page.bare(page)));
    for (String fallback :
        List.of(
            "PrometheusText1.0.0",
            "OpenMetricsText1.0.0",
            "OpenMetricsText0.0.1",
            "PrometheusProto")) {
      jobs.add(
          Job.of(
              "type-none-" + fallback, "fallback_scrape_protocol: " + fallback, Page.bare(page)));
    }
    jobs.add(Job.of("gzip", "", gzipped(page).header("Content-Encoding", "gzip")));
    jobs.add(
        Job.of(
            "gzip-unasked",
            "enable_compression: false",
            gzipped(page).header("Content-Encoding", "gzip")));
    jobs.add(Job.of("gzip-unsaid", "", gzipped(page)));
    jobs.add(Job.of("gzip-not", "", text(page).header("Content-Encoding", "gzip")));
    jobs.add(Job.of("identity", "", text(page).header("Content-Encoding", "identity")));
    jobs.add(Job.of("deflate", "", text(page).header("Content-Encoding", "deflate")));
    jobs.add(Job.of("redirect", "", text("").status(302).header("Location", "/WHO/text")));
    jobs.add(
        Job.of(
            "no-redirect",
            "follow_redirects: false",
            text("a 1\n").status(302).header("Location", "/elsewhere")));
    return jobs;
  }

  private static Page gzipped(String body) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Page.of(TEXT, bytes.toByteArray());
  }

  private static List<Job> limits() {
    String page = "a{one=\"1\",two=\"22\"} 1\nb 2\nc{three=\"333\"} 3\nc{three=\"333\"} 4\n";
    var jobs = new ArrayList<Job>();
    for (int limit = 2; limit <= 5; limit++) {
      jobs.add(Job.of("samples-" + limit, "sample_limit: " + limit, text(page)));
    }
    for (int limit = 6; limit <= 9; limit++) {
      jobs.add(Job.of("labels-" + limit, "label_limit: " + limit, text(page)));
    }
    for (int limit = 7; limit <= 9; limit++) {
      jobs.add(Job.of("names-" + limit, "label_name_length_limit: " + limit, text(page)));
    }
    for (int limit = 14; limit <= 16; limit++) {
      jobs.add(Job.of("values-" + limit, "label_value_length_limit: " + limit, text(page)));
    }
    for (int more = -1; more <= 1; more++) {
      int limit = page.length() + more;
      jobs.add(Job.of("body-" + more, "body_size_limit: " + limit + "B", text(page)));
      jobs.add(
          Job.of(
              "body-gzip-" + more,
              "body_size_limit: " + limit + "B",
              gzipped(page).header("Content-Encoding", "gzip")));
    }
    jobs.add(
        Job.of(
            "targets",
            """
            target_limit: 1
            static_configs:
              - {targets: ['127.0.0.1:PORT', 'localhost:PORT'], labels: {via: targets}}
            """,
            text(page)));
    jobs.add(
        Job.of(
            "samples-dropped",
            "sample_limit: 2\n"
                + "metric_relabel_configs: [{source_labels: [__name__], regex: c, action: drop}]",
            text(page)));
    jobs.add(
        Job.of(
            "labels-dropped",
            "label_limit: 6\nmetric_relabel_configs: [{regex: 'one|two|three', action: labeldrop}]",
            text(page)));
    return jobs;
  }

  private static List<Job> timestamps() {
    long past = SOON_MS - 60_000;
    long future = SOON_MS + 3_600_000;
    String timed = "plain 1\ntimed 2 SOON\n";
    String later = "plain 2\ntimed 3 " + (SOON_MS + 5) + "\n";
    String earlier = "plain 3\ntimed 4 " + (SOON_MS - 5) + "\n";
    var jobs = new ArrayList<Job>();
    for (String settings :
        List.of(
            "",
            "honor_timestamps: false",
            "track_timestamps_staleness: true",
            "honor_timestamps: false\ntrack_timestamps_staleness: true")) {
      String suffix = settings.replaceAll("[^a-z]+", "-");
      jobs.add(
          Job.of(
              "timed" + suffix,
              settings,
              text(timed),
              text(later),
              text(later),
              text(earlier),
              text("plain 4\n"),
              text("timed 5\n"),
              text("plain 5\n")));
      jobs.add(
          Job.of(
              "timed-fails" + suffix,
              settings,
              text(timed),
              text("{\n"),
              text(later),
              text("{\n")));
      jobs.add(
          Job.of(
              "timed-twice" + suffix,
              settings,
              text("a 1 " + past + "\na 2 SOON\na 3\n"),
              text("a 2 SOON\na 1 " + past + "\na 3\n"),
              text("a 1\na 2 SOON\na 2 SOON\n")));
      jobs.add(
          Job.of(
              "timed-future" + suffix, settings, text("a 1 " + future + "\nb 1\n"), text("b 1\n")));
    }
    jobs.add(Job.of("timed-negative", "", text("a 1 -5\nb 1\n")));
    jobs.add(Job.of("timed-huge", "", text("a 1 99999999999999999999\nb 1\n")));
    jobs.add(
        Job.of(
            "timed-openmetrics",
            "",
            openMetrics("# TYPE a gauge\na 1 SOON.9999\n# EOF\n"),
            openMetrics("# TYPE a gauge\na 1 SOON.0004\n# EOF\n"),
            openMetrics("# TYPE a gauge\na 1 1e3\n# EOF\n")));
    return jobs;
  }

  private static List<Job> names() {
    String utf8 =
        """
        {"a.b"} 1
        {"a.b","l.m"="x"} 2
        a{"l m"="x"} 3
        {"\u00fc",x="1"} 4
        {"with \\"quote\\" and \\\\",x="1"} 5
        {"a",b="c"} 6
        a_b{__name__="other"} 7
        """;
    var jobs = new ArrayList<Job>();
    jobs.add(Job.of("utf8", "", text(utf8)));
    jobs.add(
        Job.of(
            "legacy",
            "metric_name_validation_scheme: legacy\nmetric_name_escaping_scheme: underscores",
            text(utf8)));
    jobs.add(
        Job.of(
            "legacy-plain",
            "metric_name_validation_scheme: legacy\nmetric_name_escaping_scheme: values",
            text("a:b{c=\"\u00fc\"} 1\n")));
    jobs.add(
        Job.of(
                "nameless",
                "metric_relabel_configs: [{source_labels: [__name__], regex: b, target_label:"
                    + " __name__, replacement: ''}]",
                text("a 1\nb 2\n"),
                text("a 1\n"))
            .but(ADDED));
    jobs.add(
        Job.of(
            "renamed",
            "metric_relabel_configs: [{source_labels: [__name__], regex: '(.*)', target_label:"
                + " __name__, replacement: 'x.$1'}]",
            text("a 1\nb 2\n")));
    jobs.add(
        Job.of(
                "renamed-alike",
                "metric_relabel_configs: [{target_label: __name__, replacement: same}]",
                text("a 1\nb 2\n"),
                text("b 2\n"))
            .but("same", ADDED));
    jobs.add(
        Job.of("report-names", "", text("up 7\nscrape_series_added 8\nb 2\n")).but("up", ADDED));
    jobs.add(
        Job.of(
            "clashes",
            "",
            text(
                """
                a{clash="1"} 1
                b{exported_clash="1",clash="2"} 2
                c{exported_exported_clash="0",exported_clash="1",clash="2"} 3
                d{clash=""} 4
                e{job="j",instance="i"} 5
                f{exported_clash="1"} 6
                """)));
    jobs.add(
        Job.of(
            "clashes-honoured",
            "honor_labels: true",
            text(
                """
                a{clash="1"} 1
                b{clash=""} 2
                c{job="",instance=""} 3
                d{job="x"} 4
                """)));
    jobs.add(
        Job.of(
            "emptied",
            "metric_relabel_configs: [{regex: 'via|job|instance|job_kind|clash|__name__', action:"
                + " labeldrop}]",
            text("a 1\n")));
    jobs.add(Job.of("twice-labelled", "", text("a{x=\"1\",x=\"2\"} 1\nb 1\n")));
    jobs.add(
        Job.of("order", "", text("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\nb 1\n"))
            .but("a", ADDED));
    return jobs;
  }

  /// One odd line each, behind a sound one; `|` stands for a line feed.
  private static List<Job> lines() {
    String[] lines = {
      "a 1",
      "a\t1",
      "a  1  ",
      "a{} 1|",
      "a{x=\"1\",} 1|",
      "a{,x=\"1\"} 1|",
      "a{x=\"1\" y=\"2\"} 1|",
      "a {x=\"1\"} 1|",
      "a{ x = \"1\" } 1|",
      "a{x='1'} 1|",
      "a{x=1} 1|",
      "a{1x=\"1\"} 1|",
      "1a 1|",
      "a.b 1|",
      "a 1 2 3|",
      "a|",
      "a x|",
      "a 0x10|",
      "a 1_000|",
      "a 1e400|",
      "a 1e-400|",
      "a nan|",
      "a +Inf|",
      "a infinity|",
      "a -infinity|",
      "a 1.|",
      "a .5|",
      "a 1.5.5|",
      "a --1|",
      "a 00012|",
      "a 123456789012345678901234567890|",
      "a{x=\"\\q\"} 1|",
      "a{x=\"line|feed\"} 1|",
      "a{x=\"nul\u0000\"} 1|",
      "a\u0000 1|",
      "\u0000 a 1|",
      "# HELP a|",
      "# HELP|",
      "# HELP a \u0000|a 1|",
      "# TYPE a|",
      "# TYPE a unknown|a 1|",
      "# TYPE a untyped|a 1|",
      "# TYPE a COUNTER|a 1|",
      "# TYPE  a  counter|a 1|",
      "#TYPE a counter|a 1|",
      "# TYPE a info|a 1|",
      "# TYPE \"a.b\" counter|{\"a.b\"} 1|",
      "# UNIT a seconds|a 1|",
      "# EOF|a 1|",
      "a 1 # {x=\"1\"} 1|",
      "# TYPE h histogram|h_bucket{le=\"1\"} 1|h_bucket{le=\"1e3\"} 1|h_bucket{le=\"+Inf\"}"
          + " 1|h_bucket{le=\"inf \"} 2|h_bucket{le=\"x\"} 2|h_bucket{le=\"0.10\"}"
          + " 3|h_bucket{le=\"1000000\"} 1|h_bucket{le=\"NaN\"} 1|other{le=\"2\"}"
          + " 3|h_bucket{quantile=\"2\"} 3|",
      "# TYPE s summary|s{quantile=\"1\"} 1|s{quantile=\"5e-1\"} 2|s{le=\"5\"} 3|",
      "# TYPE g gauge|g{le=\"1\",quantile=\"1\"} 1|",
      "{} 1|",
      "{x=\"1\"} 1|",
      "{\"a\",\"b\"} 1|",
      "{x=\"1\",\"a\"} 1|",
      "{\"a\"|} 1|",
      "{\"\"} 1|",
      "a{\"\"=\"1\"} 1|",
      "a{__name__=\"b\"} 1|",
      "a{x=\"\uFEFF\"} 1|",
      "\uFEFFa 1|",
    };
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < lines.length; i++) {
      jobs.add(
          Job.of("line-" + i, "", text("good{n=\"" + i + "\"} 1\n" + lines[i].replace('|', '\n'))));
    }
    return jobs;
  }

  private static List<Job> openMetricsLines() {
    String[] pages = {
      "a 1|# EOF|",
      "a 1|# EOF",
      "a 1|",
      "a 1|# EOF||",
      "a 1|# EOF|a 2|",
      "a  1|# EOF|",
      "a\t1|# EOF|",
      "|a 1|# EOF|",
      "# comment|a 1|# EOF|",
      "a{} 1|# EOF|",
      "a{x=\"1\",} 1|# EOF|",
      "a{x=\"1\", y=\"2\"} 1|# EOF|",
      "a{x=\"\\\"\\\\\\n\"} 1|# EOF|",
      "# TYPE a counter|a 1|# EOF|",
      "# TYPE a counter|a_total 1 # {} 1|a_total{x=\"1\"} 2 # {t=\"1\"} 1|a_total{x=\"2\"} 2 #"
          + " {t=\"1\"} 1 SOON|# EOF|",
      "# TYPE a counter|a_total 1 SOON # {t=\"1\",u=\"2\"} 1 SOON.5|# EOF|",
      "# TYPE a gauge|a 1 # {t=\"1\"} 5|# EOF|",
      "a 1 # {t=\"1\"}|# EOF|",
      "a 1 # {t=\"1\",t=\"2\"} 1|# EOF|",
      "# TYPE a counter|a_total 1 # {t=\"" + "x".repeat(130) + "\"} 1|# EOF|",
      "# TYPE a_seconds counter|# UNIT a_seconds seconds|# HELP a_seconds x|a_seconds_total 1|#"
          + " EOF|",
      "# TYPE a counter|# UNIT a seconds|a_total 1|# EOF|",
      "# UNIT a_b |a_b 1|# EOF|",
      "# TYPE a unknown|a 1|# EOF|",
      "# TYPE a untyped|a 1|# EOF|",
      "# TYPE a info|a_info{v=\"1\"} 1|# EOF|",
      "# TYPE a stateset|a{a=\"x\"} 1|a{a=\"y\"} 0|# EOF|",
      "# TYPE h gaugehistogram|h_bucket{le=\"1\"} 1|h_bucket{le=\"+Inf\"} 2|h_gcount 2|h_gsum 3|#"
          + " EOF|",
      "# TYPE h histogram|h_bucket{le=\"1\"} 1 # {t=\"a\"} 0.5|h_bucket{le=\"10\"} 2 # {t=\"b\"}"
          + " 5|h_bucket{le=\"+Inf\"} 2|h_count 2|h_sum 3|h_created 5|# EOF|",
      "# TYPE s summary|s{quantile=\"0.5\"} 1|s{quantile=\"1\"} 2|s_count 2|s_sum 3|s_created 5.5|#"
          + " EOF|",
      "# TYPE a counter|a_total 1|a_created 1234567890.123|# TYPE b counter|b_created 5|b_total 2|#"
          + " EOF|",
      "a NaN|b +Inf|c -Inf|d Inf|# EOF|",
      "a 1 NaN|# EOF|",
      "{\"a.b\"} 1|{\"c\",\"l.m\"=\"1\"} 2|# EOF|",
      "# TYPE \"a.b\" counter|{\"a.b_total\"} 1 # {\"x.y\"=\"1\"} 2|# EOF|",
      "# HELP a x\\ny\\\"z|a 1|# EOF|",
      "# EOF|",
      "# EOFx|",
      "# TYPE a counter|# TYPE a gauge|a 1|# EOF|",
      "a 1|a 2|# EOF|",
      "a 1 SOON|a 2 SOON.5|# EOF|",
      "a 1\r|# EOF\r|",
      "a 0x1p3|# EOF|",
      "a{x=\"nul\u0000\"} 1|# EOF|",
    };
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < pages.length; i++) {
      jobs.add(Job.of("om-" + i, "", openMetrics(pages[i].replace('|', '\n'))));
    }
    return jobs;
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
