package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import io.tributary.model.metadata.MetricType;
import java.io.IOException;
import java.util.List;

/// Work of each block device, and what udev knows of it.
///
/// Kernels write 11, 15 or 17 numbers behind a device's name; families without a number are left
/// out.
///
/// Source: Linux `Documentation/admin-guide/iostats.rst`.
public final class DiskstatsCollector implements Collector {
  private static final double SECTOR_BYTES = 512;
  private static final double SECONDS_PER_TICK = 1.0 / 1000.0;

  /// Major and minor number and name.
  private static final int HEADING = 3;

  private static final int MIN_FIELDS = HEADING + 11;

  private record Column(String name, MetricType type, double factor, String help) {
    static Column counter(String name, double factor, String help) {
      return new Column("node_disk_" + name, MetricType.COUNTER, factor, help);
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          Column.counter(
              "reads_completed_total", 1, "The total number of reads completed successfully."),
          Column.counter("reads_merged_total", 1, "The total number of reads merged."),
          Column.counter(
              "read_bytes_total", SECTOR_BYTES, "The total number of bytes read successfully."),
          Column.counter(
              "read_time_seconds_total",
              SECONDS_PER_TICK,
              "The total number of seconds spent by all reads."),
          Column.counter(
              "writes_completed_total", 1, "The total number of writes completed successfully."),
          Column.counter("writes_merged_total", 1, "The number of writes merged."),
          Column.counter(
              "written_bytes_total",
              SECTOR_BYTES,
              "The total number of bytes written successfully."),
          Column.counter(
              "write_time_seconds_total",
              SECONDS_PER_TICK,
              "This is the total number of seconds spent by all writes."),
          new Column(
              "node_disk_io_now", MetricType.GAUGE, 1, "The number of I/Os currently in progress."),
          Column.counter(
              "io_time_seconds_total", SECONDS_PER_TICK, "Total seconds spent doing I/Os."),
          Column.counter(
              "io_time_weighted_seconds_total",
              SECONDS_PER_TICK,
              "The weighted # of seconds spent doing I/Os."),
          Column.counter(
              "discards_completed_total",
              1,
              "The total number of discards completed successfully."),
          Column.counter("discards_merged_total", 1, "The total number of discards merged."),
          Column.counter(
              "discarded_sectors_total", 1, "The total number of sectors discarded successfully."),
          Column.counter(
              "discard_time_seconds_total",
              SECONDS_PER_TICK,
              "This is the total number of seconds spent by all discards."),
          Column.counter(
              "flush_requests_total",
              1,
              "The total number of flush requests completed successfully"),
          Column.counter(
              "flush_requests_time_seconds_total",
              SECONDS_PER_TICK,
              "This is the total number of seconds spent by all flush requests."));

  private final Tree proc;
  private final Tree udevData;
  private final NameFilter devices;

  public DiskstatsCollector(Tree proc, Tree udevData, DiskstatsSettings settings) {
    this.proc = proc;
    this.udevData = udevData;
    devices =
        settings.deviceInclude().isEmpty()
            ? NameFilter.excluding(settings.deviceExclude())
            : NameFilter.including(settings.deviceInclude());
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : proc.lines("diskstats")) {
      List<String> fields = Numbers.fields(line);
      if (fields.size() >= MIN_FIELDS && devices.accepts(fields.get(2))) {
        device(out, fields);
      }
    }
  }

  private void device(Families out, List<String> fields) throws MalformedException {
    String device = fields.get(2);
    UdevProperties udev = UdevProperties.read(udevData, fields.get(0), fields.get(1));
    udev.disk(out, device, fields.get(0), fields.get(1));
    for (int i = 0; i < COLUMNS.size() && HEADING + i < fields.size(); i++) {
      Column column = COLUMNS.get(i);
      double value = Numbers.unsigned(fields.get(HEADING + i)) * column.factor();
      if (column.type() == MetricType.GAUGE) {
        out.gauge(column.name(), column.help(), value, "device", device);
      } else {
        out.counter(column.name(), column.help(), value, "device", device);
      }
    }
    udev.more(out, device);
  }
}
