package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cluster.sharing.Message.Announce;
import io.tributary.cluster.sharing.Message.Ask;
import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Hand;
import io.tributary.cluster.sharing.Message.Held;
import io.tributary.cluster.sharing.Message.Holdings;
import io.tributary.cluster.sharing.Message.Offer;
import io.tributary.cluster.sharing.Message.Offered;
import io.tributary.cluster.sharing.Message.Part;
import io.tributary.cluster.sharing.Message.Refuse;
import io.tributary.cluster.sharing.Message.UnitDigest;
import io.tributary.cluster.sharing.Message.Verb;
import io.tributary.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final byte[] PAGE =
      "up 1\nup 1\nup 1\n".repeat(50).getBytes(StandardCharsets.UTF_8);

  static final List<Message> SAMPLES =
      List.of(
          new Announce(
              1,
              3,
              true,
              false,
              true,
              70,
              1_700_000_000_000L,
              List.of(new UnitDigest("a.b", "d1"))),
          new Ask("unit", 7, true),
          new Refuse("unit", Long.MAX_VALUE),
          new Holdings(
              "unit",
              1,
              Part.LAST,
              new long[] {1, -1},
              new long[] {-1, 10},
              new long[] {-1, 1000},
              new long[] {0, 60_000}),
          new Offer("unit", 1, 100_000, -5),
          new Held("unit", 1, 3, -7),
          new Offered("unit", 1, Part.MORE, new long[] {Long.MIN_VALUE, 0}),
          new Batch(
              Verb.RELEASE, "unit", 1, "agent-2", new long[] {9}, new long[] {Long.MIN_VALUE}),
          new Hand("unit", 1, 9, new Handed(1_700_000_000_000L, PAGE)));

  private final MessageCodec codec = new MessageCodec();

  @Test
  void readsWhatItWrote() {
    for (Message message : SAMPLES) {
      byte[] bytes = codec.encode(message, MessageCodec.NEWEST);
      assertThat(MessageCodec.isOurs(bytes)).isTrue();
      assertThat(codec.decode(bytes)).usingRecursiveComparison().isEqualTo(message);
    }
  }

  @Test
  void packsPages() {
    byte[] bytes = codec.encode(SAMPLES.getLast(), MessageCodec.NEWEST);
    assertThat(bytes.length).isLessThan(PAGE.length / 2);
  }

  @Test
  void leavesOutPagesThatAreTooLarge() {
    byte[] noise = new byte[MessageCodec.MAX_PACKED_PAGE_BYTES + 100];
    new Random(1).nextBytes(noise);
    byte[] bytes = codec.encode(new Hand("unit", 1, 9, new Handed(5, noise)), MessageCodec.NEWEST);
    assertThat(((Hand) codec.decode(bytes)).handed().lastPage()).isEmpty();
  }

  @Test
  void rejectsVersionsThatItDoesNotKnow() {
    byte[] bytes = codec.encode(SAMPLES.get(1), MessageCodec.NEWEST + 1);
    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("cannot read a message of version 3: versions 1 to 2 are known");
  }

  @Test
  void carriesTheTermOfTheLeaseFromTheSecondVersionOn() {
    for (Message message : SAMPLES.subList(1, SAMPLES.size())) {
      byte[] fenced = codec.encode(message, 2, 77);
      assertThat(MessageCodec.fence(fenced)).isEqualTo(77);
      byte[] before = codec.encode(message, 1, 77);
      assertThat(MessageCodec.fence(before)).isZero();
      assertThat(codec.decode(before)).usingRecursiveComparison().isEqualTo(message);
    }
    assertThat(MessageCodec.fence(codec.encode(SAMPLES.getFirst(), 0, 77))).isZero();
  }

  @Test
  void readsAnnouncementsOfEveryVersion() {
    byte[] longer = codec.encode(SAMPLES.getFirst(), 0);
    byte[] newer = Arrays.copyOf(longer, longer.length + 20);
    newer[1] = 9;
    assertThat(codec.decode(newer)).isEqualTo(SAMPLES.getFirst());
  }

  /// Whatever comes is read, or refused.
  static void check(byte[] bytes) {
    try {
      new MessageCodec().decode(bytes);
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Test
  void survivesDamage() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (Message message : SAMPLES) {
      byte[] bytes = codec.encode(message, MessageCodec.NEWEST);
      for (int i = 0; i < 2000; i++) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          check(damaged);
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
  }
}
