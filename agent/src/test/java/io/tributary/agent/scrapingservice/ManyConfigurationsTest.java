package io.tributary.agent.scrapingservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// As many configurations as one agent of a cluster may have to run.
///
/// Each costs some 30 kB of heap, no platform thread, and 1 to 2 ms to begin with (two cores that
/// others share, with debug logs).
@Timeout(300)
class ManyConfigurationsTest {
  private static final int COUNT = 3_000;

  @TempDir Path directory;

  private static byte[] document(String url, PageTarget target) {
    String text =
        new String(
            WorkloadBench.document("g shared", url, target.address()), StandardCharsets.UTF_8);
    return text.replace("500ms", "2s").replace("400ms", "1s").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void costTheSameHoweverManyThereAre() throws Exception {
    try (var receiver = RemoteWriteReceiver.start();
        var target = new PageTarget("one");
        var other = new PageTarget("two");
        var bench = new WorkloadBench(directory)) {
      byte[] document = document(receiver.url().toString(), target);
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      long first = cpuNanos(bench, document, 0, COUNT / 3);
      cpuNanos(bench, document, COUNT / 3, 2 * COUNT / 3);
      long last = cpuNanos(bench, document, 2 * COUNT / 3, COUNT);
      assertThat(bench.workload.names()).hasSize(COUNT);
      assertThat(bench.logs.groups()).containsOnlyKeys("g").containsEntry("g", COUNT);
      // The first ones are compiled meanwhile, and a collection can fall on the last ones.
      assertThat(last).isLessThan(5 * first);
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 30);
      bench.workload.apply("c7", document(receiver.url().toString(), other));
      WorkloadBench.await("a scrape of the other target", () -> other.requests() > 0);
    }
  }

  /// CPU time of this thread, whatever else the machine does.
  private static long cpuNanos(WorkloadBench bench, byte[] document, int from, int to) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    for (int i = from; i < to; i++) {
      bench.workload.apply("c" + i, document);
    }
    return threads.getCurrentThreadCpuTime() - begin;
  }
}
