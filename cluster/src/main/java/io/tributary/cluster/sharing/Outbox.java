package io.tributary.cluster.sharing;

/// Sends messages, also to this agent itself.
@FunctionalInterface
interface Outbox {
  void send(String node, Message message);
}
