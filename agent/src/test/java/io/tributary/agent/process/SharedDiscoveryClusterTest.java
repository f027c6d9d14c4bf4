package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tributary.agent.Checkout;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents on loopback, of which one discovers targets for all.
@Timeout(180)
final class SharedDiscoveryClusterTest {
  private static final int TARGETS = 20;
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration WATCHED = Duration.ofSeconds(4);
  private static final Pattern RUNS_ON = Pattern.compile("\"runsOn\":\"([^\"]*)\"");

  /// What there is only in a cluster that has a store.
  private static final Set<String> OF_THE_STORE =
      Set.of(
          "cluster_fenced_messages_total",
          "cluster_lease_held",
          "cluster_lease_standing",
          "cluster_lease_term",
          "cluster_store_up");

  @TempDir private Path folder;
  private final AtomicInteger questions = new AtomicInteger();
  private final RemoteWriteReceiver receiver = RemoteWriteReceiver.start();
  private HttpServer server;
  private LocalCluster cluster;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String targets =
        IntStream.range(0, TARGETS)
            .mapToObj(
                "{\"targets\": [\"127.0.0.1:%d\"], \"labels\": {\"n\": \"%%d\"}}"
                        .formatted(server.getAddress().getPort())
                    ::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    serve("/sd", "application/json", targets);
    serve("/metrics", "text/plain", "a_metric 1\n");
    server.start();
    cluster =
        new LocalCluster(
            folder, 3, new Division(Placement.LOAD, new ReplicasWanted(0, 0), MemberShare.ALL));
  }

  private void serve(String path, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          if (path.equals("/sd")) {
            questions.incrementAndGet();
          }
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.stop(0);
    receiver.close();
  }

  /// The endpoint is behind a proxy: an address of the loopback would not be shared.
  private String river() {
    return """
    discovery.http "inventory" {
      url              = "http://inventory.example/sd"
      proxy_url        = "http://127.0.0.1:%d"
      refresh_interval = "%dms"
    }
    prometheus.scrape "all" {
      targets         = discovery.http.inventory.targets
      forward_to      = [prometheus.remote_write.out.receiver]
      scrape_interval = "1s"
      scrape_timeout  = "1s"
      clustering { enabled = true }
    }
    prometheus.remote_write "out" {
      endpoint { url = "%s" }
    }
    """
        .formatted(server.getAddress().getPort(), REFRESH.toMillis(), receiver.url());
  }

  private int held() throws IOException, InterruptedException {
    return cluster.getAll("/metrics").stream().mapToInt(LocalCluster::held).sum();
  }

  /// The node of which all say that it discovers; empty while they differ.
  private String runner() throws IOException, InterruptedException {
    List<String> named =
        cluster.getAll("/api/v0/web/cluster").stream()
            .map(RUNS_ON::matcher)
            .map(said -> said.find() ? said.group(1) : "")
            .distinct()
            .toList();
    return named.size() == 1 ? named.getFirst() : "";
  }

  private void awaitRunner() throws IOException, InterruptedException {
    cluster.await(
        "one runner",
        () ->
            !runner().isEmpty()
                && cluster.getAll("/api/v0/web/cluster").stream()
                        .filter(answer -> answer.contains("\"role\":\"runs\""))
                        .count()
                    == 1);
  }

  /// How often the endpoint is asked in a while.
  private int questionsInAWhile() throws IOException, InterruptedException {
    int before = questions.get();
    long end = cluster.nanos() + WATCHED.toNanos();
    cluster.await("time to pass", () -> cluster.nanos() >= end);
    return questions.get() - before;
  }

  /// What all agents together tell of the cluster.
  private SortedSet<String> metrics() throws IOException, InterruptedException {
    return names("(?m)^# TYPE (cluster_\\w+) ", String.join("\n", cluster.getAll("/metrics")));
  }

  private static SortedSet<String> documented() throws IOException {
    return names(
        "(?m)^\\| `(cluster_\\w+)` \\|", Files.readString(Checkout.file("docs/metrics.md")));
  }

  private static SortedSet<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void oneAsksAndWhenItIsGoneAnotherOneDoes() throws Exception {
    for (int i = 0; i < 3; i++) {
      cluster.start("node" + i, river());
    }
    cluster.await("all targets", () -> held() == TARGETS);
    awaitRunner();
    int ofOne = Math.toIntExact(WATCHED.dividedBy(REFRESH));
    assertThat(questionsInAWhile()).isBetween(ofOne / 2, ofOne + 2);

    String first = runner();
    SortedSet<String> documented = documented();
    assertThat(documented.removeAll(OF_THE_STORE)).isTrue();
    assertThat(metrics()).isEqualTo(documented);
    assertThat(cluster.get(first, "/metrics"))
        .contains("cluster_discovery_units{cluster_name=\"test\",role=\"runs\"} 1");
    assertThat(cluster.get(first, "/api/v0/web/components/discovery.http.inventory"))
        .contains("\"runs_on\"", first);

    cluster.stop(first);
    cluster.await("another one", () -> !runner().isEmpty() && !runner().equals(first));
    cluster.await("all targets", () -> held() == TARGETS);
    awaitRunner();
    int more = questions.get();
    cluster.await("a question", () -> questions.get() > more + 1);
    assertThat(cluster.getAll("/api/v0/web/cluster"))
        .allSatisfy(answer -> assertThat(answer).contains("\"targets\":" + TARGETS));
    assertThat(receiver.ledger().seriesNamed("a_metric")).hasSize(TARGETS);
    for (var series : receiver.ledger().seriesNamed("a_metric")) {
      assertThat(receiver.ledger().samplesOf(series)).noneMatch(ReceivedSample::isStale);
    }
  }
}
