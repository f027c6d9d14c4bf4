package io.tributary.wire.compress;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.snappy.SnappyNativeDecompressor;
import io.tributary.wire.WireException;

/// Decodes Snappy's block format. What a block says of its length is looked at before anything is
/// allocated. Owned by one thread at a time.
public final class Unsnappy {
  private static final int MAX_LENGTH_BYTES = 5;

  private final SnappyDecompressor codec =
      SnappyNativeDecompressor.isEnabled()
          ? new SnappyNativeDecompressor()
          : new SnappyJavaDecompressor();

  private byte[] output = new byte[0];

  public Unsnappy() {}

  /// The length that a block says it decodes to.
  public static long decodedLength(byte[] block, int length) {
    long decoded = 0;
    for (int i = 0; i < Math.min(length, MAX_LENGTH_BYTES); i++) {
      decoded |= (block[i] & 0x7fL) << (7 * i);
      if (block[i] >= 0) {
        return decoded;
      }
    }
    throw new WireException("cannot decode snappy: expected a length", 0);
  }

  /// Decodes into [#output], and returns how many bytes that are. The caller has looked at
  /// [#decodedLength].
  public int decode(byte[] block, int length) {
    long expected = decodedLength(block, length);
    if (output.length < expected) {
      output = new byte[Math.toIntExact(expected)];
    }
    try {
      int decoded = codec.decompress(block, 0, length, output, 0, (int) expected);
      if (decoded != expected) {
        throw new WireException(
            "cannot decode snappy: expected " + expected + " bytes, got " + decoded, 0);
      }
      return decoded;
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new WireException("cannot decode snappy: corrupt input", 0);
    }
  }

  /// Valid until the next block is decoded.
  public byte[] output() {
    return output;
  }
}
