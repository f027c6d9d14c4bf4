package io.tributary.bench.fleet;

import io.tributary.bench.fleet.Family.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Writes the families of one target: node_exporter's, and the request histograms of a service,
/// about 102 bytes a line with comments. The number of CPUs, disks, units and handlers follows from
/// the number of series.
final class Catalogue {
  private static final String[] CPU_MODES = {
    "idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"
  };
  private static final String[] MEMORY = {
    "Active_anon",
    "Active",
    "Active_file",
    "AnonHugePages",
    "AnonPages",
    "Bounce",
    "Buffers",
    "Cached",
    "CmaFree",
    "CmaTotal",
    "CommitLimit",
    "Committed_AS",
    "DirectMap1G",
    "DirectMap2M",
    "DirectMap4k",
    "Dirty",
    "FileHugePages",
    "FilePmdMapped",
    "HardwareCorrupted",
    "Hugepagesize",
    "Inactive_anon",
    "Inactive",
    "Inactive_file",
    "KernelStack",
    "Mapped",
    "MemAvailable",
    "MemFree",
    "MemTotal",
    "Mlocked",
    "PageTables",
    "Percpu",
    "SReclaimable",
    "Shmem",
    "Slab"
  };
  private static final String[] NETSTAT = {
    "Icmp_InErrors", "Icmp_InMsgs", "Ip_Forwarding", "TcpExt_ListenDrops", "TcpExt_SyncookiesSent",
    "TcpExt_TCPSynRetrans", "Tcp_ActiveOpens", "Tcp_CurrEstab", "Tcp_InSegs", "Tcp_OutSegs",
    "Tcp_PassiveOpens", "Tcp_RetransSegs", "Udp_InDatagrams", "Udp_NoPorts", "Udp_OutDatagrams"
  };
  private static final String[] DISK = {
    "discards_completed",
    "flush_requests",
    "io_now",
    "read_bytes",
    "reads_completed",
    "reads_merged",
    "writes_completed",
    "writes_merged",
    "written_bytes"
  };
  private static final String[] DISK_SECONDS = {
    "flush_requests_time_seconds", "io_time_seconds", "read_time_seconds", "write_time_seconds"
  };
  private static final String[] FILESYSTEM = {
    "avail_bytes", "device_error", "files", "files_free", "free_bytes", "readonly", "size_bytes"
  };
  private static final String[] NETWORK = {
    "carrier",
    "mtu_bytes",
    "receive_bytes_total",
    "receive_drop_total",
    "receive_errs_total",
    "receive_packets_total",
    "speed_bytes",
    "transmit_bytes_total",
    "transmit_drop_total",
    "transmit_errs_total",
    "transmit_packets_total",
    "up"
  };
  private static final String[] UNIT_STATES = {
    "activating", "active", "deactivating", "failed", "inactive"
  };
  private static final String[] BOUNDS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
  };
  private static final int NAMES_OF_A_HISTOGRAM_ROW = BOUNDS.length + 2;

  private final String prefix;
  private final String suffix;
  private final SplittableRandom random;
  private final List<Family> families = new ArrayList<>();
  private int left;

  private Catalogue(String prefix, String suffix, long seed, int series) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.random = new SplittableRandom(seed);
    this.left = series;
  }

  /// The families with exactly `series` rows together.
  ///
  /// @param distinct empty for targets that look like each other, else a word that only this target
  ///   has; it goes into every metric name and most label values
  static List<Family> write(String distinct, int series, long seed) {
    var catalogue =
        distinct.isEmpty()
            ? new Catalogue("node", "", seed, series)
            : new Catalogue(distinct, "-" + distinct, seed, series);
    catalogue.writeAll(series);
    return catalogue.families;
  }

  private void writeAll(int series) {
    requests(Math.max(1, series * 22 / 100 / NAMES_OF_A_HISTOGRAM_ROW));
    cpus(Math.max(1, series * 12 / 100 / CPU_MODES.length));
    disks(Math.max(1, series * 12 / 100 / (DISK.length + DISK_SECONDS.length)));
    filesystems(Math.max(1, series * 10 / 100 / FILESYSTEM.length));
    memory();
    netstat();
    networks(Math.max(1, series * 14 / 100 / NETWORK.length));
    units(left);
  }

  private void requests(int handlers) {
    var name = prefix + "_http_request_duration_seconds";
    var rows = new ArrayList<String>();
    var kinds = new ArrayList<Behaviour>();
    for (int i = 0; i < handlers; i++) {
      var labels =
          "code=\"200\",endpoint=\"http-web\",handler=\"/api/v1/%s%d%s\",method=\"%s\""
              .formatted(
                  new String[] {"query_range", "labels", "series", "push", "targets"}[i % 5],
                  i / 5,
                  suffix,
                  i % 3 == 0 ? "post" : "get");
      boolean busy = random.nextInt(10) < 7;
      for (var bound : BOUNDS) {
        rows.add(name + "_bucket{" + labels + ",le=\"" + bound + "\"}");
        kinds.add(busy ? Behaviour.COUNTING : Behaviour.SMALL);
      }
      rows.add(name + "_sum{" + labels + "}");
      kinds.add(Behaviour.SUM);
      rows.add(name + "_count{" + labels + "}");
      kinds.add(busy ? Behaviour.COUNTING : Behaviour.SMALL);
    }
    add(name, "histogram", "Time that requests took, by handler and method.", rows, kinds);
  }

  private void cpus(int cpus) {
    var name = prefix + "_cpu_seconds_total";
    var rows = new ArrayList<String>();
    var kinds = new ArrayList<Behaviour>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      for (var mode : CPU_MODES) {
        rows.add("%s{cpu=\"%d%s\",mode=\"%s\"}".formatted(name, cpu, suffix, mode));
        kinds.add(random.nextInt(10) < 7 ? Behaviour.SECONDS : Behaviour.SMALL);
      }
    }
    add(name, "counter", "Seconds the CPUs spent in each mode.", rows, kinds);
  }

  private void disks(int disks) {
    for (var what : DISK) {
      family("_disk_" + what + "_total", "counter", disks, Behaviour.COUNTING, 45, this::disk);
    }
    for (var what : DISK_SECONDS) {
      family("_disk_" + what + "_total", "counter", disks, Behaviour.SECONDS, 45, this::disk);
    }
  }

  private String disk(int i) {
    return "{device=\"nvme%dn1%s\"}".formatted(i, suffix);
  }

  private void filesystems(int filesystems) {
    for (var what : FILESYSTEM) {
      boolean moves = what.contains("free") || what.contains("avail");
      family(
          "_filesystem_" + what,
          "gauge",
          filesystems,
          what.contains("size") || what.equals("files") ? Behaviour.FIXED : Behaviour.BYTES,
          moves ? 60 : what.equals("files") || what.contains("size") ? 100 : 0,
          i ->
              "{device=\"/dev/mapper/vg0-data%d%s\",fstype=\"ext4\",mountpoint=\"/var/lib/data%d\"}"
                  .formatted(i, suffix, i));
    }
  }

  private void memory() {
    for (var what : MEMORY) {
      family("_memory_" + what + "_bytes", "gauge", 1, Behaviour.BYTES, 60, _ -> "");
    }
  }

  private void netstat() {
    for (var what : NETSTAT) {
      family("_netstat_" + what, "untyped", 1, Behaviour.COUNTING, 60, _ -> "");
    }
  }

  private void networks(int devices) {
    for (var what : NETWORK) {
      boolean counts = what.endsWith("bytes_total") || what.endsWith("packets_total");
      family(
          "_network_" + what,
          what.endsWith("total") ? "counter" : "gauge",
          devices,
          Behaviour.COUNTING,
          counts ? 75 : 0,
          i -> "{device=\"eth%d%s\"}".formatted(i, suffix));
    }
  }

  /// States of units: the long tail of a node exporter's page, nearly all zeros; fills the page to
  /// its size.
  private void units(int rows) {
    family(
        "_systemd_unit_state",
        "gauge",
        rows,
        Behaviour.SMALL,
        0,
        i ->
            "{name=\"%s-%d%s.service\",state=\"%s\",type=\"%s\"}"
                .formatted(
                    new String[] {
                          "systemd-networkd-wait",
                          "containerd-shim-runc-v2",
                          "user-runtime-dir-instance"
                        }
                        [i / 5 % 3],
                    i / 15,
                    suffix,
                    UNIT_STATES[i % 5],
                    i / 5 % 2 == 0 ? "simple" : "notify"));
  }

  private interface Labels {
    String of(int row);
  }

  /// Adds a family in which `movingPercent` of the rows behave as said and the rest stay.
  private void family(
      String what, String type, int count, Behaviour kind, int movingPercent, Labels labels) {
    var name = prefix + what;
    var rows = new ArrayList<String>();
    var kinds = new ArrayList<Behaviour>();
    for (int i = 0; i < count; i++) {
      rows.add(name + labels.of(i));
      kinds.add(random.nextInt(100) < movingPercent ? kind : Behaviour.SMALL);
    }
    var help =
        "As the kernel reports it under the name " + what.substring(1).replace('_', ' ') + ".";
    add(name, type, help, rows, kinds);
  }

  private void add(
      String name, String type, String help, List<String> rows, List<Behaviour> kinds) {
    int kept = Math.min(rows.size(), left);
    if (kept > 0) {
      families.add(new Family(name, type, help, rows.subList(0, kept), kinds.subList(0, kept)));
      left -= kept;
    }
  }
}
