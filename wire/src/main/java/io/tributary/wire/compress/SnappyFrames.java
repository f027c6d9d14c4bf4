package io.tributary.wire.compress;

import io.tributary.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Decodes Snappy's framing format: chunks, each with a checksum, as gRPC has them under the name
/// `snappy` and as Go's `snappy.Writer` writes them.
///
/// ```
///   0      1               4                8
///   ┌──────┬───────────────┬────────────────┬──────────────────────────┐
///   │ kind │ length (3 LE) │ checksum (LE)  │ block (0x00), bytes (01) │
///   └──────┴───────────────┴────────────────┴──────────────────────────┘
/// ```
///
/// Source: google/snappy `framing_format.txt`.
public final class SnappyFrames {
  private static final int HEAD_BYTES = 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final int COMPRESSED = 0x00;
  private static final int PLAIN = 0x01;

  /// From here on chunks may be skipped by those who do not know them.
  private static final int FIRST_SKIPPABLE = 0x80;

  private static final int START = 0xff;
  private static final byte[] SIGNATURE = {'s', 'N', 'a', 'P', 'p', 'Y'};

  /// Of a chunk, decoded.
  private static final int MOST_CHUNK_BYTES = 1 << 16;

  private final byte[] bytes;
  private final int most;
  private final Unsnappy codec = new Unsnappy();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at;

  private SnappyFrames(byte[] bytes, int most) {
    this.bytes = bytes;
    this.most = most;
  }

  /// The whole of it, decoded, but at most `most` bytes and the rest of the chunk in which these
  /// end: whoever gets more than `most` knows that there is more. Nothing at all decodes to
  /// nothing. Throws [WireException] on malformed input.
  public static byte[] decode(byte[] bytes, int most) {
    return new SnappyFrames(bytes, most).decode();
  }

  private byte[] decode() {
    while (at < bytes.length && out.size() <= most) {
      chunk();
    }
    return out.toByteArray();
  }

  private void chunk() {
    if (bytes.length - at < HEAD_BYTES) {
      throw new WireException("cannot decode snappy: expected the head of a chunk", at);
    }
    int kind = bytes[at] & 0xff;
    int length =
        (bytes[at + 1] & 0xff) | (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff) << 16;
    if (at == 0 && kind != START) {
      throw new WireException("cannot decode snappy: expected the start of a stream", at);
    }
    int from = at + HEAD_BYTES;
    if (length > bytes.length - from) {
      throw new WireException("cannot decode snappy: a chunk ends beyond the input", at);
    }
    switch (kind) {
      case START -> start(from, length);
      case COMPRESSED, PLAIN -> data(kind, from, length);
      default -> {
        if (kind < FIRST_SKIPPABLE) {
          throw new WireException("cannot decode snappy: unknown chunk " + kind, at);
        }
      }
    }
    at = from + length;
  }

  private void start(int from, int length) {
    if (!ByteBuffer.wrap(bytes, from, length).equals(ByteBuffer.wrap(SIGNATURE))) {
      throw new WireException("cannot decode snappy: expected \"sNaPpY\"", from);
    }
  }

  private void data(int kind, int from, int length) {
    int blockFrom = from + CHECKSUM_BYTES;
    int blockLength = length - CHECKSUM_BYTES;
    if (blockLength < 0) {
      throw new WireException("cannot decode snappy: a chunk without a checksum", from);
    }
    ByteBuffer plain = ByteBuffer.wrap(bytes, blockFrom, blockLength);
    if (kind == COMPRESSED) {
      byte[] block = new byte[blockLength];
      plain.get(block);
      requireShort(Unsnappy.decodedLength(block, blockLength), from);
      int decoded = codec.decode(block, blockLength);
      plain = ByteBuffer.wrap(codec.output(), 0, decoded);
    }
    requireShort(plain.remaining(), from);
    int checksum = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(from);
    if (checksum != checksum(plain.duplicate())) {
      throw new WireException("cannot decode snappy: a chunk has another checksum", from);
    }
    out.write(plain.array(), plain.position(), plain.remaining());
  }

  private static void requireShort(long length, int at) {
    if (length > MOST_CHUNK_BYTES) {
      throw new WireException("cannot decode snappy: a chunk of " + length + " bytes", at);
    }
  }

  /// Rotated and shifted, as the format wants it.
  static int checksum(ByteBuffer plain) {
    var crc = new CRC32C();
    crc.update(plain);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
