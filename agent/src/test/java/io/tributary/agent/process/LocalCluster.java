package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.agent.cluster.ClusterSettings.Identity;
import io.tributary.agent.cluster.ClusterSettings.Joining;
import io.tributary.agent.cluster.ClusterSettings.Protection;
import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.component.Stability;
import io.tributary.runtime.RuntimeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Agents on loopback that are one cluster: the agent itself, many times over.
final class LocalCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern HELD =
      Pattern.compile("(?m)^prometheus_scrape_targets_gauge\\{.*\\} (\\d+)");

  private final Clock clock = Clock.system();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Path folder;
  private final ClusterSettings.Division division;
  private final List<Integer> ports;
  private final Path key;
  private Optional<StoreSettings> store = Optional.empty();
  private int started;

  private record Member(Agent<GraphWork> agent, int port) {}

  /// @param most how many agents there can be at a time
  LocalCluster(Path folder, int most, ClusterSettings.Division division) throws IOException {
    this.folder = folder;
    this.division = division;
    ports = freePorts(most);
    key = Files.writeString(folder.resolve("key"), "a key that nobody guesses");
  }

  /// Where an agent listens that has been started, or will be.
  int port(int index) {
    return ports.get(index);
  }

  /// Agents that are started from now on find one another in a store, and nowhere else.
  void meetIn(StoreSettings where) {
    store = Optional.of(where);
  }

  private List<String> addresses() {
    return ports.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  void start(String name, String river) throws IOException {
    Path configuration = Files.writeString(folder.resolve(name + ".alloy"), river);
    var cluster =
        new ClusterSettings(
            true,
            new Identity("test", name, "127.0.0.1", List.of()),
            new Joining(store.isPresent() ? List.of() : addresses(), Duration.ofMinutes(1), 0),
            new Protection(Optional.empty(), Optional.of(key)),
            0,
            Quorum.Settings.NONE,
            store,
            division);
    int port = ports.get(started++);
    var settings =
        new GraphSettings(
            new RiverConfiguration(configuration),
            RuntimeSettings.in(folder.resolve(name)).with(Stability.EXPERIMENTAL),
            "127.0.0.1:" + port,
            "",
            cluster,
            Duration.ofSeconds(1),
            GraphSettings.Server.DEFAULT,
            Map.of());
    Agent<GraphWork> agent = GraphWork.agent(settings, (_, _) -> {}, clock);
    members.put(name, new Member(agent, port));
    assertThat(agent.start(_ -> {})).isEmpty();
  }

  /// Gives an agent another file.
  void reload(String name, String river) throws IOException, InterruptedException {
    Files.writeString(folder.resolve(name + ".alloy"), river);
    var request = HttpRequest.newBuilder(uri(name, "/-/reload")).POST(BodyPublishers.noBody());
    assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  List<String> names() {
    return List.copyOf(members.keySet());
  }

  void stop(String name) {
    Optional.ofNullable(members.remove(name)).orElseThrow().agent.close();
  }

  String get(String member, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(member, path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private URI uri(String member, String path) {
    int port = Optional.ofNullable(members.get(member)).orElseThrow().port;
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /// How many targets the agent has whose metrics these are.
  static int held(String metrics) {
    Matcher held = HELD.matcher(metrics);
    return held.find() ? Integer.parseInt(held.group(1)) : 0;
  }

  /// What each agent that is there answers.
  List<String> getAll(String path) throws IOException, InterruptedException {
    var answers = new ArrayList<String>();
    for (String name : members.keySet()) {
      answers.add(get(name, path));
    }
    return answers;
  }

  /// Something that needs the network to be found out.
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  void await(String what, Condition condition) throws IOException, InterruptedException {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(clock.nanos()).as("waited in vain for %s", what).isLessThan(deadline);
      clock.parkUntil(clock.nanos() + 100_000_000);
    }
  }

  long nanos() {
    return clock.nanos();
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

  @Override
  public void close() {
    members.values().forEach(member -> member.agent.close());
    client.close();
  }
}
