package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesCollectorTest {
  @TempDir Path root;

  @Test
  void countsProcessesAndThreadsByState() throws IOException {
    FakeHost host =
        FakeHost.empty(root)
            .file("proc/sys/kernel/threads-max", "7801\n")
            .file("proc/sys/kernel/pid_max", "32768\n")
            .file("proc/1/stat", stat(1, "S", 1))
            .file("proc/1/task/1/stat", stat(1, "S", 1))
            .file("proc/20/stat", stat(20, "R", 3))
            .file("proc/20/task/20/stat", stat(20, "R", 3))
            .file("proc/20/task/21/stat", stat(21, "S", 3))
            .file("proc/20/task/22/stat", stat(22, "I", 3))
            .file("proc/30/comm", "gone\n");
    assertThat(FakeHost.samples(new ProcessesCollector(host.proc())))
        .containsExactly(
            "node_processes_max_processes 32768",
            "node_processes_max_threads 7801",
            "node_processes_pids 2",
            "node_processes_state{state=\"R\"} 1",
            "node_processes_state{state=\"S\"} 1",
            "node_processes_threads 4",
            "node_processes_threads_state{thread_state=\"I\"} 1",
            "node_processes_threads_state{thread_state=\"R\"} 1",
            "node_processes_threads_state{thread_state=\"S\"} 2");
  }

  private static String stat(int pid, String state, int threads) {
    return pid
        + " (a) b) "
        + state
        + " 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 "
        + threads
        + " 0 5 0 0\n";
  }
}
