package io.tributary.bench.receiver;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.util.Arrays;

/// Decompresses request bodies into a buffer that is reused. One per connection.
final class Codec {
  private static final int LIMIT_BYTES = 1 << 28;

  private final SnappyDecompressor snappy = SnappyDecompressor.create();
  private final ZstdDecompressor zstd = ZstdDecompressor.create();
  private byte[] message = new byte[1 << 16];

  /// Returns the length of the message, which then stands in [#message()].
  int decompress(String encoding, byte[] body, int length) {
    return switch (encoding) {
      case "snappy" -> into(snappy, body, length, snappy.getUncompressedLength(body, 0));
      case "zstd" -> zstd(body, length);
      case "" -> {
        reserve(length);
        System.arraycopy(body, 0, message, 0, length);
        yield length;
      }
      default -> throw new IllegalArgumentException("cannot decode " + encoding);
    };
  }

  byte[] message() {
    return message;
  }

  private int zstd(byte[] body, int length) {
    long declared = zstd.getDecompressedSize(body, 0, length);
    if (declared >= 0) {
      return into(zstd, body, length, declared);
    }
    // A streamed frame does not say how long it gets.
    for (long size = message.length; ; size *= 2) {
      try {
        return into(zstd, body, length, size);
      } catch (MalformedInputException e) {
        if (size > LIMIT_BYTES) {
          throw e;
        }
      }
    }
  }

  private int into(Decompressor codec, byte[] body, int length, long size) {
    reserve(size);
    return codec.decompress(body, 0, length, message, 0, message.length);
  }

  private void reserve(long size) {
    if (size < 0 || size > LIMIT_BYTES) {
      throw new IllegalArgumentException("message of " + size + " bytes");
    }
    if (message.length < size) {
      message = Arrays.copyOf(message, Math.max((int) size, message.length * 2));
    }
  }
}
