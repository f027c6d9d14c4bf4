package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.agent.cluster.ClusterSettings.Identity;
import io.tributary.agent.cluster.ClusterSettings.Joining;
import io.tributary.agent.cluster.ClusterSettings.Protection;
import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.cluster.placement.ReplicasWanted;
import io.tributary.component.Stability;
import io.tributary.runtime.RuntimeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents on loopback that share targets: the first agent itself, many times over.
@Timeout(180)
final class ClusterTest {
  private static final int TARGETS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern HELD =
      Pattern.compile("(?m)^prometheus_scrape_targets_gauge\\{.*\\} (\\d+)");

  private final Clock clock = Clock.system();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Member> members = new ArrayList<>();
  @TempDir private Path folder;

  private record Member(Agent<GraphWork> agent, int port) {}

  @AfterEach
  void stop() {
    members.forEach(member -> member.agent.close());
    client.close();
  }

  @Test
  void targetsAreSharedAndGoToThoseThatAreLeft() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "a key that nobody guesses");
    List<Integer> ports = freePorts(3);
    for (int i = 0; i < 3; i++) {
      start("node" + i, ports, i, key);
    }
    await(() -> held().stream().allMatch(count -> count > 0) && sum(held()) == TARGETS);
    assertThat(get(0, "/api/v0/web/peers"))
        .contains("\"name\":\"node1\"", "\"state\":\"participant\"", "\"isSelf\":true");

    assertThat(get(0, "/api/v0/web/cluster"))
        .contains("\"component\":\"prometheus.scrape.all\"", "\"targets\":" + TARGETS);

    // Each node is to bear one series: nobody else knows how many that makes.
    await(() -> get(0, "/metrics").contains("cluster_replicas{cluster_name=\"test\"} 3"));
    assertThat(get(0, "/api/v0/web/cluster")).contains("\"load\":{\"series\":", "\"replicas\":3");

    members.removeLast().agent.close();

    await(() -> sum(held()) == TARGETS);
    assertThat(get(0, "/api/v0/web/peers")).doesNotContain("node2");
    assertThat(get(0, "/metrics"))
        .contains("cluster_node_peers{cluster_name=\"test\",state=\"participant\"} 2");
  }

  private void start(String name, List<Integer> ports, int index, Path key) throws IOException {
    Path configuration =
        Files.writeString(folder.resolve(name + ".alloy"), river(ports.getFirst()));
    var cluster =
        new ClusterSettings(
            true,
            new Identity("test", name, "127.0.0.1", List.of()),
            new Joining(
                ports.stream().map(port -> "127.0.0.1:" + port).toList(), Duration.ofMinutes(1), 0),
            new Protection(Optional.empty(), Optional.of(key)),
            0,
            Quorum.Settings.NONE,
            new ClusterSettings.Division(
                ClusterSettings.Placement.LOAD, new ReplicasWanted(1, 0), MemberShare.ALL));
    var settings =
        new GraphSettings(
            new RiverConfiguration(configuration),
            RuntimeSettings.in(folder.resolve(name)).with(Stability.EXPERIMENTAL),
            "127.0.0.1:" + ports.get(index),
            "",
            cluster,
            Duration.ofSeconds(1),
            GraphSettings.Server.DEFAULT,
            Map.of());
    Agent<GraphWork> agent = GraphWork.agent(settings, (_, _) -> {}, clock);
    members.add(new Member(agent, ports.get(index)));
    assertThat(agent.start(_ -> {})).isEmpty();
  }

  private static String river(int port) {
    var targets = new StringBuilder();
    IntStream.range(0, TARGETS)
        .forEach(i ->
            targets.append(
                "{\"__address__\" = \"127.0.0.1:%d\", \"n\" = \"%d\"},\n".formatted(port, i)));
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
    var counts = new ArrayList<Integer>();
    for (int i = 0; i < members.size(); i++) {
      Matcher held = HELD.matcher(get(i, "/metrics"));
      counts.add(held.find() ? Integer.parseInt(held.group(1)) : 0);
    }
    return counts;
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private void await(Condition condition) throws IOException, InterruptedException {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(clock.nanos()).as("waited for; held: %s", held()).isLessThan(deadline);
      clock.parkUntil(clock.nanos() + 100_000_000);
    }
  }

  private String get(int member, String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + members.get(member).port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
