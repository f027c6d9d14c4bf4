package io.tributary.cluster.sharing;

/// Sends messages, also to this agent itself.
@FunctionalInterface
interface Messenger {
  void send(String node, Message message);
}
