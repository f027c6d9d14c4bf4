package io.tributary.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.tributary.base.time.Clock;
import io.tributary.base.time.ManualClock;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.RecordingSink;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Changes reach the discoverer through the system's own file events; only intervals are turned by
/// hand.
class FileDiscovererTest {
  @TempDir private Path directory = Path.of("");

  private final ManualClock clock = new ManualClock(0);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final FileMetrics metrics = new FileMetrics(registry);
  private final RecordingSink sink = new RecordingSink();
  private @Nullable FileDiscoverer discoverer;

  @AfterEach
  void close() {
    if (discoverer != null) {
      discoverer.close();
    }
  }

  private void start(Clock clock, DiscoveryLimits limits, String... patterns) {
    List<String> files =
        java.util.Arrays.stream(patterns).map(pattern -> directory + "/" + pattern).toList();
    var settings = new FileDiscoverySettings(files, FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL);
    var started = new FileDiscoverer(settings, "job", limits, clock, metrics);
    discoverer = started;
    started.start(sink);
  }

  private void start(String... patterns) {
    start(clock, DiscoveryLimits.DEFAULTS, patterns);
  }

  private String write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, content);
    return file.toString();
  }

  @Test
  void readsYamlAndJson() throws Exception {
    String yaml = write("a.yml", "- targets: [\"a:1\"]\n  labels: {env: prod}");
    String json = write("b.json", "[{\"targets\": [\"b:1\"]}, {\"targets\": [\"b:2\"]}]");

    start("*.yml", "b.json");

    sink.awaitAddresses("a:1", "b:1", "b:2");
    assertThat(sink.groups())
        .containsExactly(
            new TargetGroup(
                yaml + ":0",
                List.of(Labels.of("__address__", "a:1")),
                Labels.of("env", "prod", "__meta_filepath", yaml)),
            new TargetGroup(
                json + ":0",
                List.of(Labels.of("__address__", "b:1")),
                Labels.of("__meta_filepath", json)),
            new TargetGroup(
                json + ":1",
                List.of(Labels.of("__address__", "b:2")),
                Labels.of("__meta_filepath", json)));
  }

  @Test
  void publishesAnEmptyListWhereThereIsNoFile() throws Exception {
    start("*.yml", "none.json");

    sink.awaitPublished(1);
    assertThat(sink.groups()).isEmpty();
  }

  @Test
  void seesFilesComeChangeAndGo() throws Exception {
    start("*.json");
    sink.awaitPublished(1);

    write("a.json", "[{\"targets\": [\"a:1\"]}]");
    sink.awaitAddresses("a:1");
    write("b.json", "[{\"targets\": [\"b:1\"]}, {\"targets\": [\"b:2\"]}]");
    sink.awaitAddresses("a:1", "b:1", "b:2");
    write("b.json", "[{\"targets\": [\"b:3\"]}]");
    sink.awaitAddresses("a:1", "b:3");
    Files.delete(directory.resolve("a.json"));
    sink.awaitAddresses("b:3");
    write("b.json", "[]");
    sink.awaitAddresses();
  }

  @Test
  void seesAFileThatIsReplacedByRenaming() throws Exception {
    write("a.yml", "- targets: [\"a:1\"]");
    start("a.yml");
    sink.awaitAddresses("a:1");

    write("a.yml.tmp", "- targets: [\"a:2\"]");
    Files.move(
        directory.resolve("a.yml.tmp"),
        directory.resolve("a.yml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);

    sink.awaitAddresses("a:2");
  }

  @Test
  void keepsTheGroupsOfAFileThatIsHalfWritten() throws Exception {
    write("a.json", "[{\"targets\": [\"a:1\"]}, {\"targets\": [\"a:2\"]}]");
    write("b.yml", "- targets: [\"b:1\"]");
    start("*.json", "*.yml");
    sink.awaitAddresses("a:1", "a:2", "b:1");

    write("a.json", "[{\"targets\": [\"a:1\"");
    write("b.yml", "- targets: [\"b:1\"]\n  labels: {");
    write("c.yml", "- targets: [\"c:1\"]");

    sink.awaitAddresses("a:1", "a:2", "b:1", "c:1");
    assertThat(counter("prometheus_sd_file_read_errors")).isGreaterThanOrEqualTo(1);

    write("a.json", "[{\"targets\": [\"a:9\"]}]");
    sink.awaitAddresses("a:9", "b:1", "c:1");
  }

  @Test
  void believesAnEmptyFileAtTheSecondLook() throws Exception {
    write("a.yml", "- targets: [\"a:1\"]");
    start("*.yml");
    sink.awaitAddresses("a:1");

    write("a.yml", "");
    write("b.yml", "- targets: [\"b:1\"]");
    sink.awaitAddresses("a:1", "b:1");

    clock.advance(Duration.ofMillis(FileDiscoverer.EMPTY_GRACE_MS));
    sink.awaitAddresses("b:1");
  }

  @Test
  void readsAgainAtIntervalsWhatNoEventTells() throws Exception {
    Path real = directory.resolve("real");
    Files.createDirectory(real);
    Files.writeString(real.resolve("a.json"), "[{\"targets\": [\"a:1\"]}]");
    // A change of what a link points to is no event in the directory of the link.
    Files.createSymbolicLink(directory.resolve("a.json"), real.resolve("a.json"));
    start("a.json");
    sink.awaitAddresses("a:1");

    Files.writeString(real.resolve("a.json"), "[{\"targets\": [\"a:2\"]}]");
    clock.advance(FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL);

    sink.awaitAddresses("a:2");
  }

  @Test
  void findsADirectoryThatComesLater() throws Exception {
    start("later/*.json");
    sink.awaitPublished(1);

    Files.createDirectory(directory.resolve("later"));
    write("later/a.json", "[{\"targets\": [\"a:1\"]}]");
    clock.advance(FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL);
    sink.awaitAddresses("a:1");

    write("later/a.json", "[{\"targets\": [\"a:2\"]}]");
    sink.awaitAddresses("a:2");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws Exception {
    write("a.json", "[{\"targets\": [\"a:1\"]}]");
    write("b.json", "[{\"targets\": [\"b:1\"]}]" + " ".repeat(100));
    start(clock, new DiscoveryLimits(100, 10), "*.json");

    sink.awaitAddresses("a:1");
    assertThat(counter("prometheus_sd_file_read_errors")).isEqualTo(1);
  }

  @Test
  void showsTheMetricsOfPrometheus() throws Exception {
    String file = write("a.json", "[]");
    Files.setLastModifiedTime(Path.of(file), FileTime.fromMillis(1_700_000_000_900L));
    start("*.json");
    sink.awaitPublished(1);

    GaugeSnapshot mtime = snapshot("prometheus_sd_file_mtime_seconds", GaugeSnapshot.class);
    assertThat(mtime.getDataPoints())
        .singleElement()
        .satisfies(point -> {
          assertThat(point.getLabels().get("filename")).isEqualTo(file);
          assertThat(point.getValue()).isEqualTo(1_700_000_000);
        });
    assertThat(counter("prometheus_sd_file_watcher_errors")).isEqualTo(0);
    assertThat(snapshot("prometheus_sd_file_scan_duration_seconds", SummarySnapshot.class))
        .isNotNull();

    java.util.Objects.requireNonNull(discoverer).close();
    assertThat(snapshot("prometheus_sd_file_mtime_seconds", GaugeSnapshot.class).getDataPoints())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b.json,true",
    "/a/*.yml,true",
    "b.YAML,true",
    "/a/x*y.yaml,true",
    "/a/*/b.json,false",
    "/a/**.json,true",
    "/a/b.txt,false",
    "/a/b.Json,false",
    "/a/b.json.bak,false",
    "/a*/b.yml,false",
    ".yml,true"
  })
  void knowsWhichNamesAreValid(String pattern, boolean valid) {
    assertThat(FilePatterns.isValid(pattern)).isEqualTo(valid);
  }

  private double counter(String name) {
    return snapshot(name, CounterSnapshot.class).getDataPoints().getFirst().getValue();
  }

  private <T> T snapshot(String name, Class<T> type) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
