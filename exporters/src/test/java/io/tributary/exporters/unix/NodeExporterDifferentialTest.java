package io.tributary.exporters.unix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.exporters.unix.cpu.CpuSettings;
import io.tributary.exporters.unix.disk.DiskstatsSettings;
import io.tributary.exporters.unix.disk.FilesystemSettings;
import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Our page against that of the real node_exporter, family by family: names, types, help texts,
/// label sets, and values where they stand still. Whatever differs is in docs/exporter-unix.md.
@Timeout(120)
class NodeExporterDifferentialTest {
  /// Debian's package has other defaults than the original, which has others than we.
  private static final List<String> OUR_DEFAULTS =
      List.of(
          "--no-collector.systemd",
          "--collector.netdev.device-exclude=",
          "--collector.filesystem.mount-points-exclude="
              + FilesystemSettings.DEFAULT.mountPointsExclude());

  /// Families whose values change between two looks at them.
  private static final Pattern MOVING =
      Pattern.compile(
          "node_(scrape_collector_duration_seconds|exporter_build_info|time_seconds|timex_.*"
              + "|filesystem_(avail|free)_bytes|filesystem_files_free"
              + "|network_(receive|transmit)_.*_total)");

  /// Families of a living machine whose values do not.
  private static final Pattern STILL =
      Pattern.compile(
          "node_(uname_info|os_info|os_version|memory_MemTotal_bytes|boot_time_seconds|dmi_info"
              + "|filesystem_(size_bytes|readonly|files)|network_(mtu_bytes|flags|info|up)"
              + "|disk_info|filefd_maximum|entropy_pool_size_bits|time_zone_offset_seconds"
              + "|scrape_collector_success|selinux_enabled|md_.*)");

  /// Version 1.5 has no collector of watchdogs.
  private static final Pattern NEWER =
      Pattern.compile("only ours: node_(watchdog_|scrape_collector_.*collector=\"watchdog\").*");

  /// Ours says which Tributary this is.
  private static final Pattern BUILD =
      Pattern.compile("only (ours|theirs): node_exporter_build_info\\{.*");

  /// Version 1.5 reads these two places too early; 1.7 does not.
  private static final Pattern NFSD =
      Pattern.compile(
          "value of node_nfsd_requests_total\\{method=\"(Verify|Write|RelLockOwner)\",.*");

  /// Of the library that serves its page.
  private static final String HANDLER = "only theirs: promhttp_metric_handler_errors_total";

  @TempDir Path root;

  @Test
  void aHostWithEverythingReadsTheSame() throws Exception {
    FakeHost host = FakeHost.with(root, FakeHost.PARTS.toArray(String[]::new));
    Path textFiles = Files.createDirectory(root.resolve("text"));
    Files.writeString(
        textFiles.resolve("a.prom"), "# TYPE jobs counter\njobs{a=\"1\"} 2\nplain 3\n");
    UnixSettings settings =
        UnixSettings.DEFAULT
            .withPaths(
                new UnixSettings.Paths(
                    host.proc().root(),
                    host.sys().root(),
                    host.rootfs().root(),
                    host.udev().root()))
            .withMachine(
                machine(new CpuSettings(true, true, "^(aes|avx.?)$", "mds"), textFiles.toString()))
            .withStorage(
                new UnixSettings.Storage(
                    true,
                    DiskstatsSettings.DEFAULT,
                    FilesystemSettings.DEFAULT,
                    UnixSettings.Storage.DEFAULT.ignoredTapes()));
    String theirs;
    try (var original =
        start(
            "--path.procfs=" + host.proc().root(),
            "--path.sysfs=" + host.sys().root(),
            "--path.rootfs=" + host.rootfs().root(),
            "--path.udev.data=" + host.udev().root(),
            "--collector.textfile.directory=" + textFiles,
            "--collector.bcache.priorityStats",
            "--collector.cpu.guest",
            "--collector.cpu.info",
            "--collector.cpu.info.flags-include=^(aes|avx.?)$",
            "--collector.cpu.info.bugs-include=mds")) {
      theirs = original.page();
    }
    assertThat(ParsedPage.of(theirs).series("node_scrape_collector_success"))
        .as("the fixture is sound")
        .allSatisfy((collector, success) -> assertThat(success).as(collector).isEqualTo(1));
    assertThat(ParsedPage.of(theirs).families()).hasSizeGreaterThan(400);
    List<String> differences =
        ParsedPage.of(page(settings))
            .differencesFrom(ParsedPage.of(theirs), family -> !MOVING.matcher(family).matches());
    assertThat(unexplained(differences)).isEmpty();
    assertThat(differences).filteredOn(one -> NFSD.matcher(one).matches()).hasSize(3);
  }

  @Test
  void thisMachineReadsTheSame() throws Exception {
    String theirs;
    String ours;
    try (var original = start("--no-collector.cpu.guest", "--collector.textfile.directory=")) {
      ours = page(UnixSettings.DEFAULT);
      theirs = original.page();
    }
    List<String> differences =
        ParsedPage.of(ours)
            .differencesFrom(ParsedPage.of(theirs), family -> STILL.matcher(family).matches());
    assertThat(unexplained(differences)).isEmpty();
  }

  private static List<String> unexplained(List<String> differences) {
    return differences.stream()
        .filter(one -> !NEWER.matcher(one).matches())
        .filter(one -> !BUILD.matcher(one).matches())
        .filter(one -> !one.equals(HANDLER))
        .filter(one -> !NFSD.matcher(one).matches())
        .toList();
  }

  private static UnixSettings.Machine machine(CpuSettings cpu, String textFiles) {
    UnixSettings.Machine machine = UnixSettings.Machine.DEFAULT;
    return new UnixSettings.Machine(
        cpu,
        machine.hwmonChips(),
        machine.ignoredPowerSupplies(),
        textFiles,
        machine.vmstatFields());
  }

  private NodeExporter start(String... flags) throws IOException {
    var all = new ArrayList<>(OUR_DEFAULTS);
    all.addAll(List.of(flags));
    return NodeExporter.start(root, all);
  }

  private static String page(UnixSettings settings) {
    var build = new UnixExporter.Build("1", "2", "3");
    try (var exporter = new UnixExporter(settings, build, Clock.system())) {
      return new String(exporter.page(), StandardCharsets.UTF_8);
    }
  }
}
