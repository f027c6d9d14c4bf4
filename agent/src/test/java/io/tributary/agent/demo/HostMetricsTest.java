package io.tributary.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMetricsTest {
  @Test
  void namesFamiliesAsNodeExporterDoes(@TempDir Path proc) throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 100 0 50 800 10 0 1 2 0 0\nctxt 77\nprocs_running 3\n");
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal:       1000 kB\nActive(anon):     10 kB\nHugePages_Total:       2\n");
    Files.writeString(proc.resolve("loadavg"), "0.50 0.25 0.12 1/100 4242\n");
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net/dev"),
        "Inter-|   Receive\n face |bytes\n    lo: 11 12 13 14 0 0 0 0 21 22 23 24 0 0 0 0\n");

    assertThat(new HostMetrics(proc).page(1_500))
        .contains("# TYPE node_cpu_seconds_total counter\n")
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 8\n")
        .contains("node_context_switches_total 77\n")
        .contains("node_procs_running 3\n")
        .contains("node_memory_MemTotal_bytes 1024000\n")
        .contains("node_memory_Active_anon_bytes 10240\n")
        .contains("node_memory_HugePages_Total 2\n")
        .contains("node_load1 0.5\n")
        .contains("node_network_receive_bytes_total{device=\"lo\"} 11\n")
        .contains("node_network_transmit_drop_total{device=\"lo\"} 24\n")
        .contains("node_time_seconds 1.5\n");
  }

  @Test
  void leavesOutWhatCannotBeRead(@TempDir Path empty) {
    assertThat(new HostMetrics(empty).page(0))
        .contains("node_time_seconds 0\n")
        .doesNotContain("node_load1");
  }
}
