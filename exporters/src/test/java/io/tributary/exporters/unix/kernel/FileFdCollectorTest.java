package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFdCollectorTest {
  @TempDir Path root;

  @Test
  void tellsOpenFilesAndTheirLimit() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    assertThat(FakeHost.samples(new FileFdCollector(host.proc())))
        .containsExactly("node_filefd_allocated 1024", "node_filefd_maximum 1631329");
  }

  @Test
  void failsOnTooFewNumbers() {
    FakeHost host = FakeHost.empty(root).file("proc/sys/fs/file-nr", "1024\t0\n");
    assertThatThrownBy(() -> FakeHost.samples(new FileFdCollector(host.proc())))
        .isInstanceOf(MalformedException.class);
  }
}
