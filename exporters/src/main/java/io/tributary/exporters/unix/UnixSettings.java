package io.tributary.exporters.unix;

import io.tributary.exporters.unix.cpu.CpuSettings;
import io.tributary.exporters.unix.disk.DiskstatsSettings;
import io.tributary.exporters.unix.disk.FilesystemSettings;
import io.tributary.exporters.unix.net.ArpSettings;
import io.tributary.exporters.unix.net.IpvsBackend;
import io.tributary.exporters.unix.net.NetclassSettings;
import io.tributary.exporters.unix.net.NetdevSettings;
import java.nio.file.Path;
import java.util.List;

/// What `prometheus.exporter.unix` and the integration `node_exporter` can be told, with their
/// defaults. `includeExporterMetrics` adds families about this process.
///
/// Settings of collectors that are not there (docs/exporter-unix.md) are not here either.
public record UnixSettings(
    boolean includeExporterMetrics,
    Paths paths,
    Selection selection,
    Machine machine,
    Network network,
    Storage storage) {
  public static final UnixSettings DEFAULT =
      new UnixSettings(
          false,
          Paths.DEFAULT,
          Selection.DEFAULT,
          Machine.DEFAULT,
          Network.DEFAULT,
          Storage.DEFAULT);

  /// Where the host is. In a container its files are mounted elsewhere.
  public record Paths(Path procfs, Path sysfs, Path rootfs, Path udevData) {
    public static final Paths DEFAULT =
        new Paths(Path.of("/proc"), Path.of("/sys"), Path.of("/"), Path.of("/run/udev/data"));
  }

  /// Which collectors run: `set`, or where it is empty those that are on by default; then without
  /// `disable`; then with `enable`. A name that nobody has is passed over.
  public record Selection(List<String> set, List<String> disable, List<String> enable) {
    public static final Selection DEFAULT = new Selection(List.of(), List.of(), List.of());

    public Selection {
      set = List.copyOf(set);
      disable = List.copyOf(disable);
      enable = List.copyOf(enable);
    }
  }

  /// Patterns of names; an empty one asks nothing.
  public record Names(String include, String exclude) {
    public static final Names ALL = new Names("", "");
  }

  /// The blocks `cpu`, `hwmon`, `powersupply`, `textfile`, `vmstat`.
  public record Machine(
      CpuSettings cpu,
      Names hwmonChips,
      String ignoredPowerSupplies,
      String textfileDirectory,
      String vmstatFields) {
    public static final Machine DEFAULT =
        new Machine(CpuSettings.DEFAULT, Names.ALL, "^$", "", "^(oom_kill|pgpg|pswp|pg.*fault).*");
  }

  /// The blocks `arp`, `ipvs`, `netclass`, `netdev`, `netstat`.
  public record Network(
      ArpSettings arp,
      List<String> ipvsBackendLabels,
      NetclassSettings netclass,
      NetdevSettings netdev,
      String netstatFields) {
    public static final Network DEFAULT =
        new Network(
            ArpSettings.DEFAULT,
            IpvsBackend.LABELS,
            NetclassSettings.DEFAULT,
            NetdevSettings.DEFAULT,
            "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
                + "|Icmp6?_(InMsgs|OutMsgs)"
                + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts)"
                + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
                + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$");

    public Network {
      ipvsBackendLabels = List.copyOf(ipvsBackendLabels);
    }
  }

  /// The blocks `bcache`, `disk`, `filesystem`, `tapestats`.
  public record Storage(
      boolean bcachePriorityStats,
      DiskstatsSettings disk,
      FilesystemSettings filesystem,
      String ignoredTapes) {
    public static final Storage DEFAULT =
        new Storage(false, DiskstatsSettings.DEFAULT, FilesystemSettings.DEFAULT, "^$");
  }

  public UnixSettings withPaths(Paths changed) {
    return new UnixSettings(includeExporterMetrics, changed, selection, machine, network, storage);
  }

  public UnixSettings withSelection(Selection changed) {
    return new UnixSettings(includeExporterMetrics, paths, changed, machine, network, storage);
  }

  public UnixSettings withMachine(Machine changed) {
    return new UnixSettings(includeExporterMetrics, paths, selection, changed, network, storage);
  }

  public UnixSettings withNetwork(Network changed) {
    return new UnixSettings(includeExporterMetrics, paths, selection, machine, changed, storage);
  }

  public UnixSettings withStorage(Storage changed) {
    return new UnixSettings(includeExporterMetrics, paths, selection, machine, network, changed);
  }
}
