package io.tributary.exporters.unix.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.ErrnoException;
import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BtrfsCollectorTest {
  private static final String UUID = "uuid=\"0abb23a9-579b-43e6-ad30-227ef47fcb9d\"";

  @TempDir Path root;

  @Test
  void tellsSpaceByKindAndLayout() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    var collector = new BtrfsCollector(host.proc(), host.sys(), host.rootfs().root());
    assertThat(FakeHost.samples(collector))
        .containsExactly(
            "node_btrfs_allocation_ratio{block_group_type=\"data\",mode=\"raid0\"," + UUID + "} 1",
            "node_btrfs_allocation_ratio{block_group_type=\"metadata\",mode=\"raid5\","
                + UUID
                + "} 1.5",
            "node_btrfs_allocation_ratio{block_group_type=\"system\",mode=\"raid1\","
                + UUID
                + "} 2",
            "node_btrfs_device_size_bytes{device=\"loop25\"," + UUID + "} 10737418240",
            "node_btrfs_device_size_bytes{device=\"loop26\"," + UUID + "} 10737418752",
            "node_btrfs_device_size_bytes{device=\"loop27\"," + UUID + "} 10737419264",
            "node_btrfs_global_rsv_size_bytes{" + UUID + "} 16777216",
            "node_btrfs_info{label=\"fixture\"," + UUID + "} 1",
            "node_btrfs_reserved_bytes{block_group_type=\"data\"," + UUID + "} 1",
            "node_btrfs_reserved_bytes{block_group_type=\"metadata\"," + UUID + "} 2",
            "node_btrfs_reserved_bytes{block_group_type=\"system\"," + UUID + "} 0",
            "node_btrfs_size_bytes{block_group_type=\"data\",mode=\"raid0\","
                + UUID
                + "} 2147483648",
            "node_btrfs_size_bytes{block_group_type=\"metadata\",mode=\"raid5\","
                + UUID
                + "} 1073741824",
            "node_btrfs_size_bytes{block_group_type=\"system\",mode=\"raid1\","
                + UUID
                + "} 8388608",
            "node_btrfs_used_bytes{block_group_type=\"data\",mode=\"raid0\","
                + UUID
                + "} 808189952",
            "node_btrfs_used_bytes{block_group_type=\"metadata\",mode=\"raid5\","
                + UUID
                + "} 933888",
            "node_btrfs_used_bytes{block_group_type=\"system\",mode=\"raid1\"," + UUID + "} 16384");
  }

  @Test
  void tellsDevicesOfMountedFileSystemsThatAnswer() throws IOException {
    FakeHost host =
        FakeHost.with(root, "disk")
            .file("proc/1/mounts", "/dev/loop25 /mnt btrfs rw,relatime 0 0\n");
    BtrfsDevice device = BtrfsDevices.device(info(), stats());
    BtrfsDevices devices =
        path -> {
          assertThat(path).isEqualTo(host.rootfs().at("mnt"));
          return new BtrfsDevices.FileSystem("0abb23a9579b43e6ad30227ef47fcb9d", List.of(device));
        };
    var collector = new BtrfsCollector(host.proc(), host.sys(), host.rootfs().root(), devices);
    String id = "btrfs_dev_uuid=\"01020304-0506-0708-090a-0b0c0d0e0f10\",device=\"loop25\"";
    assertThat(FakeHost.samples(collector))
        .contains(
            "node_btrfs_device_size_bytes{" + id + "," + UUID + "} 1000",
            "node_btrfs_device_unused_bytes{" + id + "," + UUID + "} 300",
            "node_btrfs_device_errors_total{" + id + ",type=\"write\"," + UUID + "} 11",
            "node_btrfs_device_errors_total{" + id + ",type=\"generation\"," + UUID + "} 15");
  }

  @Test
  void aFolderOfAnotherFileSystemIsAnError() {
    Assumptions.assumeFalse(isBtrfs(root));
    assertThatThrownBy(() -> BtrfsDevices.ask(root))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("ioctl");
  }

  private static boolean isBtrfs(Path path) {
    try {
      return Files.getFileStore(path).type().equals("btrfs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer info() {
    ByteBuffer info = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 16; i++) {
      info.put(8 + i, (byte) (i + 1));
    }
    info.putLong(24, 700).putLong(32, 1000);
    byte[] path = "/dev/loop25".getBytes(UTF_8);
    return info.put(3072, path);
  }

  private static ByteBuffer stats() {
    ByteBuffer stats = ByteBuffer.allocate(1032).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 5; i++) {
      stats.putLong(24 + i * 8, 11 + i);
    }
    return stats;
  }
}
