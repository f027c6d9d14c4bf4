package io.tributary.cluster.node;

import java.util.List;

/// A cluster of one agent: what there is without clustering.
public final class AlonePeers implements Node {
  private final View view;
  private final Mailbox mailbox;

  public AlonePeers(String name, String address) {
    view = new View(1, List.of(new Peer(name, address, PeerState.PARTICIPANT, true)));
    mailbox = new Mailbox(name, view);
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public void listen(Listener listener) {
    mailbox.add(listener);
  }

  @Override
  public void send(String node, byte[] message) {
    if (node.equals(view.self().name())) {
      mailbox.receivedFromSelf(node, message);
    }
  }

  @Override
  public void broadcast(byte[] message) {}

  /// Nobody is there to be told.
  @Override
  public void become(PeerState state) {}

  @Override
  public void close() {
    mailbox.close();
  }
}
