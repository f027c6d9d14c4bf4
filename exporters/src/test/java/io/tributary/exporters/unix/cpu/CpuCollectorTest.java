package io.tributary.exporters.unix.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTheTimeOfEachProcessorByMode() throws IOException {
    assertThat(collect(CpuSettings.DEFAULT))
        .containsSubsequence(
            "node_cpu_core_throttles_total{core=\"0\",package=\"0\"} 5",
            "node_cpu_core_throttles_total{core=\"1\",package=\"0\"} 6",
            "node_cpu_isolated{cpu=\"1\"} 1",
            "node_cpu_isolated{cpu=\"3\"} 1",
            "node_cpu_isolated{cpu=\"4\"} 1",
            "node_cpu_package_throttles_total{package=\"0\"} 30",
            "node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 95",
            "node_cpu_seconds_total{cpu=\"0\",mode=\"steal\"} 0.01",
            "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 5.23",
            "node_cpu_seconds_total{cpu=\"1\",mode=\"steal\"} 0.02")
        .hasSize(6 + 2 * 8)
        .noneMatch(line -> line.contains("guest"));
  }

  @Test
  void tellsTheTimeOfGuestsWhenAsked() throws IOException {
    assertThat(collect(new CpuSettings(true, false, "", "")))
        .contains(
            "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"} 0.01",
            "node_cpu_guest_seconds_total{cpu=\"1\",mode=\"user\"} 0.03");
  }

  @Test
  void tellsWhatAProcessorIsWhenAsked() throws IOException {
    assertThat(collect(new CpuSettings(false, false, "^(aes|avx.?)$", "mds")))
        .contains(
            "node_cpu_info{cachesize=\"8192 KB\",core=\"0\",cpu=\"1\",family=\"6\","
                + "microcode=\"0xb4\",model=\"142\",model_name=\"Intel(R) Core(TM) i7-8650U CPU @"
                + " 1.90GHz\",package=\"0\",stepping=\"10\",vendor=\"GenuineIntel\"} 1",
            "node_cpu_flag_info{flag=\"aes\"} 1",
            "node_cpu_flag_info{flag=\"avx2\"} 1",
            "node_cpu_bug_info{bug=\"mds\"} 1")
        .doesNotContain("node_cpu_flag_info{flag=\"fpu\"} 1");
  }

  @Test
  void neverStepsBackALittle() throws IOException {
    FakeHost host = FakeHost.empty(root).file("proc/stat", "cpu0 500 0 0 9000 0 0 0 0 0 0\n");
    var collector = new CpuCollector(host.proc(), host.sys(), CpuSettings.DEFAULT);
    FakeHost.samples(collector);
    host.file("proc/stat", "cpu0 499 0 0 8900 0 0 0 0 0 0\n");
    assertThat(FakeHost.samples(collector))
        .contains(
            "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 5",
            "node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 90");
  }

  @Test
  void startsAgainWithAProcessorThatWasAway() throws IOException {
    FakeHost host = FakeHost.empty(root).file("proc/stat", "cpu0 500 0 0 9000 0 0 0 0 0 0\n");
    var collector = new CpuCollector(host.proc(), host.sys(), CpuSettings.DEFAULT);
    FakeHost.samples(collector);
    host.file("proc/stat", "cpu0 1 0 0 2 0 0 0 0 0 0\n");
    assertThat(FakeHost.samples(collector))
        .contains(
            "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 0.01",
            "node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 0.02");
  }

  @Test
  void leavesOutProcessorsThatAreOffline() throws IOException {
    FakeHost host = FakeHost.empty(root).file("proc/stat", "cpu3 1 0 0 2 0 0 0 0 0 0\n");
    assertThat(FakeHost.samples(new CpuCollector(host.proc(), host.sys(), CpuSettings.DEFAULT)))
        .hasSize(8)
        .allMatch(line -> line.contains("cpu=\"3\""));
  }

  private List<String> collect(CpuSettings settings) throws IOException {
    FakeHost host = FakeHost.with(root, "cpu");
    return FakeHost.samples(new CpuCollector(host.proc(), host.sys(), settings));
  }
}
