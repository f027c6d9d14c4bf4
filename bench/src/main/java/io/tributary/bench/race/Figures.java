package io.tributary.bench.race;

import java.util.LinkedHashMap;
import java.util.Map;

/// What one agent cost on one course.
///
/// @param cpu CPU over the measured window
/// @param bytes what went to the wire and to the disk over the window
public record Figures(
    String agent,
    String version,
    int protocol,
    Cpu cpu,
    Memory memory,
    Traffic bytes,
    Delivery delivery,
    Starting starting) {

  /// Nanoseconds a delivered sample, and how many samples a second that was measured at.
  ///
  /// @param probeMicros what a fixed piece of work took meanwhile: how fast the machine was
  public record Cpu(
      double userNanos, double systemNanos, double samplesPerSecond, double probeMicros) {
    double nanos() {
      return userNanos + systemNanos;
    }

    /// Samples cost as much as so many of the fixed pieces of work.
    double probes() {
      return nanos() / 1e3 / probeMicros;
    }
  }

  /// Resident bytes: the median over the window, the most ever, and the proportional share at its
  /// end.
  public record Memory(long steadyBytes, long peakBytes, long proportionalBytes) {}

  /// Bytes a delivered sample.
  ///
  /// @param diskWrites what the kernel was made to write, whole pages each time
  /// @param diskGrowth by how much the data directory grew
  public record Traffic(double wire, double diskWrites, double diskGrowth) {}

  /// The whole run, from the first scrape until nothing more came.
  ///
  /// @param exposed samples in responses that the targets completed
  /// @param delivered those that arrived, without what agents add and without staleness markers
  /// @param failedScrapes scrapes that the agent itself gave up, as its `up` says; their samples
  ///   may be among those that are missing
  /// @param verified series of which every sample was looked at: the next three are theirs
  public record Delivery(
      long exposed,
      long delivered,
      long failedScrapes,
      long verified,
      long gaps,
      long duplicates,
      long outOfOrder) {
    long missing() {
      return exposed - delivered;
    }
  }

  /// Milliseconds from the start of the process; −1 where it was not seen.
  ///
  /// @param restartReadyMs until ready after kill -9 at the end of the run
  public record Starting(
      long firstScrapeMs, long firstSampleMs, long restartReadyMs, int exitCode) {}

  // What figures are compared by.

  double cpuNanos() {
    return cpu.nanos();
  }

  double cpuProbes() {
    return cpu.probes();
  }

  double residentBytes() {
    return memory.steadyBytes();
  }

  double wireBytes() {
    return bytes.wire();
  }

  double logBytes() {
    return bytes.diskGrowth();
  }

  double writtenBytes() {
    return bytes.diskWrites();
  }

  double firstScrapeMs() {
    return starting.firstScrapeMs();
  }

  double restartMs() {
    return starting.restartReadyMs() < 0 ? Double.NaN : starting.restartReadyMs();
  }

  Map<String, Object> raw() {
    var raw = new LinkedHashMap<String, Object>();
    raw.put("agent", agent);
    raw.put("version", version);
    raw.put("protocol", protocol);
    raw.put("user_ns_per_sample", cpu.userNanos());
    raw.put("system_ns_per_sample", cpu.systemNanos());
    raw.put("samples_per_second", cpu.samplesPerSecond());
    raw.put("probe_us", cpu.probeMicros());
    raw.put("steady_rss_bytes", memory.steadyBytes());
    raw.put("peak_rss_bytes", memory.peakBytes());
    raw.put("pss_bytes", memory.proportionalBytes());
    raw.put("wire_bytes_per_sample", bytes.wire());
    raw.put("disk_write_bytes_per_sample", bytes.diskWrites());
    raw.put("disk_growth_bytes_per_sample", bytes.diskGrowth());
    raw.put("exposed", delivery.exposed());
    raw.put("delivered", delivery.delivered());
    raw.put("failed_scrapes", delivery.failedScrapes());
    raw.put("verified_series", delivery.verified());
    raw.put("gaps", delivery.gaps());
    raw.put("duplicates", delivery.duplicates());
    raw.put("out_of_order", delivery.outOfOrder());
    raw.put("first_scrape_ms", starting.firstScrapeMs());
    raw.put("first_sample_ms", starting.firstSampleMs());
    raw.put("restart_ready_ms", starting.restartReadyMs());
    raw.put("exit_code", starting.exitCode());
    return raw;
  }
}
