package io.tributary.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalMetrics;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandsTest {
  private static final long START_MS = 1_700_000_000_000L;
  private static final List<String> SLOTS = List.of("instance");

  @TempDir Path folder;

  private final Shell shell = new Shell();
  private final Layouts layouts = new Layouts();

  /// Two targets that look alike, three scrapes of one and one of the other, and a third one of
  /// another job.
  @BeforeEach
  void writeLog() throws InterruptedException {
    try (var wal =
        Wal.open(
            WalSettings.of(log()),
            Disk.real(),
            Clock.system(),
            layouts,
            new WalMetrics(new PrometheusRegistry()))) {
      Layout node = layout("node", "cpu_seconds_total", "0", "1");
      var first = new Stream(1, List.of("a:9100"));
      for (int i = 0; i < 3; i++) {
        wal.append(column(first, node, START_MS + 15_000L * i));
      }
      wal.append(column(new Stream(2, List.of("b:9100")), node, START_MS + 500));
      Layout web = layout("web\u001b[31m", "requests_total", "0");
      wal.append(column(new Stream(3, List.of("c:80")), web, START_MS));
      wal.sync();
    }
  }

  private Path log() {
    return folder.resolve("prometheus.remote_write.default");
  }

  private Layout layout(String job, String name, String... cpus) {
    var up = new BlockBuilder();
    up.add(Labels.of("__name__", "up", "instance", "?", "job", job), SLOTS);
    var rows = new BlockBuilder();
    for (String cpu : cpus) {
      rows.add(Labels.of("__name__", name, "cpu", cpu, "instance", "?", "job", job), SLOTS);
    }
    return layouts.layout(
        SLOTS,
        List.of(
            rows.build(new FamilyMetadata(name, MetricType.COUNTER, "", "")),
            up.build(new FamilyMetadata("up", MetricType.GAUGE, "", ""))));
  }

  private static ScrapeColumn column(Stream stream, Layout layout, long timestampMs) {
    return new ScrapeColumn(stream, layout, timestampMs, new long[layout.rowCount()], null, null);
  }

  @Test
  void countsSeriesAndSamplesOfEachTarget() {
    assertThat(shell.run("wal-stats", log().toString())).isZero();
    assertThat(shell.out())
        .isEqualTo(
            """
            Oldest Sample:      2023-11-14 22:13:20 +0000 UTC
            Newest Sample:      2023-11-14 22:13:50 +0000 UTC
            Total Series:       8
            Total Samples:      14
            Hash Collisions:    0
            Invalid Refs:       0
            Checkpoint Segment: 0
            First Segment:      1
            Latest Segment:     1

            Per-target stats:
            +---------------+----------+--------+---------+
            |      JOB      | INSTANCE | SERIES | SAMPLES |
            +---------------+----------+--------+---------+
            | node          | a:9100   |      3 |       9 |
            | node          | b:9100   |      3 |       3 |
            | web\\u001b[31m | c:80     |      2 |       2 |
            +---------------+----------+--------+---------+
            """);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void countsTheSeriesOfATargetByName() {
    assertThat(shell.run("target-stats", "-j", "node", "--instance=a:9100", log().toString()))
        .isZero();
    assertThat(shell.out()).isEqualTo("Metric cardinality:\n\ncpu_seconds_total: 2\nup: 1\n");
  }

  @Test
  void tellsTheSamplesOfSeries() {
    assertThat(shell.run("sample-stats", "-s", "up{instance=~\"[ab].*\"}", log().toString()))
        .isZero();
    assertThat(shell.out())
        .isEqualTo(
            """
            {__name__="up", instance="a:9100", job="node"}
              Oldest Sample:      2023-11-14 22:13:20 +0000 UTC
              Newest Sample:      2023-11-14 22:13:50 +0000 UTC
              Total Samples:      3
            {__name__="up", instance="b:9100", job="node"}
              Oldest Sample:      2023-11-14 22:13:20.5 +0000 UTC
              Newest Sample:      2023-11-14 22:13:20.5 +0000 UTC
              Total Samples:      1
            """);
    assertThat(shell.run("sample-stats", log().toString())).isZero();
    assertThat(shell.out().lines()).hasSize(4 * 8);
  }

  /// As the original goes into the folder `wal` of an instance.
  @Test
  void aFolderWithOneLogStandsForIt() {
    assertThat(shell.run("wal-stats", log().toString())).isZero();
    String stats = shell.out();
    assertThat(shell.run("wal-stats", folder.toString())).isZero();
    assertThat(shell.out()).isEqualTo(stats);
  }

  @Test
  void saysWhereTheLogsAre() throws IOException {
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("segments"));
    assertThat(shell.run("wal-stats", folder.toString())).isEqualTo(1);
    assertThat(shell.out())
        .isEqualTo(
            "failed to get WAL stats: "
                + folder
                + " is no log, but has logs in it; give one of them: "
                + other
                + ", "
                + log()
                + "\n");
  }

  @Test
  void aLogOfPrometheusIsNotRead() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.createFile(Files.createDirectory(data.resolve("wal")).resolve("00000003"));
    for (Path path : List.of(data, data.resolve("wal"))) {
      assertThat(shell.run("sample-stats", path.toString())).isEqualTo(1);
      assertThat(shell.out()).contains(path + " is a log of Prometheus or Grafana Agent");
    }
  }

  @Test
  void whatIsNotThereIsSaidAsInTheOriginal() throws IOException {
    Path none = folder.resolve("none");
    assertThat(shell.run("wal-stats", none.toString())).isEqualTo(1);
    assertThat(shell.out()).isEqualTo(none + " does not exist\n");
    Files.createDirectory(none);
    assertThat(shell.run("wal-stats", none.toString())).isEqualTo(1);
    assertThat(shell.out()).endsWith("has no log: there is no folder segments in it\n");
  }

  @Test
  void theCommandLineIsChecked() {
    assertThat(shell.run("target-stats", "-j", "x", "dir")).isEqualTo(1);
    assertThat(shell.err()).contains("required flag(s) \"instance\" not set");
    assertThat(shell.run("sample-stats", "-s", "{job=}", "dir")).isEqualTo(1);
    assertThat(shell.err()).contains("selector");
    assertThat(shell.run("wal-stats", "--help")).isZero();
    assertThat(shell.out()).contains("usage: tributary wal-stats DIR");
    assertThat(shell.run("test-logs", "agent.yaml")).isEqualTo(1);
    assertThat(shell.err()).contains("the section logs is not supported yet");
  }
}
