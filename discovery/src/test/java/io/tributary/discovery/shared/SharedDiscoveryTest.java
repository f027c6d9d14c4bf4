package io.tributary.discovery.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBench;
import io.tributary.discovery.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents with the same configuration, one of which asks.
class SharedDiscoveryTest {
  private static final String ADDRESS = "__address__";
  private static final String ID = "discovery.http.there";

  @TempDir Path directory;
  private final LocalPeers peers = new LocalPeers();
  private final Map<String, GraphBench> agents = new LinkedHashMap<>();
  private TestServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    agents.values().forEach(GraphBench::close);
    peers.close();
    server.close();
  }

  /// The endpoint is behind a proxy: an address of the loopback would not be shared.
  private String config(String more) {
    return """
    discovery.http "there" {
      url       = "http://inventory.example/sd"
      proxy_url = "%s"
      %s
    }
    test.sink "s" { input = discovery.http.there.targets }
    """
        .formatted(server.url(""), more);
  }

  private GraphBench agent(String name, String config) throws InterruptedException {
    var cluster = new ClusterDiscovery(Optional.of(peers.join(name)));
    var bench = new GraphBench(directory.resolve(name), cluster);
    agents.put(name, bench);
    bench.load(config);
    return bench;
  }

  private GraphBench agent(String name) {
    return Objects.requireNonNull(agents.get(name), name);
  }

  private void start(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      agent("agent-" + i, config(""));
    }
  }

  /// Time passes on all agents.
  private void awaitAll(String... addresses) {
    awaitAll(
        "targets " + List.of(addresses),
        agent ->
            agent.targets("s").stream()
                .map(target -> target.getOrEmpty(ADDRESS))
                .toList()
                .equals(List.of(addresses)));
  }

  private void awaitAll(String what, Predicate<GraphBench> condition) {
    await(what, () -> agents.values().stream().allMatch(condition));
  }

  private void await(String what, BooleanSupplier condition) {
    agents
        .values()
        .iterator()
        .next()
        .await(
            what,
            () -> {
              agents.values().forEach(agent -> agent.clock.advance(Duration.ofMillis(500)));
              return condition.getAsBoolean();
            });
  }

  private void awaitHealth(String state, String message) {
    awaitAll(
        state + " " + message,
        agent ->
            agent.health(ID).state().equals(state) && agent.health(ID).message().contains(message));
  }

  private static String info(GraphBench agent) {
    return agent.component(ID).debugInfo().toString();
  }

  private static boolean runs(GraphBench agent) {
    return info(agent).contains("value=runs");
  }

  /// The only one that runs the discovery. Who began beside it ends when time passes.
  private String runner() {
    await(
        "one runner",
        () -> agents.values().stream().filter(SharedDiscoveryTest::runs).count() == 1);
    return agents.entrySet().stream()
        .filter(agent -> runs(agent.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneAgentAsksAndAllHaveTheTargets() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"], \"labels\": {\"env\": \"prod\"}}]");
    start(3);
    awaitAll("a:1");
    String runner = runner();
    int before = server.questions.size();
    server.answers(200, "[{\"targets\": [\"b:1\"]}]");
    long began = agent(runner).clock.nanos();
    awaitAll("b:1");
    long minutes = Duration.ofNanos(agent(runner).clock.nanos() - began).toMinutes();
    assertThat(server.questions.size() - before).isLessThanOrEqualTo((int) minutes + 1);
    assertThat(info(agent(runner))).contains("found_by", runner);
  }

  @Test
  void anotherOneTakesOverAndNobodyLosesATarget() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    start(3);
    awaitAll("a:1");
    String runner = runner();
    server.answers(500, "");
    peers.leave(runner);
    agent(runner).close();
    agents.remove(runner);
    String next = runner();
    assertThat(next).isNotEqualTo(runner);
    awaitHealth("unhealthy", "server returned HTTP status 500");
    awaitAll("a:1");
    for (GraphBench agent : agents.values()) {
      assertThat(agent.inputCount("s")).as("never without targets").isLessThanOrEqualTo(2);
    }
    server.answers(200, "[{\"targets\": [\"b:1\"]}]");
    awaitAll("b:1");
    awaitHealth("healthy", "");
  }

  @Test
  void othersSayThatTheAgentThatAsksIsRefused() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    start(2);
    awaitAll("a:1");
    server.answers(503, "");
    awaitHealth("unhealthy", "server returned HTTP status 503");
    awaitAll("the reason", agent -> info(agent).contains("server returned HTTP status 503"));
    agents.values().forEach(agent -> assertThat(agent.targets("s")).hasSize(1));
  }

  @Test
  void otherArgumentsAskForThemselves() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    agent("plain", config(""));
    agent("token", config("bearer_token = \"hush\""));
    agent("other", config("bearer_token = \"hash\""));
    awaitAll("a:1");
    awaitAll("its own", SharedDiscoveryTest::runs);
    assertThat(server.questions.stream().map(TestServer.Question::authorization))
        .contains("", "Bearer hush", "Bearer hash");
  }

  @Test
  void anEndpointOfTheHostIsNotShared() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    String config =
        """
        discovery.http "there" { url = "%s" }
        test.sink "s" { input = discovery.http.there.targets }
        """
            .formatted(server.url("/sd"));
    agent("one", config);
    agent("two", config);
    awaitAll("a:1");
    assertThat(server.questions).hasSizeGreaterThanOrEqualTo(2);
    agents.values().forEach(agent -> assertThat(agent.component(ID).debugInfo()).isEmpty());
  }

  @Test
  void reloadsToOtherArgumentsWithoutLosingItsTargets() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    start(2);
    awaitAll("a:1");
    for (GraphBench agent : agents.values()) {
      int before = agent.inputCount("s");
      agent.load(config("bearer_token = \"t\""));
      assertThat(agent.inputCount("s")).isEqualTo(before);
    }
    server.answers(200, "[{\"targets\": [\"b:1\"]}]");
    awaitAll("b:1");
    assertThat(List.copyOf(server.questions).getLast().authorization()).isEqualTo("Bearer t");
  }
}
