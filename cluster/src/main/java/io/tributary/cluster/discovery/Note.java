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
/// units = wantsAnswer count (unit isUnfit)*                              kind 0
/// want  = unit                                                           kind 1
/// found = unit round(8) version part isLast|isWhole|isFresh
///         removed(count, 8 bytes each) added(length, packed)             kind 2
/// state = unit round(8) version+1 isTooLarge problem                     kind 3
/// ```
sealed interface Note {
  int CHANNEL = 'D';
  int VERSION = 1;

  /// Of one agent. Those behind them it discovers for itself.
  int MAX_UNITS = 16_384;

  int MAX_REMOVED = 65_536;

  /// Characters of a reason; what is longer is cut.
  int MAX_PROBLEM = 1024;

  /// A unit that an agent has.
  ///
  /// @param isUnfit whether its discovery has failed there several times
  record Has(String unit, boolean isUnfit) {}

  /// The units that an agent has.
  record Units(boolean wantsAnswer, List<Has> units) implements Note {
    public Units {
      units = List.copyOf(units);
    }
  }

  /// Asks for everything that was found.
  record Want(String unit) implements Note {}

  /// A part of what was found.
  ///
  /// @param round tells one run of the discovery from another
  /// @param version counts the results of a round: a change is one from the version before
  /// @param part counts the parts of a result, from 0
  /// @param isLast whether the result is complete with it
  /// @param isWhole whether it is everything and no change
  /// @param isFresh whether the sender runs the discovery for others; else it passes on what it has
  record Found(
      String unit,
      long round,
      long version,
      int part,
      boolean isLast,
      boolean isWhole,
      boolean isFresh,
      long[] removed,
      byte[] added)
      implements Note {}

  /// How the discovery fares on the agent that runs it.
  ///
  /// @param version of the last result; [Publication#NOTHING] before the first
  /// @param isTooLarge whether the result is not told for its size: each has to discover for itself
  /// @param problem why not everything could be found; empty where all was
  record State(String unit, long round, long version, boolean isTooLarge, String problem)
      implements Note {
    public State {
      problem = problem.length() > MAX_PROBLEM ? problem.substring(0, MAX_PROBLEM) : problem;
    }
  }

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
        for (Has has : units.units) {
          text(sink, has.unit);
          sink.put(has.isUnfit ? 1 : 0);
        }
      }
      case Want want -> {
        sink.put(1);
        text(sink, want.unit);
      }
      case Found found -> {
        sink.put(2);
        text(sink, found.unit);
        sink.putLong(found.round);
        sink.putVarint(found.version);
        sink.putVarint(found.part);
        sink.put((found.isLast ? 1 : 0) | (found.isWhole ? 2 : 0) | (found.isFresh ? 4 : 0));
        sink.putVarint(found.removed.length);
        for (long id : found.removed) {
          sink.putLong(id);
        }
        sink.putLengthPrefixed(found.added);
      }
      case State state -> {
        sink.put(3);
        text(sink, state.unit);
        sink.putLong(state.round);
        sink.putVarint(state.version + 1);
        sink.put(state.isTooLarge ? 1 : 0);
        text(sink, state.problem);
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
        case 3 ->
            new State(
                text(source),
                source.getLong(),
                source.getVarint() - 1,
                source.get() == 1,
                text(source));
        default -> throw new WireException("cannot read a message: unknown kind", 2);
      };
    } catch (TruncatedException e) {
      throw new WireException("cannot read a message: " + e.getMessage(), source.position());
    }
  }

  private static Units units(ByteSource source) {
    boolean wantsAnswer = source.get() == 1;
    int count = source.getLength(MAX_UNITS);
    var units = new ArrayList<Has>();
    for (int i = 0; i < count; i++) {
      units.add(new Has(text(source), source.get() == 1));
    }
    return new Units(wantsAnswer, units);
  }

  private static Found found(ByteSource source) {
    String unit = text(source);
    long round = source.getLong();
    long version = source.getVarint();
    int part = source.getLength(Integer.MAX_VALUE);
    int flags = source.get();
    long[] removed =
        new long[source.getLength(Math.min(MAX_REMOVED, source.remaining() / Long.BYTES))];
    for (int i = 0; i < removed.length; i++) {
      removed[i] = source.getLong();
    }
    return new Found(
        unit,
        round,
        version,
        part,
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
