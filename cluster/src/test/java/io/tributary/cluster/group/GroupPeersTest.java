package io.tributary.cluster.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class GroupPeersTest {
  @Test
  void agentsSeeOneAnotherInOneOrder() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b");
      var c = members.start("c");

      for (var one : new Members.One[] {a, b, c}) {
        View view = one.await(now -> now.peers().size() == 3 && allTakePart(now));
        assertThat(view.peers()).extracting(Peer::name).containsExactly("a", "b", "c");
      }
      assertThat(b.peers.view().self())
          .isEqualTo(new Peer("b", "127.0.0.1:1b", PeerState.PARTICIPANT, true));
    }
  }

  @Test
  void messagesArriveInOrderAndFromWhoSentThem() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b");
      a.awaitNames("a", "b");
      b.awaitNames("a", "b");

      for (int i = 0; i < 100; i++) {
        a.peers.send("b", ("m" + i).getBytes(UTF_8));
      }
      b.peers.broadcast("all".getBytes(UTF_8));
      b.peers.send("b", "self".getBytes(UTF_8));

      assertThat(a.nextMail()).isEqualTo("b: all");
      int next = 0;
      boolean hasHeardItself = false;
      while (next < 100 || !hasHeardItself) {
        String mail = b.nextMail();
        if (mail.equals("b: self")) {
          hasHeardItself = true;
        } else {
          assertThat(mail).isEqualTo("a: m" + next++);
        }
      }
    }
  }

  @Test
  void statesSpread() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b");
      a.awaitNames("a", "b");

      b.peers.become(PeerState.TERMINATING);
      a.await(
          view -> view.peer("b").filter(peer -> peer.state() == PeerState.TERMINATING).isPresent());
      b.peers.become(PeerState.PARTICIPANT); // There is no way back.

      assertThat(b.peers.view().self().state()).isEqualTo(PeerState.TERMINATING);
    }
  }

  @Test
  void whoLeavesIsGone() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b");
      b.awaitNames("a", "b");

      a.peers.close();

      b.awaitNames("b");
    }
  }

  @Test
  void theSecondAgentOfANameIsKeptOut() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var twin = members.start("a");
      twin.await(view -> view.peers().size() == 2);

      assertThat(a.peers.view().peers()).extracting(Peer::isSelf).containsExactly(true);
      assertThat(twin.peers.view().peers())
          .extracting(Peer::isSelf, Peer::state)
          .last()
          .isEqualTo(org.assertj.core.groups.Tuple.tuple(true, PeerState.VIEWER));
      assertThat(twin.peers.counters().conflicts.sum()).isEqualTo(1);
    }
  }

  @Test
  void whoComesBackBeforeItWasMissedIsMissedFirst() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b");
      a.awaitNames("a", "b");
      var again = members.start("b");
      again.await(view -> view.peers().size() == 3);
      b.peers.close();

      a.awaitNames("a");
      a.awaitNames("a", "b");
      again.awaitNames("b");
      again.awaitNames("a", "b");
    }
  }

  @Test
  void agentsThatKnowTheKeyFindOneAnother() throws Exception {
    try (var members = new Members()) {
      Security key = SharedKey.security(Secret.of("correct horse battery"), "test");
      var a = members.start("a", "test", key);
      members.start("b", "test", SharedKey.security(Secret.of("correct horse battery"), "test"));

      a.await(
          view -> view.peers().size() == 2); // In either order: the first handshake takes its time.
    }
  }

  @Test
  void whoDoesNotKnowTheKeyStaysAlone() throws Exception {
    try (var members = new Members()) {
      var a =
          members.start(
              "a", "test", SharedKey.security(Secret.of("correct horse battery"), "test"));
      var other =
          members.start(
              "b", "test", SharedKey.security(Secret.of("another key, too long"), "test"));
      var naked = members.start("c");

      assertThat(other.peers.view().peers()).extracting(Peer::name).containsExactly("b");
      assertThat(naked.peers.view().peers()).extracting(Peer::name).containsExactly("c");
      assertThat(a.peers.view().peers()).extracting(Peer::name).containsExactly("a");
      assertThat(a.peers.counters().refused.sum()).isPositive();
    }
  }

  @Test
  void garbageAtThePortChangesNothing() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b");
      a.awaitNames("a", "b");

      try (var socket = new Socket()) {
        socket.connect(a.peers.groupAddress());
        socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        socket.setSoTimeout(10_000);
        try {
          assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException _) {
          // Reset: closed, too.
        }
      }
      b.peers.send("a", "still here".getBytes(UTF_8));
      assertThat(a.nextMail()).isEqualTo("b: still here");
    }
  }

  /// Where the library's diagnostics listen unless they are told not to.
  @Test
  void listensOnItsOnePortAlone() throws Exception {
    try (var members = new Members()) {
      members.start("a");

      try (var socket = new DatagramSocket(7500)) {
        assertThat(socket.isBound()).isTrue();
      }
    }
  }

  @Test
  void anotherClusterIsAnotherGroup() throws Exception {
    try (var members = new Members()) {
      var a = members.start("a");
      var b = members.start("b", "other", Security.NONE);

      assertThat(a.peers.view().peers()).extracting(Peer::name).containsExactly("a");
      assertThat(b.peers.view().peers()).extracting(Peer::name).containsExactly("b");
    }
  }

  private static boolean allTakePart(View view) {
    return view.peers().stream().allMatch(peer -> peer.state() == PeerState.PARTICIPANT);
  }
}
