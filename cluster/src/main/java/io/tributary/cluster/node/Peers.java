package io.tributary.cluster.node;

/// The agents of a cluster as one of them sees them, and messages between them.
///
/// Any thread may call. A listener is called by one thread at a time, in the order in which things
/// happened; it must not wait but for room where it puts what it hears.
public interface Peers extends AutoCloseable {
  /// Who is in the cluster now, this agent included.
  View view();

  /// Adds a listener. It is told of the present view first.
  void listen(Listener listener);

  /// Sends to one agent, which may be this one. Messages to the same agent arrive in order while
  /// both are in the view; what is sent to somebody who is not, is lost.
  void send(String node, byte[] message);

  /// Sends to all agents but this one.
  void broadcast(byte[] message);

  /// Leaves.
  @Override
  void close();

  /// Whom to tell.
  interface Listener {
    void viewed(View view);

    /// The message belongs to the listener.
    void received(String from, byte[] message);
  }
}
