package io.tributary.agent.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.agent.cluster.ClusterSettings.Division;
import io.tributary.agent.cluster.ClusterSettings.Placement;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.cluster.placement.ReplicasWanted;
import io.tributary.dialects.scrapingservice.StoreReference;
import io.tributary.testkit.store.Etcd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents on loopback that share targets.
@Timeout(180)
final class ClusterTest {
  private static final int TARGETS = 60;

  @TempDir private Path folder;
  private LocalCluster cluster;

  @BeforeEach
  void open() throws IOException {
    cluster =
        new LocalCluster(
            folder, 3, new Division(Placement.LOAD, new ReplicasWanted(1, 0), MemberShare.ALL));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void targetsAreSharedAndGoToThoseThatAreLeft() throws Exception {
    for (int i = 0; i < 3; i++) {
      cluster.start("node" + i, river());
    }
    cluster.await(
        "shares", () -> held().stream().allMatch(count -> count > 0) && sum(held()) == TARGETS);
    assertThat(cluster.get("node0", "/api/v0/web/peers"))
        .contains("\"name\":\"node1\"", "\"state\":\"participant\"", "\"isSelf\":true");

    assertThat(cluster.get("node0", "/api/v0/web/cluster"))
        .contains("\"component\":\"prometheus.scrape.all\"", "\"targets\":" + TARGETS);

    // Each node is to bear one series: nobody else knows how many that makes.
    cluster.await(
        "replicas",
        () ->
            cluster.get("node0", "/metrics").contains("cluster_replicas{cluster_name=\"test\"} 3"));
    assertThat(cluster.get("node0", "/api/v0/web/cluster"))
        .contains("\"load\":{\"series\":", "\"replicas\":3");

    cluster.stop("node2");

    cluster.await("all targets", () -> sum(held()) == TARGETS);
    assertThat(cluster.get("node0", "/api/v0/web/peers")).doesNotContain("node2");
    assertThat(cluster.get("node0", "/metrics"))
        .contains("cluster_node_peers{cluster_name=\"test\",state=\"participant\"} 2");
  }

  @Test
  void nodesFindOneAnotherInTheStoreAndOneHoldsTheLease() throws Exception {
    try (Etcd etcd = Etcd.start(folder.resolve("etcd"))) {
      cluster.meetIn(StoreReference.read("etcd://" + etcd.endpoint() + "/tests"));
      for (int i = 0; i < 3; i++) {
        cluster.start("node" + i, river());
      }
      cluster.await(
          "shares", () -> held().stream().allMatch(count -> count > 0) && sum(held()) == TARGETS);
      assertThat(cluster.get("node2", "/api/v0/web/cluster"))
          .contains("\"lease\":{\"standing\":\"held\",\"holder\":\"node0\"")
          .contains("\"members\":[\"node0\",\"node1\",\"node2\"],\"problem\":\"\"");
      assertThat(cluster.get("node0", "/metrics"))
          .contains("cluster_lease_standing{cluster_name=\"test\",standing=\"held\"} 1")
          .contains("cluster_lease_held{cluster_name=\"test\"} 1");

      etcd.stop();
      cluster.await(
          "an answer of the store",
          () ->
              cluster
                  .get("node1", "/metrics")
                  .contains("cluster_store_up{cluster_name=\"test\"} 0"));
      cluster.stop("node0");
      cluster.await("all targets", () -> sum(held()) == TARGETS);
    }
  }

  /// They scrape what it would; and so it is where it finds others that are not let in either.
  @Test
  void whoIsNotLetInByOthersThatTakePartLooksOnAtFirst() throws Exception {
    byte[] other =
        ("{\"cluster\":\"test\",\"node\":\"other\",\"state\":\"participant\","
                + "\"group\":\"127.0.0.1:1\"}")
            .getBytes(UTF_8);
    var server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), cluster.port(2)), 0);
    server.createContext(
        "/api/v0/cluster/member",
        exchange -> {
          exchange.sendResponseHeaders(200, other.length);
          exchange.getResponseBody().write(other);
          exchange.close();
        });
    server.start();
    try {
      cluster.start("node0", river());
      cluster.start("node1", river());
      cluster.await("two that see one another", () -> states("viewer") == 4);
      assertThat(held()).containsExactly(0, 0);
    } finally {
      server.stop(0);
    }
    // Nobody scrapes what it had.
    cluster.await("all targets", () -> sum(held()) == TARGETS);
  }

  /// How often agents say of an agent that it is in this state.
  private int states(String state) throws IOException, InterruptedException {
    String text = String.join("", cluster.getAll("/api/v0/web/peers"));
    return text.split("\"state\":\"" + state + "\"", -1).length - 1;
  }

  private String river() {
    var targets = new StringBuilder();
    IntStream.range(0, TARGETS)
        .forEach(i ->
            targets.append(
                "{\"__address__\" = \"127.0.0.1:%d\", \"n\" = \"%d\"},\n"
                    .formatted(cluster.port(0), i)));
    return """
    prometheus.scrape "all" {
      targets = [%s]
      forward_to = [prometheus.echo.out.receiver]
      clustering { enabled = true }
    }
    prometheus.echo "out" {}
    """
        .formatted(targets);
  }

  /// How many targets each agent that is there has.
  private List<Integer> held() throws IOException, InterruptedException {
    return cluster.getAll("/metrics").stream().map(LocalCluster::held).toList();
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }
}
