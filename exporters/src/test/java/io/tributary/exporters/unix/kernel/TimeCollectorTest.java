package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeCollectorTest {
  private static final long JULY_MS = 1_720_000_000_500L;

  @TempDir Path root;

  @Test
  void tellsTimeZoneAndClockSources() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    var collector = new TimeCollector(host.sys(), clock(), ZoneId.of("UTC"));
    assertThat(FakeHost.samples(collector))
        .containsExactly(
            "node_time_clocksource_available_info{clocksource=\"acpi_pm\",device=\"0\"} 1",
            "node_time_clocksource_available_info{clocksource=\"hpet\",device=\"0\"} 1",
            "node_time_clocksource_available_info{clocksource=\"tsc\",device=\"0\"} 1",
            "node_time_clocksource_current_info{clocksource=\"tsc\",device=\"0\"} 1",
            "node_time_seconds 1.7200000005e+09",
            "node_time_zone_offset_seconds{time_zone=\"UTC\"} 0");
  }

  @Test
  void tellsTheOffsetThatIsInForce() throws IOException {
    FakeHost host = FakeHost.empty(root);
    var collector = new TimeCollector(host.sys(), clock(), ZoneId.of("Europe/Berlin"));
    assertThat(FakeHost.samples(collector))
        .last()
        .asString()
        .startsWith("node_time_zone_offset_seconds{time_zone=\"")
        .endsWith("} 7200");
  }

  private static ManualClock clock() {
    return new ManualClock(JULY_MS);
  }
}
