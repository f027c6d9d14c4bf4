package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.wire.protobuf.Proto;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The symbol table of one remote-write 2.0 message, in the bytes of its `symbols` field.
///
/// Number 0 is the empty string. A table may start as a continuation of a frozen one ([#resetTo]):
/// its strings keep their numbers and are neither copied nor hashed again. An open-addressed hash
/// table leads from a string to its number.
///
/// ```
/// encoded = ( 0x22  length (varint)  UTF-8 )*
/// ```
///
/// Owned by one thread; a frozen one may be shared.
final class Symbols {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int TAG = (4 << 3) | Proto.LENGTH_DELIMITED;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /// The table that holds the empty string alone.
  static final Symbols EMPTY = new Symbols(8);

  private Symbols base = this;
  private int firstId;
  private int count;

  /// Per string: where it starts and ends in `encoded`, and its hash.
  private int[] from;

  private int[] to;
  private int[] hashes;

  /// Numbers of strings plus one, by hash; zero is free. The length is a power of two.
  private int[] table;

  private final ByteSink encoded;

  Symbols(int expected) {
    int capacity = Math.max(8, expected);
    from = new int[capacity];
    to = new int[capacity];
    hashes = new int[capacity];
    table = new int[Integer.highestOneBit(capacity) * 4];
    encoded = new ByteSink(capacity * 8);
    add(new byte[0], 0, 0, hash(new byte[0], 0, 0));
  }

  /// Forgets everything and continues behind the strings of `frozen`, which nobody may write to any
  /// more.
  void resetTo(Symbols frozen) {
    if (frozen == this) {
      throw new IllegalStateException("BUG: symbols continue themselves");
    }
    if (count > 0) {
      Arrays.fill(table, 0);
    }
    base = frozen;
    firstId = frozen.count;
    count = 0;
    encoded.clear();
  }

  /// Strings in the table, those of the frozen part included.
  int size() {
    return firstId + count;
  }

  /// The number of the string, which is added unless the table has it.
  int ref(byte[] bytes, int start, int end) {
    return start == end ? 0 : ref(bytes, start, end, hash(bytes, start, end));
  }

  int ref(byte[] bytes, int start, int end, int hash) {
    if (base.count > 1 && base != this) {
      int known = base.find(bytes, start, end, hash);
      if (known >= 0) {
        return known;
      }
    }
    int known = find(bytes, start, end, hash);
    return known >= 0 ? known : add(bytes, start, end, hash);
  }

  /// The number of `symbol` of another table in this one.
  int refOf(Symbols other, int symbol) {
    return ref(other.encoded.array(), other.from[symbol], other.to[symbol], other.hashes[symbol]);
  }

  private int find(byte[] bytes, int start, int end, int hash) {
    int mask = table.length - 1;
    for (int at = hash & mask; table[at] != 0; at = (at + 1) & mask) {
      int i = table[at] - 1;
      if (hashes[i] == hash && Arrays.equals(encoded.array(), from[i], to[i], bytes, start, end)) {
        return firstId + i;
      }
    }
    return -1;
  }

  private int add(byte[] bytes, int start, int end, int hash) {
    if (count == from.length) {
      grow();
    }
    encoded.put(TAG);
    encoded.putVarint(end - start);
    from[count] = encoded.size();
    encoded.put(bytes, start, end - start);
    to[count] = encoded.size();
    hashes[count] = hash;
    count++;
    insert(count);
    return firstId + count - 1;
  }

  private void insert(int number) {
    int mask = table.length - 1;
    int at = hashes[number - 1] & mask;
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    table[at] = number;
  }

  private void grow() {
    int capacity = from.length * 2;
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    table = new int[table.length * 2];
    for (int number = 1; number <= count; number++) {
      insert(number);
    }
  }

  /// Bytes of the whole `symbols` field.
  int encodedBytes() {
    return (base == this ? 0 : base.encoded.size()) + encoded.size();
  }

  /// Writes the whole `symbols` field at `offset`.
  void copyTo(byte[] target, int offset) {
    int at = offset;
    if (base != this) {
      System.arraycopy(base.encoded.array(), 0, target, at, base.encoded.size());
      at += base.encoded.size();
    }
    System.arraycopy(encoded.array(), 0, target, at, encoded.size());
  }

  /// Heap bytes, about.
  long heldBytes() {
    return 4L * (from.length * 3L + table.length) + encoded.array().length;
  }

  static int hash(byte[] bytes, int start, int end) {
    int length = end - start;
    long h = length * MULTIPLIER;
    if (length >= 8) {
      for (int at = start; at < end - 8; at += 8) {
        h = mix(h ^ (long) LONG.get(bytes, at));
      }
      // The last eight bytes, again in part where the length is no multiple of eight.
      h = mix(h ^ (long) LONG.get(bytes, end - 8));
    } else {
      long tail = 0;
      for (int at = start; at < end; at++) {
        tail = (tail << 8) | (bytes[at] & 0xFF);
      }
      h = mix(h ^ tail);
    }
    return (int) h;
  }

  private static long mix(long value) {
    long product = value * MULTIPLIER;
    return product ^ (product >>> 32);
  }

  /// Bytes of the varint that refers to `symbol`.
  static int refBytes(int symbol) {
    return symbol < 1 << 7 ? 1 : symbol < 1 << 14 ? 2 : Varint.size(symbol);
  }
}
