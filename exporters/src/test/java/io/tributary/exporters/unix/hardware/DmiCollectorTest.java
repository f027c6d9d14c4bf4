package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmiCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatTheFirmwareSays() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new DmiCollector(host.sys())))
        .containsExactly(
            "node_dmi_info{bios_date=\"04/12/2021\",bios_vendor=\"Dell"
                + " Inc.\",product_name=\"PowerEdge R6515\",system_vendor=\"Dell Inc.\"} 1");
  }

  @Test
  void hasNoDataWithoutFirmware() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new DmiCollector(host.sys())))
        .isInstanceOf(NoDataException.class);
  }
}
