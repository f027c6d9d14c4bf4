package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.ErrnoException;
import io.tributary.exporters.unix.host.LibC;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The discipline of the kernel's clock.
///
/// `struct timex` on 64-bit machines, by offset; what is not named is padding or not exposed:
///
/// ```
///   8 offset     16 freq       24 maxerror   32 esterror   40 status (int)   48 constant
///  88 tick       96 ppsfreq   104 jitter    112 shift (int)                 120 stabil
/// 128 jitcnt    136 calcnt    144 errcnt    152 stbcnt    160 tai (int)
/// ```
///
/// Source: adjtimex(2).
public final class TimexCollector implements Collector {
  /// What `adjtimex` returns while the clock is not synchronised.
  private static final int TIME_ERROR = 5;

  /// The bit of `status` that says that offsets are nanoseconds.
  private static final int STA_NANO = 0x2000;

  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  /// Frequencies are parts per million with 16 bits of fraction.
  private static final double PPM = 1e6 * 65536;

  @Override
  public void collect(Families out) throws IOException {
    try {
      LibC.Timex timex = LibC.adjtimex();
      add(out, timex.state(), timex.struct());
    } catch (ErrnoException e) {
      if (e.isPermission()) {
        throw new NoDataException("the clock may not be read", e);
      }
      throw e;
    }
  }

  static void add(Families out, int state, ByteBuffer t) {
    int status = t.getInt(40);
    double divisor = (status & STA_NANO) != 0 ? NANOS : MICROS;
    out.gauge(
        "node_timex_sync_status",
        "Is clock synchronized to a reliable server (1 = yes, 0 = no).",
        state == TIME_ERROR ? 0 : 1);
    out.gauge(
        "node_timex_offset_seconds",
        "Time offset in between local system and reference clock.",
        t.getLong(8) / divisor);
    out.gauge(
        "node_timex_frequency_adjustment_ratio",
        "Local clock frequency adjustment.",
        1 + t.getLong(16) / PPM);
    out.gauge("node_timex_maxerror_seconds", "Maximum error in seconds.", t.getLong(24) / MICROS);
    out.gauge(
        "node_timex_estimated_error_seconds",
        "Estimated error in seconds.",
        t.getLong(32) / MICROS);
    out.gauge("node_timex_status", "Value of the status array bits.", status);
    out.gauge(
        "node_timex_loop_time_constant",
        "Phase-locked loop time constant.",
        (double) t.getLong(48));
    out.gauge("node_timex_tick_seconds", "Seconds between clock ticks.", t.getLong(88) / MICROS);
    out.gauge(
        "node_timex_tai_offset_seconds", "International Atomic Time (TAI) offset.", t.getInt(160));
    pulse(out, t, divisor);
  }

  /// What a pulse per second, if there is one, adds.
  private static void pulse(Families out, ByteBuffer t, double divisor) {
    out.gauge("node_timex_pps_frequency_hertz", "Pulse per second frequency.", t.getLong(96) / PPM);
    out.gauge(
        "node_timex_pps_jitter_seconds", "Pulse per second jitter.", t.getLong(104) / divisor);
    out.gauge("node_timex_pps_shift_seconds", "Pulse per second interval duration.", t.getInt(112));
    out.gauge(
        "node_timex_pps_stability_hertz",
        "Pulse per second stability, average of recent frequency changes.",
        t.getLong(120) / PPM);
    out.counter(
        "node_timex_pps_jitter_total",
        "Pulse per second count of jitter limit exceeded events.",
        (double) t.getLong(128));
    out.counter(
        "node_timex_pps_calibration_total",
        "Pulse per second count of calibration intervals.",
        (double) t.getLong(136));
    out.counter(
        "node_timex_pps_error_total",
        "Pulse per second count of calibration errors.",
        (double) t.getLong(144));
    out.counter(
        "node_timex_pps_stability_exceeded_total",
        "Pulse per second count of stability limit exceeded events.",
        (double) t.getLong(152));
  }
}
