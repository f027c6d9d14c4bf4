package io.tributary.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendLinesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final GroupCounters counters = new GroupCounters();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
  private final SendLines<String> lines = new SendLines<>(this::write, LONG, counters);

  private void write(String to, byte[] frame) throws Exception {
    if (to.startsWith("silent")) {
      hangs.countDown();
      goesOn.await();
      throw new IOException("connect timed out");
    }
    arrived.add(frame.length);
  }

  @Test
  void oneThatIsSilentHoldsUpNobodyElse() throws InterruptedException {
    lines.add("silent", new byte[1]);
    hangs.await();
    for (int size = 1; size <= 3; size++) {
      lines.add("other", new byte[size]);
      assertThat(arrived.poll(30, TimeUnit.SECONDS)).isEqualTo(size);
    }
    goesOn.countDown();
    lines.awaitEmpty();
    assertThat(lines.size()).as("nobody keeps a thread").isZero();
  }

  /// Otherwise each of them would wait as long as the first one did.
  @Test
  void whatWaitsBehindAFailureIsLost() throws InterruptedException {
    lines.add("silent", new byte[1]);
    hangs.await();
    lines.add("silent", new byte[2]);
    lines.add("silent", new byte[3]);
    goesOn.countDown();
    lines.awaitEmpty();
    assertThat(counters.lostFrames.sum()).isEqualTo(3);
  }

  @Test
  void whatFindsNoRoomIsLostAndCounted() throws InterruptedException {
    lines.add("silent", new byte[1]);
    hangs.await();
    var frame = new byte[1 << 20];
    long most = SendLines.MAX_BYTES / frame.length;
    for (int i = 0; i < most + 2; i++) {
      lines.add("silent", frame);
    }
    assertThat(counters.lostFrames.sum()).isEqualTo(2);
    goesOn.countDown();
    lines.awaitEmpty();
    assertThat(counters.lostFrames.sum()).isEqualTo(most + 3);
  }

  @Test
  void manyThatAreSilentShareABound() {
    var frame = new byte[1 << 20];
    int full = (int) (SendLines.MAX_ALL_BYTES / SendLines.MAX_BYTES);
    for (int i = 0; i < full; i++) {
      lines.add("silent " + i, new byte[0]); // is being written, or waits, and weighs nothing
      for (int more = 0; more < SendLines.MAX_BYTES / frame.length; more++) {
        lines.add("silent " + i, frame);
      }
    }
    lines.add("silent too", new byte[0]);
    lines.add("silent too", frame);
    assertThat(counters.lostFrames.sum()).as("a little has room always").isZero();
    lines.add("silent too", new byte[1]);
    assertThat(counters.lostFrames.sum()).isEqualTo(1);
    goesOn.countDown();
    lines.awaitEmpty();
    assertThat(lines.size()).isZero();
  }

  /// As one does whose process stands still: it acknowledges what its host has room for.
  @Test
  void oneThatTakesNothingInLosesItsConnection() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var socket = new Socket()) {
      socket.setSendBufferSize(1 << 16);
      server.setReceiveBufferSize(1 << 16);
      socket.connect(server.getLocalSocketAddress());
      var out = socket.getOutputStream();
      var impatient =
          new SendLines<String>((_, frame) -> out.write(frame), Duration.ofMillis(100), counters);
      for (int i = 0; i < 8; i++) {
        impatient.add("stopped", new byte[1 << 20]);
      }
      impatient.awaitEmpty();
      assertThat(impatient.size()).isZero();
      assertThat(socket.isClosed()).isTrue();
      assertThat(counters.lostFrames.sum()).isPositive();
    }
  }
}
