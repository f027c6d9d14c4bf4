package io.tributary.base.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Packs bytes that repeat themselves, for memory that is seldom changed and often read: text of a
/// page in a fifth of its size, unpacked at some two gigabytes a second.
///
/// ```
/// pack     = length of the bytes (varint)  sequence*
/// sequence = literals << 4 | copied − 4    (15: that many and more; then bytes are added, up to one
///                                           that is not 255; literals first)
///            literal*  distance (2 bytes)  distance and copied are absent at the end
/// ```
///
/// What follows the length is LZ4's block format. Not for foreign bytes: [#unpack] relies on a pack
/// being one of its own.
///
/// A packer is owned by one thread; unpacking has no state.
public final class Pack {
  /// Bytes that [#unpack] may write behind what it unpacks.
  public static final int SLACK = 32;

  private static final int MIN_COPY = 4;
  private static final int MAX_DISTANCE = 0xFFFF;
  private static final int MANY = 15;
  private static final int MORE = 255;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int TABLE_BITS = 13;

  /// Earlier places that are compared for one that is alike for longest.
  private static final int MOST_TRIES = 16;

  /// Where four bytes were seen last, by their hash.
  private final int[] table = new int[1 << TABLE_BITS];

  /// For each place, by its lowest bits: how far before it that hash was seen, 0 for too far.
  private final char[] chain = new char[MAX_DISTANCE + 1];

  private final ByteSink out = new ByteSink(4096);

  public Pack() {}

  /// The pack of `bytes[0, length)`.
  public byte[] pack(byte[] bytes, int length) {
    Arrays.fill(table, -1);
    out.clear();
    out.putVarint(length);
    int literalsFrom = 0;
    int at = 0;
    while (at <= length - MIN_COPY) {
      int from = longest(bytes, at, length);
      remember(bytes, at);
      if (from < 0) {
        at++;
        continue;
      }
      int copied = alike(bytes, from, at, length);
      int back = 0;
      while (at - back > literalsFrom
          && from - back > 0
          && bytes[at - back - 1] == bytes[from - back - 1]) {
        back++;
      }
      put(bytes, literalsFrom, at - back, at - from, copied + back);
      int end = at + copied;
      for (int i = at + 1; i < end && i <= length - MIN_COPY; i++) {
        remember(bytes, i);
      }
      at = end;
      literalsFrom = end;
    }
    put(bytes, literalsFrom, length, 0, 0);
    return out.toByteArray();
  }

  /// The earlier place from which most can be copied, -1 for none.
  private int longest(byte[] bytes, int at, int length) {
    int best = -1;
    int most = MIN_COPY - 1;
    int from = table[slot((int) INT.get(bytes, at))];
    for (int tries = 0; tries < MOST_TRIES && from >= 0 && at - from <= MAX_DISTANCE; tries++) {
      if (at + most < length && bytes[from + most] == bytes[at + most]) {
        int alike = alike(bytes, from, at, length);
        if (alike > most) {
          most = alike;
          best = from;
        }
      }
      int before = chain[from & MAX_DISTANCE];
      if (before == 0) {
        break;
      }
      from -= before;
    }
    return best;
  }

  /// How many bytes at both places are the same.
  private static int alike(byte[] bytes, int from, int at, int length) {
    int limit = length - at;
    int mismatch = Arrays.mismatch(bytes, at, length, bytes, from, from + limit);
    return mismatch < 0 ? limit : mismatch;
  }

  private void remember(byte[] bytes, int at) {
    int slot = slot((int) INT.get(bytes, at));
    int before = table[slot];
    chain[at & MAX_DISTANCE] = before < 0 || at - before > MAX_DISTANCE ? 0 : (char) (at - before);
    table[slot] = at;
  }

  private static int slot(int four) {
    return (four * 0x9E3779B1) >>> (32 - TABLE_BITS);
  }

  private void put(byte[] bytes, int from, int to, int distance, int copied) {
    int literals = to - from;
    int beyond = Math.max(copied - MIN_COPY, 0);
    out.put(Math.min(literals, MANY) << 4 | Math.min(beyond, MANY));
    putMore(literals);
    out.put(bytes, from, literals);
    if (copied > 0) {
      out.put(distance);
      out.put(distance >>> 8);
      putMore(beyond);
    }
  }

  private void putMore(int count) {
    if (count >= MANY) {
      int rest = count - MANY;
      for (; rest >= MORE; rest -= MORE) {
        out.put(MORE);
      }
      out.put(rest);
    }
  }

  /// Bytes that a pack unpacks to.
  public static int unpackedBytes(byte[] pack) {
    int value = 0;
    int at = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = pack[at++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /// Unpacks to the start of `to`, which has room for [#unpackedBytes] and [#SLACK] more; returns
  /// how many bytes that were.
  public static int unpack(byte[] pack, byte[] to) {
    int length = unpackedBytes(pack);
    int in = Varint.size(length);
    int at = 0;
    while (true) {
      int token = pack[in++] & 0xFF;
      int literals = token >>> 4;
      if (literals == MANY) {
        int more;
        do {
          more = pack[in++] & 0xFF;
          literals += more;
        } while (more == MORE);
      }
      if (literals <= 16 && in + 16 <= pack.length) {
        LONG.set(to, at, (long) LONG.get(pack, in));
        LONG.set(to, at + 8, (long) LONG.get(pack, in + 8));
      } else {
        System.arraycopy(pack, in, to, at, literals);
      }
      at += literals;
      in += literals;
      if (at >= length) {
        return length;
      }
      int distance = (pack[in] & 0xFF) | (pack[in + 1] & 0xFF) << 8;
      in += 2;
      int copied = token & 0xF;
      if (copied == MANY) {
        int more;
        do {
          more = pack[in++] & 0xFF;
          copied += more;
        } while (more == MORE);
      }
      copied += MIN_COPY;
      copy(to, at, distance, copied);
      at += copied;
      if (at >= length) {
        return length;
      }
    }
  }

  private static void copy(byte[] bytes, int at, int distance, int count) {
    int from = at - distance;
    int end = at + count;
    if (distance >= 8) {
      for (int i = at; i < end; i += 8, from += 8) {
        LONG.set(bytes, i, (long) LONG.get(bytes, from));
      }
    } else {
      for (int i = at; i < end; i++, from++) {
        bytes[i] = bytes[from];
      }
    }
  }
}
