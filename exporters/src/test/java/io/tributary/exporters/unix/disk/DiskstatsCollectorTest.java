package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskstatsCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWorkOfDevicesThatAreNoPartitions() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(
            FakeHost.samples(
                new DiskstatsCollector(host.proc(), host.udev(), DiskstatsSettings.DEFAULT)))
        .contains(
            "node_disk_ata_rotation_rate_rpm{device=\"sda\"} 7200",
            "node_disk_ata_write_cache{device=\"sda\"} 1",
            "node_disk_ata_write_cache_enabled{device=\"sda\"} 0",
            "node_disk_device_mapper_info{device=\"dm-0\",lv_layer=\"\",lv_name=\"root\",name=\"nvme0n1_crypt\",uuid=\"CRYPT-LUKS2-jolaulot80fy9zsiobkxyxo7y2dqeho2-nvme0n1_crypt\",vg_name=\"system\"}"
                + " 1",
            "node_disk_discard_time_seconds_total{device=\"sdb\"} 11.13",
            "node_disk_discarded_sectors_total{device=\"sdb\"} 1925173784",
            "node_disk_filesystem_info{device=\"dm-0\",type=\"ext4\",usage=\"filesystem\",uuid=\"3deafd0d-faff-4695-8d15-51061ae1f51b\",version=\"1.0\"}"
                + " 1",
            "node_disk_flush_requests_total{device=\"dm-0\"} 3",
            "node_disk_flush_requests_time_seconds_total{device=\"dm-0\"} 0.004",
            "node_disk_info{device=\"sda\",major=\"8\",minor=\"0\",model=\"TOSHIBA_KSDB4U86\",path=\"pci-0000:3b:00.0-sas-phy7-lun-0\",revision=\"0102\",serial=\"2160A0D5FVGG\",wwn=\"0x7c72382b8de36a64\"}"
                + " 1",
            "node_disk_info{device=\"sdb\",major=\"8\",minor=\"16\",model=\"\",path=\"\",revision=\"\",serial=\"\",wwn=\"\"}"
                + " 1",
            "node_disk_io_now{device=\"sda\"} 0",
            "node_disk_read_bytes_total{device=\"sda\"} 513713216512",
            "node_disk_reads_completed_total{device=\"nvme0n1\"} 47114");
  }

  @Test
  void takesDevicesThatAreAskedForInsteadOfLeavingSomeOut() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    var settings = new DiskstatsSettings("^sda1$", DiskstatsSettings.DEFAULT.deviceExclude());
    assertThat(FakeHost.samples(new DiskstatsCollector(host.proc(), host.udev(), settings)))
        .hasSize(12)
        .allMatch(line -> line.contains("device=\"sda1\""));
  }
}
