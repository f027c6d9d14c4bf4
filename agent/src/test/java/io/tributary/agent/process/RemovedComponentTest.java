package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.agent.cluster.ClusterSettings.Division;
import io.tributary.agent.cluster.ClusterSettings.Placement;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.cluster.placement.ReplicasWanted;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A configuration that reaches one agent of a cluster before the other.
@Timeout(180)
final class RemovedComponentTest {
  private static final int TARGETS = 20;

  @TempDir private Path folder;
  private final RemoteWriteReceiver receiver = RemoteWriteReceiver.start();
  private HttpServer target;
  private LocalCluster cluster;

  @BeforeEach
  void open() throws IOException {
    byte[] page = "a_metric 1\n".getBytes(StandardCharsets.UTF_8);
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    target.start();
    cluster =
        new LocalCluster(
            folder, 2, new Division(Placement.LOAD, new ReplicasWanted(0, 0), MemberShare.ALL));
  }

  @AfterEach
  void stop() {
    cluster.close();
    target.stop(0);
    receiver.close();
  }

  @Test
  void whatIsGoneHereGoesOnElsewhereAndEndsWithTheLast() throws Exception {
    for (int i = 0; i < 2; i++) {
      cluster.start("node" + i, scrape() + destination());
    }
    cluster.await("shares", () -> held("node0") > 0 && held("node0") + held("node1") == TARGETS);
    receiver.await("all series", () -> samples().size() == TARGETS);

    cluster.reload("node1", destination());
    cluster.await("all targets", () -> held("node0") == TARGETS);
    List<Integer> before = samples().stream().map(List::size).toList();
    receiver.await(
        "samples of all targets",
        () ->
            IntStream.range(0, TARGETS).allMatch(i -> samples().get(i).size() > before.get(i) + 1));
    assertThat(samples()).allSatisfy(one -> assertThat(one).noneMatch(ReceivedSample::isStale));

    cluster.reload("node0", destination());
    receiver.await(
        "the end of all series", () -> samples().stream().allMatch(one -> one.getLast().isStale()));
  }

  private String scrape() {
    return """
    prometheus.scrape "all" {
      targets         = [%s]
      forward_to      = [prometheus.remote_write.out.receiver]
      scrape_interval = "1s"
      scrape_timeout  = "1s"
      clustering { enabled = true }
    }
    """
        .formatted(
            IntStream.range(0, TARGETS)
                .mapToObj(i ->
                    "{\"__address__\" = \"127.0.0.1:%d\", \"n\" = \"%d\"}"
                        .formatted(target.getAddress().getPort(), i))
                .collect(Collectors.joining(",\n")));
  }

  private String destination() {
    return """
    prometheus.remote_write "out" {
      endpoint { url = "%s" }
    }
    """
        .formatted(receiver.url());
  }

  private int held(String node) throws IOException, InterruptedException {
    return LocalCluster.held(cluster.get(node, "/metrics"));
  }

  /// Of each series, in the order of the series.
  private List<List<ReceivedSample>> samples() {
    return receiver.ledger().seriesNamed("a_metric").stream()
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .map(series -> List.copyOf(receiver.ledger().samplesOf(series)))
        .toList();
  }
}
