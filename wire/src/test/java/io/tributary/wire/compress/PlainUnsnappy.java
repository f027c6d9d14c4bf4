package io.tributary.wire.compress;

import java.util.Arrays;

/// Snappy's block format read straight from its description, one byte after the other, as a third
/// opinion on what [SnappyBlock] writes. Throws where the description is not kept to.
public final class PlainUnsnappy {
  private final byte[] in;
  private int at;

  private PlainUnsnappy(byte[] in) {
    this.in = in;
  }

  public static byte[] decode(byte[] block) {
    return new PlainUnsnappy(block).decode();
  }

  private byte[] decode() {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int b = next();
      length |= (b & 0x7F) << shift;
      if (b < 0x80) {
        break;
      }
    }
    byte[] out = new byte[length];
    int size = 0;
    while (at < in.length) {
      int tag = next();
      int more = tag >>> 2;
      switch (tag & 3) {
        case 0 -> {
          int bytes = (more < 60 ? more : number(more - 59)) + 1;
          System.arraycopy(in, at, out, size, bytes);
          at += bytes;
          size += bytes;
        }
        case 1 -> size = repeat(out, size, (tag >>> 5 << 8) | next(), (more & 7) + 4);
        case 2 -> size = repeat(out, size, number(2), more + 1);
        default -> size = repeat(out, size, number(4), more + 1);
      }
    }
    if (size != length) {
      throw new IllegalArgumentException("%d bytes instead of %d".formatted(size, length));
    }
    return Arrays.copyOf(out, size);
  }

  private static int repeat(byte[] out, int size, int offset, int length) {
    if (offset <= 0 || offset > size) {
      throw new IllegalArgumentException("offset %d at %d".formatted(offset, size));
    }
    for (int i = size; i < size + length; i++) {
      out[i] = out[i - offset];
    }
    return size + length;
  }

  private int number(int bytes) {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= next() << (8 * i);
    }
    return number;
  }

  private int next() {
    return in[at++] & 0xFF;
  }
}
