package io.tributary.cluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.node.Peers.Listener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AlonePeersTest {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private final Listener listener =
      new Listener() {
        @Override
        public void viewed(View view) {
          heard.add("view " + view.peers());
        }

        @Override
        public void received(String from, byte[] message) {
          heard.add(from + " says " + new String(message, UTF_8));
        }
      };

  @Test
  void isAClusterOfOneParticipant() throws InterruptedException {
    try (var peers = new AlonePeers("a", "10.0.0.1:80")) {
      peers.listen(listener);

      assertThat(next()).contains("name=a, address=10.0.0.1:80, state=PARTICIPANT, isSelf=true");
      assertThat(peers.view().self().name()).isEqualTo("a");
    }
  }

  @Test
  void hearsItselfAndNobodyElse() throws InterruptedException {
    try (var peers = new AlonePeers("a", "10.0.0.1:80")) {
      peers.listen(listener);
      assertThat(next()).startsWith("view");

      peers.send("b", "lost".getBytes(UTF_8));
      peers.broadcast("lost, too".getBytes(UTF_8));
      peers.send("a", "hello".getBytes(UTF_8));

      assertThat(next()).isEqualTo("a says hello");
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
  }
}
