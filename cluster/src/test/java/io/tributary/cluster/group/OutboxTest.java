package io.tributary.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {
  private final Address hanging = UUID.randomUUID();
  private final Address other = UUID.randomUUID();
  private final GroupCounters counters = new GroupCounters();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();

  private void send(Address to, byte[] content) throws InterruptedException {
    if (to.equals(hanging)) {
      hangs.countDown();
      goesOn.await();
    } else {
      arrived.add(content.length);
    }
  }

  @Test
  void oneThatHangsHoldsUpNobodyElse() throws InterruptedException {
    try (var outbox = new Outbox(this::send, counters)) {
      outbox.add(hanging, new byte[8]);
      hangs.await();
      outbox.add(hanging, new byte[9]);
      for (int size = 1; size <= 3; size++) {
        outbox.add(other, new byte[size]);
      }
      for (int size = 1; size <= 3; size++) {
        assertThat(arrived.poll(30, TimeUnit.SECONDS)).isEqualTo(size);
      }
      assertThat(outbox.size()).isEqualTo(1);
      outbox.keep(List.of(other));
      assertThat(outbox.size()).isZero();
      goesOn.countDown();
    }
  }

  @Test
  void whatFindsNoRoomIsLostAndCountedForThatOneAlone() throws InterruptedException {
    int part = 1 << 20;
    int most = (int) (Outbox.MAX_BYTES / part);
    try (var outbox = new Outbox(this::send, counters)) {
      outbox.add(hanging, new byte[1]);
      hangs.await();
      var content = new byte[part];
      for (int i = 0; i < most + 3; i++) {
        outbox.add(hanging, content);
      }
      assertThat(counters.lost.sum()).isEqualTo(3);
      outbox.add(other, new byte[5]);
      assertThat(arrived.poll(30, TimeUnit.SECONDS)).isEqualTo(5);
      goesOn.countDown();
    }
  }
}
