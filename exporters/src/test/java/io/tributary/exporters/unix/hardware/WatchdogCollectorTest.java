package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTimersAndWhatTheyAre() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new WatchdogCollector(host.sys())))
        .containsExactly(
            "node_watchdog_bootstatus{name=\"watchdog0\"} 1",
            "node_watchdog_info{identity=\"\",name=\"watchdog1\",options=\"\",pretimeout_governor=\"\",state=\"inactive\",status=\"\"}"
                + " 1",
            "node_watchdog_info{identity=\"Software"
                + " Watchdog\",name=\"watchdog0\",options=\"0x8380\",pretimeout_governor=\"\",state=\"active\",status=\"0x8000\"}"
                + " 1",
            "node_watchdog_nowayout{name=\"watchdog0\"} 0",
            "node_watchdog_timeleft_seconds{name=\"watchdog0\"} 300",
            "node_watchdog_timeout_seconds{name=\"watchdog0\"} 60");
  }

  @Test
  void hasNoDataWithoutWatchdogs() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new WatchdogCollector(host.sys())))
        .isInstanceOf(NoDataException.class);
  }
}
