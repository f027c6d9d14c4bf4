package io.tributary.cluster.discovery;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.ByteSource.TruncatedException;
import io.tributary.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What agents tell each other about discovery.
///
/// ```
/// note  = 'D' version kind body
/// units = wantsAnswer count (unit)*                                     kind 0
/// want  = unit                                                          kind 1
/// found = unit round(8) number isFirst isLast isWhole
///         removed(count, 8 bytes each) added(length, packed)            kind 2
/// ```
sealed interface Note {
  int CHANNEL = 'D';
  int VERSION = 1;
  int MAX_UNITS = 16_384;
  int MAX_REMOVED = 65_536;

  /// The units that an agent has.
  record Units(boolean wantsAnswer, List<String> units) implements Note {
    public Units {
      units = List.copyOf(units);
    }
  }

  /// Asks for everything that was found.
  record Want(String unit) implements Note {}

  /// A part of what was found.
  ///
  /// @param round tells one run of the discovery from another
  /// @param number counts the parts of a round
  /// @param isFirst whether a result, or a change of it, begins; `isLast` whether it ends
  /// @param isWhole whether it is everything and no change
  record Found(
      String unit,
      long round,
      long number,
      boolean isFirst,
      boolean isLast,
      boolean isWhole,
      long[] removed,
      byte[] added)
      implements Note {}

  static boolean isOurs(byte[] message) {
    return message.length > 0 && message[0] == CHANNEL;
  }

  default byte[] encode() {
    var sink = new ByteSink(256);
    sink.put(CHANNEL);
    sink.put(VERSION);
    switch (this) {
      case Units units -> {
        sink.put(0);
        sink.put(units.wantsAnswer ? 1 : 0);
        sink.putVarint(units.units.size());
        units.units.forEach(unit -> text(sink, unit));
      }
      case Want want -> {
        sink.put(1);
        text(sink, want.unit);
      }
      case Found found -> {
        sink.put(2);
        text(sink, found.unit);
        sink.putLong(found.round);
        sink.putVarint(found.number);
        sink.put((found.isFirst ? 1 : 0) | (found.isLast ? 2 : 0) | (found.isWhole ? 4 : 0));
        sink.putVarint(found.removed.length);
        for (long id : found.removed) {
          sink.putLong(id);
        }
        sink.putLengthPrefixed(found.added);
      }
    }
    return sink.toByteArray();
  }

  private static void text(ByteSink sink, String text) {
    sink.putLengthPrefixed(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Throws [WireException] for what no agent of this version can have sent.
  static Note decode(byte[] message) {
    var source = new ByteSource(message);
    try {
      source.skip(1);
      int version = source.get();
      if (version != VERSION) {
        throw new WireException("cannot read a message of version " + version, 1);
      }
      return switch (source.get()) {
        case 0 -> units(source);
        case 1 -> new Want(text(source));
        case 2 -> found(source);
        default -> throw new WireException("cannot read a message: unknown kind", 2);
      };
    } catch (TruncatedException e) {
      throw new WireException("cannot read a message: " + e.getMessage(), source.position());
    }
  }

  private static Units units(ByteSource source) {
    boolean wantsAnswer = source.get() == 1;
    int count = source.getLength(MAX_UNITS);
    var units = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      units.add(text(source));
    }
    return new Units(wantsAnswer, units);
  }

  private static Found found(ByteSource source) {
    String unit = text(source);
    long round = source.getLong();
    long number = source.getVarint();
    int flags = source.get();
    long[] removed =
        new long[source.getLength(Math.min(MAX_REMOVED, source.remaining() / Long.BYTES))];
    for (int i = 0; i < removed.length; i++) {
      removed[i] = source.getLong();
    }
    return new Found(
        unit,
        round,
        number,
        (flags & 1) != 0,
        (flags & 2) != 0,
        (flags & 4) != 0,
        removed,
        source.getLengthPrefixed());
  }

  private static String text(ByteSource source) {
    return new String(source.getLengthPrefixed(), StandardCharsets.UTF_8);
  }
}
