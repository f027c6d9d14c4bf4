package io.tributary.agent.cluster;

import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Node;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a node comes to take part. Where others answered that are not in its view, they scrape what
/// it would: it looks on until it is among them, within bounds.
final class Entrance {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

  /// How long a node that others do not let in yet leaves the work to them.
  private static final Duration ENTERED_BY = Duration.ofSeconds(30);

  /// Who answered may have left since, and its work with nobody.
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Node node;
  private final Runnable seek;
  private final Clock clock;

  /// Whether another node answered the last look.
  private volatile boolean hasOthers;

  /// Those among them that take part.
  private volatile Set<String> participants = Set.of();

  private volatile @Nullable Thread entering;

  /// @param seek asks other nodes, and then calls [#looked]
  Entrance(Node node, Runnable seek, Clock clock) {
    this.node = node;
    this.seek = seek;
    this.clock = clock;
  }

  /// Other nodes answered a look, or none did.
  void looked(List<Seeker.Found> others) {
    hasOthers = !others.isEmpty();
    participants =
        others.stream()
            .filter(Seeker.Found::isParticipant)
            .map(Seeker.Found::node)
            .collect(Collectors.toUnmodifiableSet());
  }

  void enter() {
    if (isOutside()) {
      entering = Thread.ofVirtual().name("cluster-enter").start(this::await);
    } else {
      node.become(PeerState.PARTICIPANT);
    }
  }

  /// Nodes that came at the same time and found one another are not yet where the work is done.
  private boolean isOutside() {
    View view = node.view();
    return (hasOthers && view.peers().size() == 1)
        || participants.stream().anyMatch(name -> view.peer(name).isEmpty());
  }

  private void await() {
    long now = clock.nanos();
    long deadline = now + ENTERED_BY.toNanos();
    long askAt = now + ASK_AGAIN.toNanos();
    boolean isSaid = false;
    try {
      while (isOutside() && now - deadline < 0) {
        if (now - askAt >= 0) {
          if (!isSaid) {
            LOG.info("other nodes are there, and have not let this one in yet: it looks on");
            isSaid = true;
          }
          seek.run();
          askAt = clock.nanos() + ASK_AGAIN.toNanos();
        }
        clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
        now = clock.nanos();
      }
      node.become(PeerState.PARTICIPANT);
    } catch (InterruptedException _) {
      // About to leave.
    }
  }

  /// The node is about to leave: it does not come to take part any more.
  void close() {
    Thread waiting = entering;
    if (waiting != null) {
      waiting.interrupt();
    }
  }
}
