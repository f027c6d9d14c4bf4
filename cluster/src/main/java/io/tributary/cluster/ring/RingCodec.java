package io.tributary.cluster.ring;

import io.tributary.base.bytes.ByteSink;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.compress.Unsnappy;
import io.tributary.wire.protobuf.Proto;
import io.tributary.wire.protobuf.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The ring as it lies in the store: a block of snappy with the message `Desc`, a map of members by
/// id.
///
/// Source: grafana/dskit `ring/ring.proto`, `kv/codec/codec.go`.
public final class RingCodec {
  /// Of the message. A member takes about 750 bytes.
  private static final int MAX_BYTES = 64 << 20;

  /// In the year 2106.
  private static final long MOST_SECONDS = 0xffff_ffffL;

  private RingCodec() {}

  public static byte[] encode(Ring ring) {
    var message = new ByteSink(1 << 10);
    ring.members()
        .forEach((id, member) -> {
          var entry = new ByteSink(1 << 10);
          text(entry, 1, id);
          ByteSink value = member(member);
          Proto.bytes(entry, 2, value.array(), 0, value.size());
          Proto.bytes(message, 1, entry.array(), 0, entry.size());
        });
    var snappy = new Snappy();
    int length = snappy.compress(message.array(), 0, message.size());
    return Arrays.copyOf(snappy.output(), length);
  }

  private static ByteSink member(RingMember member) {
    var to = new ByteSink(1 << 10);
    text(to, 1, member.address());
    Proto.varintUnlessZero(to, 2, member.heartbeatSeconds());
    Proto.varintUnlessZero(to, 3, member.state().number());
    if (!member.tokens().isEmpty()) {
      var tokens = new ByteSink(5 * member.tokens().size());
      member.tokens().forEach(tokens::putVarint);
      Proto.bytes(to, 6, tokens.array(), 0, tokens.size());
    }
    text(to, 7, member.zone());
    Proto.varintUnlessZero(to, 8, member.registeredSeconds());
    text(to, 9, member.id());
    return to;
  }

  private static void text(ByteSink to, int field, String text) {
    if (!text.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Proto.bytes(to, field, bytes, 0, bytes.length);
    }
  }

  /// Throws [WireException] where the bytes are no ring.
  public static Ring decode(byte[] block) {
    if (Unsnappy.decodedLength(block, block.length) > MAX_BYTES) {
      throw new WireException("a ring of more than " + MAX_BYTES + " bytes", 0);
    }
    var unsnappy = new Unsnappy();
    int length = unsnappy.decode(block, block.length);
    var members = new ArrayList<RingMember>();
    ProtoReader reader = new ProtoReader().reset(unsnappy.output(), 0, length);
    while (reader.next()) {
      if (reader.field() == 1) {
        reader.bytes();
        members.add(entry(new ProtoReader().reset(reader)));
      } else {
        reader.skip();
      }
    }
    return Ring.of(members);
  }

  private static RingMember entry(ProtoReader reader) {
    String id = "";
    var member = new RingMember("", "", 0, MemberState.ACTIVE, List.of(), "", 0);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> id = reader.string();
        case 2 -> {
          reader.bytes();
          member = member(new ProtoReader().reset(reader));
        }
        default -> reader.skip();
      }
    }
    return new RingMember(
        id,
        member.address(),
        member.heartbeatSeconds(),
        member.state(),
        member.tokens(),
        member.zone(),
        member.registeredSeconds());
  }

  private static RingMember member(ProtoReader reader) {
    String address = "";
    long heartbeat = 0;
    MemberState state = MemberState.ACTIVE;
    var tokens = new ArrayList<Long>();
    String zone = "";
    long registered = 0;
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> address = reader.string();
        case 2 -> heartbeat = seconds(reader.varint());
        case 3 -> state = state(reader.varint(), reader.position());
        case 6 -> tokens(reader, tokens);
        case 7 -> zone = reader.string();
        case 8 -> registered = seconds(reader.varint());
        default -> reader.skip();
      }
    }
    tokens.sort(null);
    return new RingMember("", address, heartbeat, state, tokens, zone, registered);
  }

  /// Times beyond are no times, and nobody who reckons with them should have to fear an overflow.
  private static long seconds(long unix) {
    return Math.clamp(unix, 0, MOST_SECONDS);
  }

  private static MemberState state(long number, int at) {
    return MemberState.numbered(number)
        .orElseThrow(
            () -> new WireException("a member of the ring has the unknown state " + number, at));
  }

  private static void tokens(ProtoReader reader, List<Long> into) {
    if (!reader.isPacked()) {
      into.add(reader.varint() & 0xffff_ffffL);
      return;
    }
    reader.bytes();
    var packed = new ProtoReader().reset(reader);
    while (packed.hasRemaining()) {
      into.add(packed.rawVarint() & 0xffff_ffffL);
    }
  }
}
