package io.tributary.agent.cluster;

import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what the lease in the store lets this node do, when that changes.
final class StandingLog implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StandingLog.class);

  private final Fence fence;

  StandingLog(Fence fence) {
    this.fence = fence;
  }

  @Override
  public void run() {
    Standing now = fence.standing();
    (now == Standing.FENCED || now == Standing.UNGUARDED ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("standing", now.text())
        .addKeyValue("term", fence.term())
        .log(text(now));
  }

  private static String text(Standing standing) {
    return switch (standing) {
      case HELD -> "this side of the cluster has the lease: its nodes scrape what is shared";
      case UNGUARDED -> "the store of the cluster is away: going on as without one";
      case WAITING ->
          "the cluster fell apart: this node goes on with what it has until one side has the lease";
      case UNSURE -> "nothing that is shared is scraped until the store says who has the lease";
      case JOINING -> "waiting until the node with the lease knows of this one";
      case FENCED -> "another side of the cluster has the lease: nothing that is shared is scraped";
    };
  }
}
