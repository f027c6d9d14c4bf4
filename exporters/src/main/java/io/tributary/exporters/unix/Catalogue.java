package io.tributary.exporters.unix;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.exporters.unix.cpu.CpuCollector;
import io.tributary.exporters.unix.cpu.CpuFreqCollector;
import io.tributary.exporters.unix.cpu.LoadavgCollector;
import io.tributary.exporters.unix.cpu.PressureCollector;
import io.tributary.exporters.unix.cpu.SchedstatCollector;
import io.tributary.exporters.unix.disk.BcacheCollector;
import io.tributary.exporters.unix.disk.BtrfsCollector;
import io.tributary.exporters.unix.disk.DiskstatsCollector;
import io.tributary.exporters.unix.disk.FilesystemCollector;
import io.tributary.exporters.unix.disk.MdadmCollector;
import io.tributary.exporters.unix.disk.NvmeCollector;
import io.tributary.exporters.unix.disk.TapestatsCollector;
import io.tributary.exporters.unix.disk.XfsCollector;
import io.tributary.exporters.unix.disk.ZfsCollector;
import io.tributary.exporters.unix.hardware.DmiCollector;
import io.tributary.exporters.unix.hardware.EdacCollector;
import io.tributary.exporters.unix.hardware.HwmonCollector;
import io.tributary.exporters.unix.hardware.PowerSupplyCollector;
import io.tributary.exporters.unix.hardware.RaplCollector;
import io.tributary.exporters.unix.hardware.ThermalZoneCollector;
import io.tributary.exporters.unix.hardware.WatchdogCollector;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.ErrnoException;
import io.tributary.exporters.unix.host.LibC;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Tree;
import io.tributary.exporters.unix.kernel.EntropyCollector;
import io.tributary.exporters.unix.kernel.FileFdCollector;
import io.tributary.exporters.unix.kernel.MeminfoCollector;
import io.tributary.exporters.unix.kernel.OsReleaseCollector;
import io.tributary.exporters.unix.kernel.ProcessesCollector;
import io.tributary.exporters.unix.kernel.SelfCollector;
import io.tributary.exporters.unix.kernel.SelinuxCollector;
import io.tributary.exporters.unix.kernel.StatCollector;
import io.tributary.exporters.unix.kernel.TimeCollector;
import io.tributary.exporters.unix.kernel.TimexCollector;
import io.tributary.exporters.unix.kernel.UnameCollector;
import io.tributary.exporters.unix.kernel.VmstatCollector;
import io.tributary.exporters.unix.net.ArpCollector;
import io.tributary.exporters.unix.net.BondingCollector;
import io.tributary.exporters.unix.net.ConntrackCollector;
import io.tributary.exporters.unix.net.FibreChannelCollector;
import io.tributary.exporters.unix.net.InfinibandCollector;
import io.tributary.exporters.unix.net.IpvsBackend;
import io.tributary.exporters.unix.net.IpvsCollector;
import io.tributary.exporters.unix.net.LinkCounters;
import io.tributary.exporters.unix.net.NetclassCollector;
import io.tributary.exporters.unix.net.NetdevCollector;
import io.tributary.exporters.unix.net.NetdevSettings;
import io.tributary.exporters.unix.net.NetstatCollector;
import io.tributary.exporters.unix.net.NfsCollector;
import io.tributary.exporters.unix.net.NfsdCollector;
import io.tributary.exporters.unix.net.SockstatCollector;
import io.tributary.exporters.unix.net.SoftnetCollector;
import io.tributary.exporters.unix.net.UdpQueuesCollector;
import io.tributary.exporters.unix.textfile.TextfileCollector;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The collectors there are, one line each.
public final class Catalogue {
  private record Entry(String name, Function<Host, Collector> make, boolean isDefault) {
    Entry(String name, Function<Host, Collector> make) {
      this(name, make, true);
    }
  }

  /// What collectors are made of.
  private record Host(UnixSettings settings, Clock clock) {
    Tree proc() {
      return new Tree(settings.paths().procfs());
    }

    Tree sys() {
      return new Tree(settings.paths().sysfs());
    }

    Path rootfs() {
      return settings.paths().rootfs();
    }

    UnixSettings.Machine machine() {
      return settings.machine();
    }

    UnixSettings.Network network() {
      return settings.network();
    }

    UnixSettings.Storage storage() {
      return settings.storage();
    }
  }

  private static final List<Entry> ALL =
      List.of(
          new Entry("arp", h -> new ArpCollector(h.proc(), h.network().arp())),
          new Entry("bcache", h -> new BcacheCollector(h.sys(), h.storage().bcachePriorityStats())),
          new Entry("bonding", h -> new BondingCollector(h.sys())),
          new Entry("btrfs", h -> new BtrfsCollector(h.proc(), h.sys(), h.rootfs())),
          new Entry("conntrack", h -> new ConntrackCollector(h.proc())),
          new Entry("cpu", h -> new CpuCollector(h.proc(), h.sys(), h.machine().cpu())),
          new Entry("cpufreq", h -> new CpuFreqCollector(h.sys())),
          new Entry("diskstats", Catalogue::diskstats),
          new Entry("dmi", h -> new DmiCollector(h.sys())),
          new Entry("edac", h -> new EdacCollector(h.sys())),
          new Entry("entropy", h -> new EntropyCollector(h.proc())),
          new Entry("fibrechannel", h -> new FibreChannelCollector(h.sys())),
          new Entry("filefd", h -> new FileFdCollector(h.proc())),
          new Entry("filesystem", Catalogue::filesystem),
          new Entry("hwmon", h -> new HwmonCollector(h.sys(), filter(h.machine().hwmonChips()))),
          new Entry("infiniband", h -> new InfinibandCollector(h.sys())),
          new Entry("ipvs", Catalogue::ipvs),
          new Entry("loadavg", h -> new LoadavgCollector(h.proc())),
          new Entry("mdadm", h -> new MdadmCollector(h.proc())),
          new Entry("meminfo", h -> new MeminfoCollector(h.proc())),
          new Entry("netclass", h -> new NetclassCollector(h.sys(), h.network().netclass())),
          new Entry("netdev", Catalogue::netdev),
          new Entry("netstat", Catalogue::netstat),
          new Entry("nfs", h -> new NfsCollector(h.proc())),
          new Entry("nfsd", h -> new NfsdCollector(h.proc())),
          new Entry("nvme", h -> new NvmeCollector(h.sys())),
          new Entry("os", h -> new OsReleaseCollector(new Tree(h.rootfs()))),
          new Entry("powersupplyclass", Catalogue::powerSupply),
          new Entry("pressure", h -> new PressureCollector(h.proc())),
          new Entry("processes", h -> new ProcessesCollector(h.proc()), false),
          new Entry("rapl", h -> new RaplCollector(h.sys())),
          new Entry("schedstat", h -> new SchedstatCollector(h.proc())),
          new Entry("selinux", h -> new SelinuxCollector(h.proc(), new Tree(Path.of("/etc")))),
          new Entry("sockstat", h -> new SockstatCollector(h.proc(), pageBytes())),
          new Entry("softnet", h -> new SoftnetCollector(h.proc())),
          new Entry("stat", h -> new StatCollector(h.proc())),
          new Entry("tapestats", h -> new TapestatsCollector(h.sys(), h.storage().ignoredTapes())),
          new Entry("textfile", h -> new TextfileCollector(h.machine().textfileDirectory())),
          new Entry("thermal_zone", h -> new ThermalZoneCollector(h.sys())),
          new Entry("time", h -> new TimeCollector(h.sys(), h.clock(), ZoneId.systemDefault())),
          new Entry("timex", _ -> new TimexCollector()),
          new Entry("udp_queues", h -> new UdpQueuesCollector(h.proc())),
          new Entry("uname", _ -> new UnameCollector()),
          new Entry("vmstat", Catalogue::vmstat),
          new Entry("watchdog", h -> new WatchdogCollector(h.sys())),
          new Entry("xfs", h -> new XfsCollector(h.sys())),
          new Entry("zfs", h -> new ZfsCollector(h.proc())));

  /// What node_exporter has beside these, all but the last few off by default. Whoever asks for one
  /// of them is told, instead of being left without what they count on.
  private static final Set<String> MISSING =
      new TreeSet<>(
          List.of(
              "bcachefs",
              "buddyinfo",
              "cgroups",
              "cpu_vulnerabilities",
              "dmmultipath",
              "drbd",
              "drm",
              "ethtool",
              "interrupts",
              "kernel_hung",
              "ksmd",
              "lnstat",
              "logind",
              "meminfo_numa",
              "mountstats",
              "network_route",
              "ntp",
              "nvmesubsystem",
              "pcidevice",
              "perf",
              "qdisc",
              "runit",
              "slabinfo",
              "softirqs",
              "supervisord",
              "swap",
              "sysctl",
              "systemd",
              "tcpstat",
              "wifi",
              "xfrm",
              "zoneinfo"));

  private Catalogue() {}

  /// The names of all collectors, sorted.
  public static List<String> names() {
    return ALL.stream().map(Entry::name).toList();
  }

  /// The names of those that are on by default, as in node_exporter.
  public static List<String> defaults() {
    return ALL.stream().filter(Entry::isDefault).map(Entry::name).toList();
  }

  /// The collectors that `settings` select, by name.
  ///
  /// Throws [ConfigException] for a collector of node_exporter that is not here, a pattern that
  /// cannot be compiled, or a setting that contradicts another.
  static Map<String, Collector> collectors(UnixSettings settings, Clock clock) {
    Set<String> selected = selected(settings.selection());
    var host = new Host(settings, clock);
    var collectors = new LinkedHashMap<String, Collector>();
    for (Entry entry : ALL) {
      if (selected.contains(entry.name())) {
        collectors.put(entry.name(), entry.make().apply(host));
      }
    }
    return collectors;
  }

  /// What the exporter knows of itself.
  static Collector self() {
    return new SelfCollector(new Tree(Path.of("/proc")), pageBytes());
  }

  private static Set<String> selected(UnixSettings.Selection selection) {
    Set<String> selected = new TreeSet<>(selection.set().isEmpty() ? defaults() : selection.set());
    selection.disable().forEach(selected::remove);
    selected.addAll(selection.enable());
    var missing = new ArrayList<>(selected);
    missing.retainAll(MISSING);
    if (!missing.isEmpty()) {
      throw new ConfigException("there is no collector " + String.join(", ", missing) + " yet");
    }
    return selected;
  }

  private static NameFilter filter(UnixSettings.Names names) {
    return NameFilter.of(names.include(), names.exclude());
  }

  private static Collector diskstats(Host host) {
    return new DiskstatsCollector(
        host.proc(), new Tree(host.settings().paths().udevData()), host.storage().disk());
  }

  private static Collector filesystem(Host host) {
    return new FilesystemCollector(
        host.proc(), host.rootfs(), host.storage().filesystem(), host.clock());
  }

  private static Collector ipvs(Host host) {
    List<String> labels = host.network().ipvsBackendLabels();
    for (String label : labels) {
      if (!IpvsBackend.LABELS.contains(label)) {
        throw new ConfigException("unknown IPVS backend labels: \"" + label + '"');
      }
    }
    return new IpvsCollector(host.proc(), labels);
  }

  private static Collector netdev(Host host) {
    NetdevSettings settings = host.network().netdev();
    if (!settings.deviceInclude().isEmpty() && !settings.deviceExclude().isEmpty()) {
      throw new ConfigException("device-exclude & device-include are mutually exclusive");
    }
    return new NetdevCollector(LinkCounters::ofThisHost, settings);
  }

  private static Collector netstat(Host host) {
    return new NetstatCollector(host.proc(), NameFilter.including(host.network().netstatFields()));
  }

  private static Collector powerSupply(Host host) {
    return new PowerSupplyCollector(host.sys(), host.machine().ignoredPowerSupplies());
  }

  private static Collector vmstat(Host host) {
    return new VmstatCollector(host.proc(), NameFilter.including(host.machine().vmstatFields()));
  }

  private static int pageBytes() {
    try {
      return LibC.pageBytes();
    } catch (ErrnoException e) {
      throw new IllegalStateException("BUG: getpagesize fails", e);
    }
  }
}
