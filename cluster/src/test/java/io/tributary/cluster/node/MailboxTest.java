package io.tributary.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.node.Peers.Listener;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MailboxTest {
  private static final View NOBODY = new View(1, List.of());

  /// Reads its first message until it is let go.
  private static final class Slow implements Listener {
    final CountDownLatch reads = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);

    @Override
    public void viewed(View view) {}

    @Override
    public void received(String from, byte[] message) {
      reads.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void whoBringsMoreBytesThanMayWaitWaits() throws InterruptedException {
    var slow = new Slow();
    try (var mailbox = new Mailbox("a", NOBODY)) {
      mailbox.add(slow);
      mailbox.received("b", new byte[1]);
      slow.reads.await();
      assertThat(mailbox.receivedFromSelf("a", new byte[Mailbox.MAX_BYTES])).isTrue();

      Thread bringer = Thread.ofVirtual().start(() -> mailbox.received("b", new byte[1]));
      assertThat(mailbox.receivedFromSelf("a", new byte[1])).isFalse();
      assertThat(mailbox.size()).isEqualTo(1);

      slow.goesOn.countDown();
      bringer.join();
    }
  }

  @Test
  void aMessageThatIsLongerThanAllRoomArrives() throws InterruptedException {
    var slow = new Slow();
    try (var mailbox = new Mailbox("a", NOBODY)) {
      mailbox.add(slow);
      mailbox.received("b", new byte[Mailbox.MAX_BYTES + 1]);
      slow.reads.await();
    }
  }
}
