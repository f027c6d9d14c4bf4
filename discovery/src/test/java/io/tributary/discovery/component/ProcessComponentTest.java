package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBench;
import io.tributary.discovery.GraphBenchTest;
import io.tributary.discovery.process.FakeProc;
import io.tributary.discovery.process.ProcessScan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessComponentTest extends GraphBenchTest {
  private static final String PID = "__process_pid__";
  private static final String CONFIG =
      """
      discovery.process "all" {
        join = [{ "__container_id__" = "%s", "pod" = "p" }]
      }
      test.sink "s" { input = discovery.process.all.targets }
      """;

  @SuppressWarnings("NullAway.Init") // by start
  private FakeProc proc;

  @Override
  protected GraphBench start() throws IOException {
    proc = new FakeProc(directory);
    return new GraphBench(
        directory,
        List.of(ProcessComponent.definition(new ProcessScan(proc.directory(), proc.passwd()))));
  }

  @Test
  void findsProcessesThatComeAndGo() throws Exception {
    proc.add(1, "");
    bench.load("discovery.process \"all\" { }\n" + sink());
    bench.awaitTargets("s", PID, "1");
    proc.add(2, "");
    bench.awaitTargets("s", PID, "1", "2");
    proc.remove(1);
    bench.awaitTargets("s", PID, "2");
    bench.awaitHealth("discovery.process.all", "healthy", "");
  }

  private static String sink() {
    return "test.sink \"s\" { input = discovery.process.all.targets }\n";
  }

  @Test
  void joinsContainersWithoutAnotherScan() throws Exception {
    proc.add(1, FakeProc.CONTAINER);
    bench.load(CONFIG.formatted("other"));
    bench.awaitTargets("s", "pod", "", "p");
    proc.add(2, "");
    bench.load(CONFIG.formatted(FakeProc.CONTAINER));
    assertThat(bench.targets("s"))
        .extracting(target -> target.getOrEmpty(PID) + target.getOrEmpty("pod"))
        .containsExactly("1p", "p");
  }

  @Test
  void scansAgainWhenItIsToFindOutOtherThings() throws Exception {
    proc.add(1, "");
    bench.load("discovery.process \"all\" { }\n" + sink());
    bench.awaitTargets("s", "__meta_process_exe", "/bin/program");
    bench.load("discovery.process \"all\" { discover_config { exe = false } }\n" + sink());
    bench.awaitTargets("s", "__meta_process_exe", "");
  }

  @Test
  void keepsItsTargetsWhenThereAreNoProcessesToListAndSaysSo() throws Exception {
    proc.add(1, "");
    bench.load("discovery.process \"all\" { }\n" + sink());
    bench.awaitTargets("s", PID, "1");
    proc.hide();
    bench.awaitHealth(
        "discovery.process.all", "unhealthy", "cannot list processes: no such file or directory");
    assertThat(bench.targets("s")).hasSize(1);
  }

  @Test
  void findsThisProcess() throws Exception {
    try (var real = new GraphBench(directory.resolve("real"))) {
      real.load("discovery.process \"all\" { discover_config { exe = false } }\n" + sink());
      String pid = Long.toString(ProcessHandle.current().pid());
      real.awaitInput("s", _ -> real.targets("s").stream().anyMatch(t -> pid.equals(t.get(PID))));
    }
  }
}
