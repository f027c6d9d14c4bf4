package io.tributary.discovery.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.discovery.DiscoveryStatus;
import io.tributary.component.Body;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.RecordingSink;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A mechanism on two agents, which says what it is told to.
class SharedDiscovererTest {
  private static final Fingerprint KEY =
      Fingerprint.of("discovery.scripted", Body.EMPTY, List.of());
  private static final DiscoveryStatus UNKNOWN =
      new DiscoveryStatus("", "", DiscoveryStatus.Role.FOLLOWS, "", 0, "", 0, "");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LocalPeers peers = new LocalPeers();
  private final List<Agent> agents = new ArrayList<>();

  private final class Agent {
    final String name;
    final RecordingSink sink = new RecordingSink();
    final Discoverer discoverer;
    volatile Optional<Discoverer.Sink> run = Optional.empty();

    Agent(String name) throws IOException {
      this.name = name;
      var cluster = new ClusterDiscovery(Optional.of(peers.join(name)));
      discoverer = cluster.open(Optional.of(KEY), () -> new Scripted(this), Clock.system());
      discoverer.start(sink);
      agents.add(this);
    }

    /// What the mechanism that was started last publishes to.
    Discoverer.Sink run() {
      return run.orElseThrow();
    }

    DiscoveryStatus status() {
      return ((SharedDiscoverer) discoverer).status().orElse(UNKNOWN);
    }

    boolean runs() {
      return status().role() == DiscoveryStatus.Role.RUNS;
    }

    void die() {
      discoverer.close();
      agents.remove(this);
      peers.leave(name);
    }
  }

  private static final class Scripted implements Discoverer {
    private final Agent agent;

    Scripted(Agent agent) {
      this.agent = agent;
    }

    @Override
    public void start(Sink to) {
      agent.run = Optional.of(to);
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void startTwo() throws IOException {
    new Agent("a");
    new Agent("b");
  }

  @AfterEach
  void stop() {
    agents.forEach(agent -> agent.discoverer.close());
    peers.close();
  }

  private static List<TargetGroup> group(String source, String... addresses) {
    List<Labels> targets =
        Stream.of(addresses).map(address -> Labels.of("__address__", address)).toList();
    return List.of(new TargetGroup(source, targets, Labels.EMPTY));
  }

  private void awaitAll(String... addresses) throws InterruptedException {
    for (Agent agent : agents) {
      agent.sink.awaitAddresses(addresses);
    }
  }

  /// The agent that runs it, as all say; while they meet there may be another one.
  private Agent runner() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - end < 0) {
      List<Agent> running = agents.stream().filter(Agent::runs).toList();
      if (running.size() == 1) {
        Agent one = running.getFirst();
        if (agents.stream().allMatch(agent -> agent.status().runsOn().equals(one.name))) {
          return one;
        }
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("they do not agree on who runs it");
  }

  /// The agent that has found something, as all have heard.
  private Agent running(String... addresses) throws InterruptedException {
    Agent runner = runner();
    runner.run().publish(group("one", addresses));
    awaitAll(addresses);
    return runner;
  }

  @Test
  void aPartOfWhatIsThereDoesNotReplaceWhatOthersFound() throws Exception {
    Agent first = running("x:1", "y:1");
    first.die();
    Agent second = runner();
    assertThat(second).isNotSameAs(first);
    awaitAll("x:1", "y:1");

    second.run().publishPart(group("other", "x:1", "z:1"), "one of two did not answer");
    awaitAll("x:1", "y:1", "z:1");
    second.sink.awaitFailed(1);

    second.run().publish(group("other", "z:1"));
    awaitAll("z:1");
  }

  @Test
  void aChangeOfOneGroupLeavesTheOthers() throws Exception {
    Agent runner = running("x:1");
    runner.run().publish(group("two", "y:1"));
    awaitAll("x:1", "y:1");
    runner.run().publish(group("one"));
    awaitAll("y:1");
  }

  @Test
  void aFailureIsToldToAll() throws Exception {
    running("x:1").run().failed("no route");
    for (Agent agent : agents) {
      agent.sink.awaitFailed(1);
    }
    awaitAll("x:1");
  }
}
