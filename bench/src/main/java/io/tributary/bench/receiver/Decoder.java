package io.tributary.bench.receiver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// Reads both remote-write messages straight from their bytes into a [Batch]. One per connection.
///
/// Malformed input ends in [IllegalArgumentException] or [IndexOutOfBoundsException]; the caller
/// answers 400.
final class Decoder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WIRE_VARINT = 0;
  private static final int WIRE_FIXED64 = 1;
  private static final int WIRE_BYTES = 2;
  private static final int WIRE_FIXED32 = 5;

  private byte[] bytes = new byte[0];
  private int at;

  // The symbol table of a 2.0 request.
  private long[] symbolHash = new long[1024];
  private int[] symbolFrom = new int[1024];
  private int[] symbolLength = new int[1024];
  private int symbols;

  /// Fills `batch` from the `length` first bytes of `message`, which is kept for [#labels] until
  /// the next call.
  void decode(byte[] message, int length, boolean versionTwo, Batch batch) {
    bytes = message;
    at = 0;
    symbols = 0;
    batch.clear();
    if (versionTwo) {
      readSymbols(length);
      at = 0;
    }
    int seriesField = versionTwo ? 5 : 1;
    while (at < length) {
      int tag = (int) varint();
      if (tag == (seriesField << 3 | WIRE_BYTES)) {
        int to = lengthEnd();
        int from = at;
        if (versionTwo) {
          seriesTwo(from, to, batch);
        } else {
          seriesOne(from, to, batch);
        }
        at = to;
      } else {
        if (!versionTwo && tag == (3 << 3 | WIRE_BYTES)) {
          batch.metadata++;
        }
        skip(tag);
      }
    }
  }

  private void readSymbols(int length) {
    while (at < length) {
      int tag = (int) varint();
      if (tag == (4 << 3 | WIRE_BYTES)) {
        int to = lengthEnd();
        if (symbols == symbolHash.length) {
          symbolHash = Arrays.copyOf(symbolHash, symbols * 2);
          symbolFrom = Arrays.copyOf(symbolFrom, symbols * 2);
          symbolLength = Arrays.copyOf(symbolLength, symbols * 2);
        }
        symbolHash[symbols] = Hashing.hash(bytes, at, to - at);
        symbolFrom[symbols] = at;
        symbolLength[symbols++] = to - at;
        at = to;
      } else {
        skip(tag);
      }
    }
  }

  private void seriesOne(int from, int to, Batch batch) {
    long hash = 0;
    int first = batch.samples;
    while (at < to) {
      int tag = (int) varint();
      switch (tag) {
        case 1 << 3 | WIRE_BYTES -> hash += labelOne(lengthEnd());
        case 2 << 3 | WIRE_BYTES -> sample(lengthEnd(), from, to, batch);
        default -> {
          count(tag >>> 3 == 3, tag >>> 3 == 4, batch);
          skip(tag);
        }
      }
    }
    // Labels may follow samples on the wire, so the hash is set last.
    Arrays.fill(batch.seriesHash, first, batch.samples, hash);
  }

  private long labelOne(int to) {
    long name = 0;
    long value = 0;
    while (at < to) {
      int tag = (int) varint();
      int end = lengthEnd();
      if (tag >>> 3 == 1) {
        name = Hashing.hash(bytes, at, end - at);
      } else {
        value = Hashing.hash(bytes, at, end - at);
      }
      at = end;
    }
    return Hashing.label(name, value);
  }

  private void seriesTwo(int from, int to, Batch batch) {
    long hash = 0;
    int first = batch.samples;
    while (at < to) {
      int tag = (int) varint();
      switch (tag) {
        case 1 << 3 | WIRE_BYTES -> {
          int end = lengthEnd();
          while (at < end) {
            long name = symbolHash[symbol()];
            hash += Hashing.label(name, symbolHash[symbol()]);
          }
        }
        case 2 << 3 | WIRE_BYTES -> sample(lengthEnd(), from, to, batch);
        default -> {
          count(tag >>> 3 == 4, tag >>> 3 == 3, batch);
          skip(tag);
        }
      }
    }
    Arrays.fill(batch.seriesHash, first, batch.samples, hash);
  }

  private int symbol() {
    int index = (int) varint();
    if (index < 0 || index >= symbols) {
      throw new IllegalArgumentException("symbol " + index + " of " + symbols);
    }
    return index;
  }

  private static void count(boolean exemplar, boolean histogram, Batch batch) {
    if (exemplar) {
      batch.exemplars++;
    } else if (histogram) {
      batch.histograms++;
    }
  }

  private void sample(int to, int seriesFrom, int seriesTo, Batch batch) {
    long bits = 0;
    long timestampMs = 0;
    while (at < to) {
      int tag = (int) varint();
      if (tag == (1 << 3 | WIRE_FIXED64)) {
        bits = (long) LONGS.get(bytes, at);
        at += 8;
      } else if (tag == 2 << 3) {
        timestampMs = varint();
      } else {
        skip(tag);
      }
    }
    batch.add(0, timestampMs, bits, seriesFrom, seriesTo);
  }

  /// Hands the names and values of the series at `from` to `sink`; slow, for series seen for the
  /// first time.
  void labels(int from, int to, boolean versionTwo, BiConsumer<String, String> sink) {
    at = from;
    while (at < to) {
      int tag = (int) varint();
      if (tag != (1 << 3 | WIRE_BYTES)) {
        skip(tag);
        continue;
      }
      int end = lengthEnd();
      if (versionTwo) {
        while (at < end) {
          var name = symbolText();
          sink.accept(name, symbolText());
        }
      } else {
        var name = "";
        var value = "";
        while (at < end) {
          int field = (int) varint() >>> 3;
          int stop = lengthEnd();
          var text = new String(bytes, at, stop - at, java.nio.charset.StandardCharsets.UTF_8);
          if (field == 1) {
            name = text;
          } else {
            value = text;
          }
          at = stop;
        }
        sink.accept(name, value);
      }
    }
  }

  private String symbolText() {
    int index = symbol();
    return new String(
        bytes, symbolFrom[index], symbolLength[index], java.nio.charset.StandardCharsets.UTF_8);
  }

  private int lengthEnd() {
    long length = varint();
    if (length < 0 || length > bytes.length - at) {
      throw new IllegalArgumentException("length " + length + " at " + at);
    }
    return at + (int) length;
  }

  private void skip(int tag) {
    switch (tag & 7) {
      case WIRE_VARINT -> varint();
      case WIRE_FIXED64 -> at += 8;
      case WIRE_BYTES -> at = lengthEnd();
      case WIRE_FIXED32 -> at += 4;
      default -> throw new IllegalArgumentException("tag " + tag + " at " + at);
    }
  }

  private long varint() {
    byte first = bytes[at++];
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("varint too long at " + at);
  }
}
