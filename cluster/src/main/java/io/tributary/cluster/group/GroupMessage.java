package io.tributary.cluster.group;

import io.tributary.cluster.node.PeerState;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What agents send one another.
///
/// ```
/// message := version:u8 = 1, kind:u8, body
/// hello   := kind 1: state:u8, time:u64, name:text, address:text      text := length:u16, UTF-8
/// mail    := kind 2: bytes of whoever uses the cluster
/// ```
///
/// Big-endian. `state` counts from 0: viewer, participant, terminating. `time` is a Lamport clock.
sealed interface GroupMessage {
  byte VERSION = 1;
  byte HELLO = 1;
  byte MAIL = 2;
  int HEAD = 2;

  /// In the order of their numbers.
  List<PeerState> STATES = List.of(PeerState.VIEWER, PeerState.PARTICIPANT, PeerState.TERMINATING);

  /// Who an agent is and what it does.
  record Hello(String name, String address, PeerState state, long time) implements GroupMessage {}

  record Mail(byte[] content) implements GroupMessage {}

  /// Another version, or nothing that an agent sends.
  record Unknown(String why) implements GroupMessage {}

  static byte[] encode(Hello hello) {
    byte[] name = hello.name.getBytes(StandardCharsets.UTF_8);
    byte[] address = hello.address.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEAD + 9 + 4 + name.length + address.length)
        .put(VERSION)
        .put(HELLO)
        .put((byte) STATES.indexOf(hello.state))
        .putLong(hello.time)
        .putShort((short) name.length)
        .put(name)
        .putShort((short) address.length)
        .put(address)
        .array();
  }

  static byte[] encode(byte[] mail) {
    var out = new ByteArrayOutputStream(HEAD + mail.length);
    out.write(VERSION);
    out.write(MAIL);
    out.writeBytes(mail);
    return out.toByteArray();
  }

  static GroupMessage decode(byte[] bytes, int from, int length) {
    if (length < HEAD || bytes[from] != VERSION) {
      return new Unknown(length < HEAD ? "too short" : "version " + (bytes[from] & 0xFF));
    }
    return switch (bytes[from + 1]) {
      case MAIL -> new Mail(Arrays.copyOfRange(bytes, from + HEAD, from + length));
      case HELLO -> hello(ByteBuffer.wrap(bytes, from + HEAD, length - HEAD));
      default -> new Unknown("kind " + (bytes[from + 1] & 0xFF));
    };
  }

  private static GroupMessage hello(ByteBuffer in) {
    try {
      int state = in.get();
      long time = in.getLong();
      String name = text(in);
      String address = text(in);
      return state < 0 || state >= STATES.size() || name.isEmpty()
          ? new Unknown("a hello of state " + state + " from \"" + name + "\"")
          : new Hello(name, address, STATES.get(state), time);
    } catch (BufferUnderflowException _) {
      return new Unknown("a hello that is cut off");
    }
  }

  private static String text(ByteBuffer in) {
    int length = in.getShort() & 0xFFFF;
    if (length > in.remaining() || length > GroupSettings.MAX_TEXT) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
