package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdacCollectorTest {
  @TempDir Path root;

  @Test
  void tellsErrorsByControllerAndRow() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new EdacCollector(host.sys())))
        .containsExactly(
            "node_edac_correctable_errors_total{controller=\"0\"} 1",
            "node_edac_csrow_correctable_errors_total{controller=\"0\",csrow=\"0\"} 3",
            "node_edac_csrow_correctable_errors_total{controller=\"0\",csrow=\"unknown\"} 2",
            "node_edac_csrow_uncorrectable_errors_total{controller=\"0\",csrow=\"0\"} 4",
            "node_edac_csrow_uncorrectable_errors_total{controller=\"0\",csrow=\"unknown\"} 6",
            "node_edac_uncorrectable_errors_total{controller=\"0\"} 5");
  }
}
