package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnameCollectorTest {
  @Test
  void saysWhatTheKernelSaysElsewhere() throws IOException {
    String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    assertThat(FakeHost.samples(new UnameCollector()))
        .singleElement()
        .asString()
        .startsWith("node_uname_info{domainname=")
        .contains("sysname=\"Linux\"", "release=\"" + release + '"');
  }
}
