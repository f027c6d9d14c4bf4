package io.tributary.discovery.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessScanTest {
  private static final String ID =
      "a534eb629135e43beb13213976e37bb2ab95cba4c0d1d0b4e27c6bc4d8091b83";

  @TempDir Path directory;
  private FakeProc proc;
  private ProcessScan scan;

  @BeforeEach
  void open() throws IOException {
    proc = new FakeProc(directory);
    scan = new ProcessScan(proc.directory(), proc.passwd());
  }

  @Test
  void tellsWhatItIsAskedFor() throws IOException {
    proc.add(7, FakeProc.CONTAINER);
    assertThat(scan.processes(new ProcessSettings(true, true, true, true, true, true, true)))
        .containsExactly(
            Labels.of(
                "__process_pid__",
                "7",
                "__meta_process_exe",
                "/bin/program",
                "__meta_process_cwd",
                "/work",
                "__meta_process_commandline",
                "program -x y z",
                "__meta_process_username",
                "me",
                "__meta_process_uid",
                "1000",
                "__container_id__",
                FakeProc.CONTAINER,
                "__meta_process_cgroup_path",
                "1:name=x:/|0::/docker-" + FakeProc.CONTAINER + ".scope"));
    assertThat(scan.processes(new ProcessSettings(false, false, false, false, false, false, false)))
        .containsExactly(Labels.of("__process_pid__", "7"));
  }

  @Test
  void listsProcessesByTheirNumbers() throws IOException {
    proc.add(10, "");
    proc.add(9, "");
    assertThat(scan.processes(ProcessSettings.DEFAULTS))
        .extracting(target -> target.get("__process_pid__"))
        .containsExactly("9", "10");
  }

  @Test
  void leavesOutProcessesOfTheKernel() throws IOException {
    proc.add(2, "");
    Files.delete(proc.directory().resolve("2/exe"));
    assertThat(scan.processes(ProcessSettings.DEFAULTS)).isEmpty();
  }

  /// Source: grafana/alloy `internal/component/discovery/process/container_test.go`.
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          12:cpuset:/kubepods.slice/kubepods-pod471203d1_984f.slice/cri-containerd-ID.scope, ID
          0::/kubepods.slice/kubepods-besteffort.slice/crio-ID.scope,                        ID
          0::/../../kubepods-besteffort-pod88f6f4e3_59c0.slice/docker-ID.scope,              ID
          11:devices:/kubepods/besteffort/pod85adbef3-622f-4ef2-8f60-a8bdf3eb6c72/ID,        ID
          0::/../../user.slice/user-501.slice/session-3.scope,                               ''
          0::/a/docker-ID.scope/b,                                                           ID
          0::/ID/0ID,                                                                        ''
          0::/xID,                                                                           ''
          0::/a-ID-x,                                                                        ''
          a-ID,                                                                              ''
          """)
  void findsTheContainerOfAProcess(String line, String expected) {
    assertThat(ProcessScan.containerId(List.of("1:x:/", line.replace("ID", ID))))
        .isEqualTo(expected.replace("ID", ID));
  }

  /// Users name their control groups. A pattern of the JDK read each of these lines thousands of
  /// times.
  @ParameterizedTest
  @ValueSource(strings = {"/", "-", "/-", "/a-", "0"})
  @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readsALineOnce(String part) {
    String line = "0::/" + part.repeat(1_000_000 / part.length());
    assertThat(ProcessScan.containerId(List.of(line + "x", line + "/" + ID))).isEqualTo(ID);
  }

  @Test
  void tellsTheBeginningOfALongCommandLine() throws IOException {
    proc.add(7, "");
    int most = ProcessScan.MOST_COMMAND_LINE_BYTES;
    Files.writeString(proc.directory().resolve("7/cmdline"), "x".repeat(most + 1));
    assertThat(
            scan.processes(ProcessSettings.DEFAULTS).getFirst().get("__meta_process_commandline"))
        .isEqualTo("x".repeat(most));
  }

  /// Source: grafana/alloy `internal/component/discovery/process/join_test.go`.
  @Test
  void joinsProcessesAndContainers() {
    Labels one = Labels.of("__process_pid__", "1", "__container_id__", "c1", "x", "process");
    Labels two = Labels.of("__process_pid__", "2");
    Labels three = Labels.of("__process_pid__", "3", "__container_id__", "c3");
    Labels docker = Labels.of("__meta_docker_container_id", "c1", "x", "container");
    Labels pod = Labels.of("__meta_kubernetes_pod_container_id", "docker://c2", "a", "b");
    Labels other = Labels.of("lol", "lol");
    assertThat(ContainerJoin.join(List.of(one, two, three), List.of(docker, pod, other)))
        .containsExactly(
            other,
            Labels.of(
                "__process_pid__",
                "1",
                "__container_id__",
                "c1",
                "__meta_docker_container_id",
                "c1",
                "x",
                "container"),
            two,
            three,
            docker,
            pod);
  }
}
