package io.tributary.exporters.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.exporters.page.MetricFamily;
import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.net.ArpSettings;
import io.tributary.exporters.unix.net.NetdevSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixExporterTest {
  private static final UnixExporter.Build BUILD = new UnixExporter.Build("1.2", "abc", "main");

  @TempDir Path root;

  @Test
  void aHostWithEverythingHasAllOfIt() {
    FakeHost host = FakeHost.with(root, FakeHost.PARTS.toArray(String[]::new));
    List<String> samples = samples(settings(host));
    assertThat(samples)
        .contains(
            "node_exporter_build_info{branch=\"main\",goarch=\"\",goos=\"linux\",goversion=\"\",revision=\"abc\",version=\"1.2\"}"
                + " 1",
            "node_load1 0.21",
            "node_arp_entries{device=\"eth0\"} 2");
    assertThat(samples)
        .filteredOn(line -> line.startsWith("node_scrape_collector_success"))
        .hasSize(Catalogue.defaults().size())
        .allMatch(line -> line.endsWith(" 1"));
    assertThat(samples)
        .filteredOn(line -> line.startsWith("node_scrape_collector_dur"))
        .hasSize(46);
  }

  @Test
  void aCollectorThatFailsCostsItsOwnFamilies() {
    FakeHost host =
        FakeHost.with(root, FakeHost.PARTS.toArray(String[]::new)).file("proc/loadavg", "oops\n");
    assertThat(samples(settings(host)))
        .contains(
            "node_scrape_collector_success{collector=\"loadavg\"} 0",
            "node_scrape_collector_success{collector=\"meminfo\"} 1",
            "node_procs_running 3")
        .noneMatch(line -> line.startsWith("node_load"));
  }

  @Test
  void whatWasReadBeforeAFailureStays() {
    FakeHost host = FakeHost.with(root, "cpu").file("proc/pressure/io", "some nonsense\n");
    assertThat(samples(only(host, "pressure")))
        .contains(
            "node_pressure_cpu_waiting_seconds_total 14.036781",
            "node_scrape_collector_success{collector=\"pressure\"} 0");
  }

  @Test
  void damagedFilesCostNoMoreThanTheirCollectors() throws IOException {
    FakeHost host = FakeHost.with(root, FakeHost.PARTS.toArray(String[]::new));
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var exporter = new UnixExporter(settings(host), BUILD, Clock.system())) {
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 15; i++) {
          damage(files.get(random.nextInt(files.size())), random);
        }
        assertThat(FakeHost.samples(exporter.families()))
            .as("seed %d, round %d", seed, round)
            .filteredOn(line -> line.startsWith("node_scrape_collector_success"))
            .hasSize(Catalogue.defaults().size());
      }
    }
  }

  /// Cuts a file, repeats a part of it, or changes some of its bytes.
  private static void damage(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int cut = random.nextInt(bytes.length + 1);
    switch (random.nextInt(3)) {
      case 0 -> bytes = Arrays.copyOf(bytes, cut);
      case 1 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + cut);
        System.arraycopy(bytes, 0, longer, bytes.length, cut);
        bytes = longer;
      }
      default -> {
        for (int i = 0; i < Math.min(5, bytes.length); i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    Files.write(file, bytes);
  }

  @Test
  void anEmptyHostStillAnswers() {
    FakeHost host = FakeHost.empty(root);
    assertThat(samples(settings(host)))
        .contains(
            "node_scrape_collector_success{collector=\"cpu\"} 0",
            "node_scrape_collector_success{collector=\"uname\"} 1",
            "node_scrape_collector_success{collector=\"edac\"} 1");
  }

  @Test
  void thisMachineAnswersTwiceTheSame() {
    try (var exporter = new UnixExporter(UnixSettings.DEFAULT, BUILD, Clock.system())) {
      List<String> first = exporter.families().stream().map(MetricFamily::name).toList();
      List<String> second = exporter.families().stream().map(MetricFamily::name).toList();
      assertThat(second).isEqualTo(first).contains("node_memory_MemTotal_bytes");
      assertThat(new String(exporter.page(), StandardCharsets.UTF_8))
          .contains("# TYPE node_cpu_seconds_total counter\n");
    }
  }

  @Test
  void collectorsAreChosenByName() {
    FakeHost host = FakeHost.with(root, "cpu");
    var chosen =
        new UnixSettings.Selection(
            List.of("loadavg", "stat", "nobody"), List.of("stat", "uname"), List.of("uname"));
    assertThat(samples(settings(host).withSelection(chosen)))
        .filteredOn(line -> line.startsWith("node_scrape_collector_success"))
        .containsExactly(
            "node_scrape_collector_success{collector=\"loadavg\"} 1",
            "node_scrape_collector_success{collector=\"uname\"} 1");
    var less = new UnixSettings.Selection(List.of(), List.of("cpu", "zfs"), List.of());
    assertThat(samples(settings(host).withSelection(less)))
        .filteredOn(line -> line.startsWith("node_scrape_collector_success"))
        .hasSize(Catalogue.defaults().size() - 2);
  }

  @Test
  void aCollectorThatIsMissingIsNamed() {
    var asked = new UnixSettings.Selection(List.of(), List.of(), List.of("systemd", "perf"));
    refuses(UnixSettings.DEFAULT.withSelection(asked), "perf, systemd");
  }

  @Test
  void settingsThatCannotBeUsedAreRefused() {
    UnixSettings.Network network = UnixSettings.Network.DEFAULT;
    refuses(
        UnixSettings.DEFAULT.withNetwork(
            new UnixSettings.Network(
                new ArpSettings("(", "", false),
                network.ipvsBackendLabels(),
                network.netclass(),
                network.netdev(),
                network.netstatFields())),
        "missing closing )");
    refuses(
        UnixSettings.DEFAULT.withNetwork(
            new UnixSettings.Network(
                network.arp(),
                List.of("colour"),
                network.netclass(),
                network.netdev(),
                network.netstatFields())),
        "unknown IPVS backend labels: \"colour\"");
    refuses(
        UnixSettings.DEFAULT.withNetwork(
            new UnixSettings.Network(
                network.arp(),
                network.ipvsBackendLabels(),
                network.netclass(),
                new NetdevSettings("a", "b", false),
                network.netstatFields())),
        "mutually exclusive");
  }

  @Test
  void tellsOfItselfWhenAsked() {
    UnixSettings settings = only(FakeHost.empty(root), "uname");
    assertThat(samples(settings)).noneMatch(line -> line.startsWith("process_"));
    var asked =
        new UnixSettings(
            true,
            settings.paths(),
            settings.selection(),
            settings.machine(),
            settings.network(),
            settings.storage());
    assertThat(samples(asked)).anyMatch(line -> line.startsWith("process_open_fds "));
  }

  private static UnixSettings only(FakeHost host, String collector) {
    return settings(host)
        .withSelection(new UnixSettings.Selection(List.of(collector), List.of(), List.of()));
  }

  private static UnixSettings settings(FakeHost host) {
    return UnixSettings.DEFAULT.withPaths(
        new UnixSettings.Paths(
            host.proc().root(), host.sys().root(), host.rootfs().root(), host.udev().root()));
  }

  private static List<String> samples(UnixSettings settings) {
    try (var exporter = new UnixExporter(settings, BUILD, Clock.system())) {
      return FakeHost.samples(exporter.families());
    }
  }

  private static void refuses(UnixSettings settings, String words) {
    assertThatThrownBy(() -> new UnixExporter(settings, BUILD, Clock.system()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }
}
