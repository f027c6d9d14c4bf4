package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntropyCollectorTest {
  @TempDir Path root;

  @Test
  void tellsHowManyBitsThereAre() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    assertThat(FakeHost.samples(new EntropyCollector(host.proc())))
        .containsExactly("node_entropy_available_bits 1337", "node_entropy_pool_size_bits 4096");
  }
}
