package io.tributary.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.tributary.wire.WireException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/// Held against protobuf-java and the reference codec of snappy, by field numbers.
class RingCodecTest {
  private static final RingMember FIRST =
      new RingMember(
          "agent-1",
          "10.0.0.1:12346",
          1_700_000_000,
          MemberState.LEAVING,
          List.of(1L, 77L, 4_294_967_295L),
          "eu",
          1_600_000_000);
  private static final RingMember SECOND =
      new RingMember("agent-2", "[::1]:1", 0, MemberState.ACTIVE, List.of(), "", 0);

  @Test
  void whatIsWrittenIsReadBack() {
    Ring ring = Ring.of(List.of(FIRST, SECOND));
    assertThat(RingCodec.decode(RingCodec.encode(ring))).isEqualTo(ring);
    assertThat(RingCodec.decode(RingCodec.encode(Ring.EMPTY))).isEqualTo(Ring.EMPTY);
  }

  @Test
  void othersReadWhatIsWritten() throws IOException {
    byte[] message = Snappy.uncompress(RingCodec.encode(Ring.of(List.of(FIRST))));
    var entry =
        UnknownFieldSet.parseFrom(
            UnknownFieldSet.parseFrom(message).getField(1).getLengthDelimitedList().getFirst());
    assertThat(entry.getField(1).getLengthDelimitedList().getFirst().toStringUtf8())
        .isEqualTo("agent-1");
    var member = UnknownFieldSet.parseFrom(entry.getField(2).getLengthDelimitedList().getFirst());
    assertThat(member.asMap().keySet()).containsExactly(1, 2, 3, 6, 7, 8, 9);
    assertThat(member.getField(1).getLengthDelimitedList().getFirst().toStringUtf8())
        .isEqualTo("10.0.0.1:12346");
    assertThat(member.getField(2).getVarintList()).containsExactly(1_700_000_000L);
    assertThat(member.getField(3).getVarintList()).containsExactly(1L);
    assertThat(member.getField(6).getLengthDelimitedList().getFirst().toByteArray())
        .containsExactly(1, 77, 0xff, 0xff, 0xff, 0xff, 0x0f);
    assertThat(member.getField(7).getLengthDelimitedList().getFirst().toStringUtf8())
        .isEqualTo("eu");
    assertThat(member.getField(8).getVarintList()).containsExactly(1_600_000_000L);
    assertThat(member.getField(9).getLengthDelimitedList().getFirst().toStringUtf8())
        .isEqualTo("agent-1");
  }

  private static Field text(String text) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(text)).build();
  }

  private static Field number(long number) {
    return Field.newBuilder().addVarint(number).build();
  }

  private static byte[] block(UnknownFieldSet.Builder member) throws IOException {
    var entry =
        UnknownFieldSet.newBuilder()
            .addField(1, text("m"))
            .addField(
                2, Field.newBuilder().addLengthDelimited(member.build().toByteString()).build());
    var message =
        UnknownFieldSet.newBuilder()
            .addField(
                1, Field.newBuilder().addLengthDelimited(entry.build().toByteString()).build())
            .addField(12, number(3));
    return Snappy.compress(message.build().toByteArray());
  }

  @Test
  void readsWhatOthersWrite() throws IOException {
    var member =
        UnknownFieldSet.newBuilder()
            .addField(1, text("a:1"))
            .addField(3, number(2))
            .addField(6, Field.newBuilder().addVarint(9).addVarint(4).build())
            .addField(40, text("of a later version"));
    assertThat(RingCodec.decode(block(member)).members().get("m"))
        .isEqualTo(new RingMember("m", "a:1", 0, MemberState.PENDING, List.of(4L, 9L), "", 0));
  }

  @Test
  void takesTimesThatCannotBeForTheNearestOnesThatCan() throws IOException {
    var member =
        UnknownFieldSet.newBuilder()
            .addField(2, number(Long.MAX_VALUE))
            .addField(8, number(Long.MIN_VALUE));
    RingMember read = Objects.requireNonNull(RingCodec.decode(block(member)).members().get("m"));
    assertThat(read.heartbeatSeconds()).isEqualTo(4_294_967_295L);
    assertThat(read.registeredSeconds()).isZero();
  }

  @Test
  void refusesWhatIsNoRing() throws IOException {
    assertThatThrownBy(() -> RingCodec.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(WireException.class);
    byte[] unknownState = block(UnknownFieldSet.newBuilder().addField(3, number(9)));
    assertThatThrownBy(() -> RingCodec.decode(unknownState))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("unknown state 9");
    byte[] huge = {-1, -1, -1, -1, 0xf};
    assertThatThrownBy(() -> RingCodec.decode(huge))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("a ring of more than");
  }
}
