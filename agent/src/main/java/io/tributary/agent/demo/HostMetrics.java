package io.tributary.agent.demo;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// This host in the text format, with the family names of node_exporter: processors, memory, load,
/// file systems, network, disks, kernel counters. Families whose source cannot be read are left
/// out.
///
/// Source: proc(5); names and labels as prometheus/node_exporter `collector/`.
final class HostMetrics {
  private static final String[] CPU_MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };

  /// Columns of `/proc/net/dev` that are worth a family, by position.
  private static final String[][] NETWORK = {
    {"0", "receive_bytes"},
    {"1", "receive_packets"},
    {"2", "receive_errs"},
    {"3", "receive_drop"},
    {"8", "transmit_bytes"},
    {"9", "transmit_packets"},
    {"10", "transmit_errs"},
    {"11", "transmit_drop"},
  };

  private static final double TICKS_PER_SECOND = 100;
  private static final int SECTOR_BYTES = 512;

  private final Path proc;

  HostMetrics(Path proc) {
    this.proc = proc;
  }

  /// A whole page.
  String page(long wallMs) {
    var page = new MetricsPage();
    kernel(page);
    memory(page);
    load(page);
    network(page);
    disks(page);
    fileSystems(page);
    openFiles(page);
    page.family("node_time_seconds", "gauge", "System time.");
    page.sample("", wallMs / 1e3);
    return page.text();
  }

  private void kernel(MetricsPage page) {
    List<String> lines = lines("stat");
    page.family("node_cpu_seconds_total", "counter", "Seconds the CPUs spent in each mode.");
    for (String line : lines) {
      if (line.startsWith("cpu") && !line.startsWith("cpu ")) {
        String[] parts = line.split(" +");
        for (int i = 0; i < CPU_MODES.length && i + 1 < parts.length; i++) {
          page.sample(
              "cpu=\"" + parts[0].substring(3) + "\",mode=\"" + CPU_MODES[i] + '"',
              Double.parseDouble(parts[i + 1]) / TICKS_PER_SECOND);
        }
      }
    }
    single(page, lines, "ctxt", "node_context_switches_total", "counter", "Context switches.");
    single(page, lines, "intr", "node_intr_total", "counter", "Interrupts serviced.");
    single(page, lines, "processes", "node_forks_total", "counter", "Forks.");
    single(page, lines, "btime", "node_boot_time_seconds", "gauge", "Boot, as Unix time.");
    single(page, lines, "procs_running", "node_procs_running", "gauge", "Runnable processes.");
    single(page, lines, "procs_blocked", "node_procs_blocked", "gauge", "Blocked processes.");
  }

  private static void single(
      MetricsPage page, List<String> lines, String key, String name, String type, String help) {
    for (String line : lines) {
      if (line.startsWith(key + " ")) {
        page.family(name, type, help);
        page.sample("", Double.parseDouble(line.split(" ")[1]));
        return;
      }
    }
  }

  private void memory(MetricsPage page) {
    for (String line : lines("meminfo")) {
      String[] parts = line.split("[: ]+");
      String name = parts[0].replace('(', '_').replace(")", "");
      boolean isBytes = parts.length > 2 && parts[2].equals("kB");
      page.family(
          "node_memory_" + name + (isBytes ? "_bytes" : ""),
          "gauge",
          "Memory information field " + parts[0] + ".");
      page.sample("", Double.parseDouble(parts[1]) * (isBytes ? 1024 : 1));
    }
  }

  private void load(MetricsPage page) {
    for (String line : lines("loadavg")) {
      String[] parts = line.split(" ");
      String[] spans = {"1", "5", "15"};
      for (int i = 0; i < spans.length; i++) {
        page.family("node_load" + spans[i], "gauge", spans[i] + "m load average.");
        page.sample("", Double.parseDouble(parts[i]));
      }
    }
  }

  private void network(MetricsPage page) {
    List<String> lines = lines("net/dev");
    for (String[] column : NETWORK) {
      page.family(
          "node_network_" + column[1] + "_total",
          "counter",
          "Network device statistic " + column[1] + ".");
      for (String line : lines) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          String[] values = line.substring(colon + 1).strip().split(" +");
          page.sample(
              "device=\"" + line.substring(0, colon).strip() + '"',
              Double.parseDouble(values[Integer.parseInt(column[0])]));
        }
      }
    }
  }

  private void disks(MetricsPage page) {
    var disks = new ArrayList<String[]>();
    for (String line : lines("diskstats")) {
      String[] parts = line.strip().split(" +");
      boolean isVirtual = parts[2].startsWith("loop") || parts[2].startsWith("ram");
      if (parts.length >= 14 && !isVirtual) {
        disks.add(parts);
      }
    }
    disk(page, disks, 3, "reads_completed_total", "Reads completed.", 1);
    disk(page, disks, 5, "read_bytes_total", "Bytes read.", SECTOR_BYTES);
    disk(page, disks, 7, "writes_completed_total", "Writes completed.", 1);
    disk(page, disks, 9, "written_bytes_total", "Bytes written.", SECTOR_BYTES);
    disk(page, disks, 12, "io_time_seconds_total", "Seconds spent doing I/O.", 1e-3);
  }

  private static void disk(
      MetricsPage page, List<String[]> disks, int column, String name, String help, double factor) {
    if (disks.isEmpty()) {
      return;
    }
    page.family("node_disk_" + name, "counter", help);
    for (String[] disk : disks) {
      page.sample("device=\"" + disk[2] + '"', Double.parseDouble(disk[column]) * factor);
    }
  }

  private record Volume(String labels, long size, long free, long available) {}

  private static void fileSystems(MetricsPage page) {
    var volumes = new ArrayList<Volume>();
    var seen = new HashSet<String>();
    for (FileStore store : FileSystems.getDefault().getFileStores()) {
      // "mountpoint (device)", the only way by which a file store tells where it is.
      String described = store.toString();
      int blank = described.lastIndexOf(" (");
      String mountPoint = blank < 0 ? described : described.substring(0, blank);
      try {
        boolean isPseudo = store.getTotalSpace() == 0;
        if (!isPseudo && seen.add(mountPoint)) {
          volumes.add(
              new Volume(
                  "device=\"%s\",fstype=\"%s\",mountpoint=\"%s\""
                      .formatted(
                          MetricsPage.escape(store.name()),
                          MetricsPage.escape(store.type().toLowerCase(Locale.ROOT)),
                          MetricsPage.escape(mountPoint)),
                  store.getTotalSpace(),
                  store.getUnallocatedSpace(),
                  store.getUsableSpace()));
        }
      } catch (IOException _) {
        // Not ours to look at: left out.
      }
    }
    page.family("node_filesystem_size_bytes", "gauge", "Size of the file system.");
    volumes.forEach(volume -> page.sample(volume.labels(), (double) volume.size()));
    page.family("node_filesystem_free_bytes", "gauge", "Free space of the file system.");
    volumes.forEach(volume -> page.sample(volume.labels(), (double) volume.free()));
    page.family(
        "node_filesystem_avail_bytes", "gauge", "Space that users other than root can fill.");
    volumes.forEach(volume -> page.sample(volume.labels(), (double) volume.available()));
  }

  private void openFiles(MetricsPage page) {
    for (String line : lines("sys/fs/file-nr")) {
      String[] parts = line.split("\\s+");
      page.family("node_filefd_allocated", "gauge", "File descriptors in use.");
      page.sample("", Double.parseDouble(parts[0]));
      page.family("node_filefd_maximum", "gauge", "File descriptors that may be in use.");
      page.sample("", Double.parseDouble(parts[2]));
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException _) {
      return List.of();
    }
  }
}
