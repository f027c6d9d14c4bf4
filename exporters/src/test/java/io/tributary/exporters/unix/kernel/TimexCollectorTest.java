package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimexCollectorTest {
  @Test
  void tellsOffsetsInSecondsWhateverTheKernelCountsIn() {
    ByteBuffer timex = ByteBuffer.allocate(208).order(ByteOrder.nativeOrder());
    timex.putLong(8, 2_500_000).putLong(16, -65_536).putLong(24, 16_000_000).putInt(40, 0x2000);
    timex.putLong(88, 10_000).putLong(136, 7).putInt(160, 37);
    assertThat(samples(0, timex))
        .contains(
            "node_timex_offset_seconds 0.0025",
            "node_timex_frequency_adjustment_ratio 0.999999",
            "node_timex_maxerror_seconds 16",
            "node_timex_status 8192",
            "node_timex_sync_status 1",
            "node_timex_tick_seconds 0.01",
            "node_timex_pps_calibration_total 7",
            "node_timex_tai_offset_seconds 37")
        .hasSize(17);
    timex.putInt(40, 0);
    assertThat(samples(5, timex))
        .contains("node_timex_offset_seconds 2.5", "node_timex_sync_status 0");
  }

  @Test
  void readsTheClockOfThisMachine() throws IOException {
    assertThat(FakeHost.samples(new TimexCollector()))
        .hasSize(17)
        .anyMatch(line -> line.startsWith("node_timex_tick_seconds 0.0"));
  }

  private static List<String> samples(int state, ByteBuffer timex) {
    var out = new Families();
    TimexCollector.add(out, state, timex);
    return FakeHost.samples(out.families());
  }
}
