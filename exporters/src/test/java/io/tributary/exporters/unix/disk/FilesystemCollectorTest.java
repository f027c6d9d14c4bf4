package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemCollectorTest {
  private static final Space SPACE = new Space(1000, 400, 300, 20, 10);

  @TempDir Path root;

  @Test
  void tellsSpaceOfTheFileSystemsThatAreWanted() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    SpaceProbe.Question question =
        path -> {
          if (path.equals(host.rootfs().at("run/user/1000"))) {
            throw new NoSuchFileException(path.toString());
          }
          return SPACE;
        };
    String boot = "{device=\"/dev/sda3\",fstype=\"ext2\",mountpoint=\"/boot two\"}";
    String tmp = "{device=\"tmpfs\",fstype=\"tmpfs\",mountpoint=\"/run/user/1000\"}";
    assertThat(collect(host, question))
        .contains(
            "node_filesystem_avail_bytes" + boot + " 300",
            "node_filesystem_device_error" + boot + " 0",
            "node_filesystem_device_error" + tmp + " 1",
            "node_filesystem_files" + boot + " 20",
            "node_filesystem_files_free" + boot + " 10",
            "node_filesystem_free_bytes" + boot + " 400",
            "node_filesystem_readonly" + boot + " 0",
            "node_filesystem_size_bytes" + boot + " 1000")
        .noneMatch(line -> line.contains("fstype=\"proc\""))
        .noneMatch(line -> line.contains("size_bytes" + tmp))
        .hasSize(2 * 7 + 1);
  }

  @Test
  void tellsWhatCannotBeWritten() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(collect(host, _ -> SPACE))
        .contains(
            "node_filesystem_readonly{device=\"tmpfs\",fstype=\"tmpfs\","
                + "mountpoint=\"/run/user/1000\"} 1");
  }

  @Test
  void findsMountsWhereTheFirstProcessIsHidden() throws IOException {
    FakeHost host = FakeHost.empty(root).file("proc/mounts", "/dev/vda / ext4 rw 0 0\n");
    assertThat(collect(host, _ -> SPACE))
        .contains(
            "node_filesystem_size_bytes{device=\"/dev/vda\",fstype=\"ext4\",mountpoint=\"/\"}"
                + " 1000");
  }

  @Test
  void takesThePrefixOfAContainerAway() throws IOException {
    List<Mount> mounts =
        Mount.parse(
            List.of("/dev/vda /host ext4 rw 0 0", "/dev/vdb /host/data ext4 ro 0 0"),
            Path.of("/host"));
    assertThat(mounts).extracting(Mount::mountPoint).containsExactly("/", "/data");
    assertThat(mounts.get(1).path(Path.of("/host"))).isEqualTo(Path.of("/host/data"));
  }

  @Test
  void asksTheKernelAsJavaDoes() throws IOException {
    Space space = Space.of(root);
    assertThat(space.size()).isEqualTo((double) Files.getFileStore(root).getTotalSpace());
    assertThat(space.files()).isPositive();
  }

  private static List<String> collect(FakeHost host, SpaceProbe.Question question)
      throws IOException {
    var probe = new SpaceProbe(question, Duration.ofSeconds(5), Clock.system());
    try (var collector =
        new FilesystemCollector(
            host.proc(), host.rootfs().root(), FilesystemSettings.DEFAULT, probe)) {
      return FakeHost.samples(collector);
    }
  }
}
