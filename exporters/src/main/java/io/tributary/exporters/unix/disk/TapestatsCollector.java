package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/// Work of each tape drive. The other devices of a drive (rewinding or not, by mode) count the same
/// and are passed over.
///
/// Source: Linux `Documentation/scsi/st.rst`.
public final class TapestatsCollector implements Collector {
  private static final Pattern DRIVE = Pattern.compile("st[0-9]+");
  private static final double SECONDS_PER_NANO = 1e-9;

  private record Counter(String file, double factor, String name, String help) {}

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter(
              "io_ns",
              SECONDS_PER_NANO,
              "io_time_seconds_total",
              "The amount of time spent waiting for all I/O to complete (including read and"
                  + " write). This includes tape movement commands such as seeking between file or"
                  + " set marks and implicit tape movement such as when rewind on close tape"
                  + " devices are used."),
          new Counter(
              "other_cnt",
              1,
              "io_others_total",
              "The number of I/Os issued to the tape drive other than read or write commands. The"
                  + " time taken to complete these commands uses the following calculation"
                  + " io_time_seconds_total-read_time_seconds_total-write_time_seconds_total"),
          new Counter(
              "read_byte_cnt",
              1,
              "read_bytes_total",
              "The number of bytes read from the tape drive."),
          new Counter(
              "read_cnt",
              1,
              "reads_completed_total",
              "The number of read requests issued to the tape drive."),
          new Counter(
              "read_ns",
              SECONDS_PER_NANO,
              "read_time_seconds_total",
              "The amount of time spent waiting for read requests to complete."),
          new Counter(
              "resid_cnt",
              1,
              "residual_total",
              "The number of times during a read or write we found the residual amount to be"
                  + " non-zero. This should mean that a program is issuing a read larger thean the"
                  + " block size on tape. For write not all data made it to tape."),
          new Counter(
              "write_byte_cnt",
              1,
              "written_bytes_total",
              "The number of bytes written to the tape drive."),
          new Counter(
              "write_cnt",
              1,
              "writes_completed_total",
              "The number of write requests issued to the tape drive."),
          new Counter(
              "write_ns",
              SECONDS_PER_NANO,
              "write_time_seconds_total",
              "The amount of time spent waiting for write requests to complete."));

  private final Tree tapes;
  private final NameFilter devices;

  public TapestatsCollector(Tree sys, String ignoredDevices) {
    tapes = sys.in("class/scsi_tape");
    devices = NameFilter.excluding(ignoredDevices);
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String name : tapes.namesOrNoData("no tape drives")) {
      if (DRIVE.matcher(name).matches() && devices.accepts(name)) {
        tape(out, tapes.in(name + "/stats"), name);
      }
    }
  }

  private static void tape(Families out, Tree stats, String device) throws IOException {
    stats.names(""); // A drive without the folder fails.
    out.gauge(
        "node_tape_io_now",
        "The number of I/Os currently outstanding to this device.",
        number(stats, "in_flight"),
        "device",
        device);
    for (Counter counter : COUNTERS) {
      out.counter(
          "node_tape_" + counter.name(),
          counter.help(),
          number(stats, counter.file()) * counter.factor(),
          "device",
          device);
    }
  }

  private static double number(Tree stats, String file) throws IOException {
    return stats.has(file) ? Numbers.anyUnsigned(stats.attribute(file)) : 0;
  }
}
