package io.tributary.agent.cluster;

import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.View;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log who is in the cluster, whenever somebody comes or goes.
final class PeersLog implements Peers.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PeersLog.class);

  private List<String> last = List.of();

  @Override
  public void viewed(View view) {
    List<String> names = view.peers().stream().map(Peer::name).toList();
    if (!names.equals(last)) {
      LOG.atInfo()
          .addKeyValue("peers_count", names.size())
          .addKeyValue("peers", String.join(",", names))
          .log("peers changed");
      last = names;
    }
  }

  @Override
  public void received(String from, byte[] message) {}
}
