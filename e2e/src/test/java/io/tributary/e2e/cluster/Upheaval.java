package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Things that happen to the nodes of a cluster, one after another, at random. Two nodes at least
/// go on.
final class Upheaval {
  private static final int LEFT = 2;
  private static final int LONGEST_PAUSE_MS = 6_000;

  enum Event {
    JOIN(4),
    LEAVE(3),
    KILL(3),
    RESTART(2),
    /// Killed, and started again at once.
    CRASH(2),
    PAUSE(3),
    /// All nodes, one after the other.
    ROLLING_RESTART(1);

    private final int weight;

    Event(int weight) {
      this.weight = weight;
    }
  }

  private final RunningCluster cluster;
  private final RandomGenerator random;
  private final Clock clock = Clock.system();

  Upheaval(RunningCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
  }

  /// One event, from its beginning to its end; tells what it was.
  String happen() throws IOException, InterruptedException {
    List<Event> possible = new ArrayList<>();
    for (Event event : Event.values()) {
      for (int i = 0; i < event.weight && isPossible(event); i++) {
        possible.add(event);
      }
    }
    Event event = one(possible);
    if (event == Event.ROLLING_RESTART) {
      for (int node : cluster.running()) {
        restart(node);
        cluster.awaitReady(node);
      }
      return event.toString();
    }
    int node = one(event == Event.JOIN ? cluster.stopped() : cluster.running());
    happen(event, node);
    return event + " " + RunningCluster.name(node);
  }

  private boolean isPossible(Event event) {
    return event == Event.JOIN ? !cluster.stopped().isEmpty() : cluster.running().size() > LEFT;
  }

  private void happen(Event event, int node) throws IOException, InterruptedException {
    switch (event) {
      case JOIN -> cluster.start(node);
      case LEAVE -> cluster.leave(node);
      case KILL -> cluster.kill(node);
      case RESTART -> restart(node);
      case CRASH -> {
        cluster.kill(node);
        cluster.start(node);
      }
      case PAUSE -> {
        cluster.pause(node);
        pass(1 + random.nextInt(LONGEST_PAUSE_MS));
        cluster.resume(node);
      }
      case ROLLING_RESTART -> throw new IllegalStateException("BUG: not of one node");
    }
  }

  private void restart(int node) throws IOException, InterruptedException {
    cluster.leave(node);
    cluster.start(node);
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void pass(long ms) throws InterruptedException {
    clock.sleepUntil(clock.nanos() + ms * 1_000_000);
  }
}
