package io.tributary.cluster.sharing;

import io.tributary.cluster.node.Peers;
import io.tributary.cluster.sharing.Message.Announce;
import java.time.Duration;
import java.util.List;

/// Tells others who this agent is and what it has, and asks those who have not said so.
///
/// Owned by the loop.
final class Announcer {
  /// How long nobody begins to lead after a change of the view, while somebody has not said what it
  /// has.
  private static final Duration ANNOUNCED_BY = Duration.ofSeconds(3);

  private static final Duration GREET_AGAIN = Duration.ofSeconds(10);
  private static final Duration ANNOUNCE_AGAIN = Duration.ofMinutes(5);

  /// What this agent has changes in swarms when a configuration is loaded.
  private static final Duration DELAY = Duration.ofMillis(50);

  private final Peers peers;
  private final Announcements announcements;
  private final MessageCodec codec;
  private final Loop loop;
  private final Own own;
  private final Runnable changed;
  private final String self;
  private long viewedNanos;
  private boolean isDue;

  /// What this agent has to say of itself now.
  interface Own {
    Announce announcement(boolean wantsAnswer);
  }

  /// @param changed is called when more is known, of others or of this agent
  Announcer(
      Peers peers,
      Announcements announcements,
      MessageCodec codec,
      Loop loop,
      Own own,
      Runnable changed) {
    this.peers = peers;
    this.announcements = announcements;
    this.codec = codec;
    this.loop = loop;
    this.own = own;
    this.changed = changed;
    self = peers.view().self().name();
    loop.every(ANNOUNCE_AGAIN, this::now);
  }

  /// @param fresh who was not there before
  void viewed(List<String> fresh) {
    viewedNanos = loop.nanos();
    announced(self, own.announcement(false));
    greet(fresh);
    if (announcements.view().peers().size() > 1) {
      loop.after(ANNOUNCED_BY, this::greetAgain);
    }
  }

  private void greet(List<String> nodes) {
    if (!nodes.isEmpty()) {
      byte[] greeting = codec.encode(own.announcement(true), 0);
      nodes.forEach(node -> peers.send(node, greeting));
    }
  }

  /// Whoever has not said what it has may not have heard that it was asked.
  private void greetAgain() {
    List<String> unknown = announcements.unknown();
    if (!unknown.isEmpty() && isLate()) {
      loop.after(GREET_AGAIN, this::greetAgain);
      greet(unknown);
    }
    changed.run();
  }

  private boolean isLate() {
    return loop.nanos() - viewedNanos >= ANNOUNCED_BY.toNanos();
  }

  /// Whether everybody has said what it has, or has had the time to.
  boolean mayBegin() {
    return announcements.knowsAll() || isLate();
  }

  void announced(String from, Announce announce) {
    if (!announcements.announced(from, announce, loop.wallMs())) {
      return;
    }
    if (announce.wantsAnswer() && !from.equals(self)) {
      peers.send(from, codec.encode(own.announcement(false), 0));
    }
    changed.run();
  }

  /// Tells everybody in a moment.
  void later() {
    if (!isDue) {
      isDue = true;
      loop.after(DELAY, this::now);
    }
  }

  private void now() {
    isDue = false;
    Announce announcement = own.announcement(false);
    peers.broadcast(codec.encode(announcement, 0));
    announced(self, announcement);
  }
}
