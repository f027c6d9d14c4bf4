package io.tributary.bench.fleet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/// A run of a page that was rendered before the race: plain and deflated bytes, one of each per
/// variant, outside the heap.
///
/// The deflated form ends in a sync flush, so runs follow one another in a single deflate stream
/// and the response as a whole is one ordinary gzip member.
final class Body {
  private final ByteBuffer[] plain;
  private final ByteBuffer[] deflated;

  /// `texts` holds one text per variant.
  Body(String[] texts, boolean compress) {
    plain = new ByteBuffer[texts.length];
    deflated = new ByteBuffer[compress ? texts.length : 0];
    for (int i = 0; i < texts.length; i++) {
      var bytes = texts[i].getBytes(StandardCharsets.UTF_8);
      plain[i] = direct(bytes, bytes.length);
      if (compress) {
        deflated[i] = deflate(bytes, Deflater.DEFAULT_COMPRESSION, Deflater.SYNC_FLUSH);
      }
    }
  }

  ByteBuffer plain(int variant) {
    return plain[variant].duplicate();
  }

  ByteBuffer deflated(int variant) {
    return deflated[variant].duplicate();
  }

  /// A final deflate block that stores `bytes` as they are: for a few of them, cheaper than a
  /// deflater's set-up.
  ///
  /// Layout (RFC 1951 §3.2.4): final and type bits, length, its complement, the bytes.
  static ByteBuffer stored(byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putShort((short) bytes.length)
        .putShort((short) ~bytes.length)
        .put(bytes)
        .flip();
  }

  /// Raw deflate; the end of the stream where `flush` is [Deflater#NO_FLUSH].
  static ByteBuffer deflate(byte[] bytes, int level, int flush) {
    var deflater = new Deflater(level, true);
    try {
      deflater.setInput(bytes);
      if (flush == Deflater.NO_FLUSH) {
        deflater.finish();
      }
      var out = new byte[bytes.length + bytes.length / 100 + 64];
      int length = deflater.deflate(out, 0, out.length, flush);
      if (length == out.length) {
        throw new IllegalStateException("BUG: deflated run does not fit");
      }
      return direct(out, length);
    } finally {
      deflater.end();
    }
  }

  private static ByteBuffer direct(byte[] bytes, int length) {
    return ByteBuffer.allocateDirect(length).put(bytes, 0, length).flip();
  }
}
