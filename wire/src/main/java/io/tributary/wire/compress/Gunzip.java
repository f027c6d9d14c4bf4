package io.tributary.wire.compress;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import io.tributary.base.bytes.ByteSink;
import io.tributary.wire.WireException;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Undoes gzip (RFC 1952), a whole body at a time and never beyond a bound.
///
/// ```text
/// member:  1f 8b 08 flags mtime(4) xfl os [extra] [name] [comment] [crc16]
///          deflate stream   crc32(4)  size mod 2^32 (4)
/// ```
///
/// libdeflate decodes in one go into the sink's own array, so a bomb meets "no room" and cannot
/// grow anything; the size in the trailer is a hint for the first attempt, never trusted. Where
/// libdeflate cannot be loaded (its library is unpacked to `aircompressor.tmpdir` or
/// `java.io.tmpdir`, which may be read-only or noexec), and for bodies of several members, the
/// JDK's `Inflater` does the work.
///
/// Owned by one thread.
public final class Gunzip implements AutoCloseable {
  /// Who decodes.
  public enum Engine {
    LIBDEFLATE,
    JDK
  }

  /// The decoded body does not fit the bound.
  public static final class TooLargeException extends RuntimeException {
    TooLargeException(int maxBytes) {
      super("decoded body is larger than " + maxBytes + " bytes", null, false, false);
    }
  }

  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xe0;

  /// Deflate cannot shrink further than this, so a larger hint is a lie.
  private static final int MAX_RATIO = 1032;

  private static final int FIRST_ROOM = 16 << 10;

  private @Nullable Engine engine;
  private final CRC32 crc = new CRC32();
  private @Nullable DeflateNativeDecompressor nativeDecoder;
  private @Nullable Inflater inflater;

  /// With [#bestEngine], which is looked for at the first body: linking the library takes tens of
  /// milliseconds that a start need not wait for.
  public Gunzip() {}

  public Gunzip(Engine engine) {
    use(engine);
  }

  private Engine use(Engine chosen) {
    engine = chosen;
    nativeDecoder = chosen == Engine.LIBDEFLATE ? new DeflateNativeDecompressor() : null;
    return chosen;
  }

  /// libdeflate where its library loads.
  public static Engine bestEngine() {
    return DeflateNativeDecompressor.isEnabled() ? Engine.LIBDEFLATE : Engine.JDK;
  }

  public Engine engine() {
    var chosen = engine;
    return chosen == null ? use(bestEngine()) : chosen;
  }

  /// Decodes `in[from, from + length)` and appends the result, at most `maxBytes`, to `out`.
  ///
  /// Throws [TooLargeException] where more would come out, [WireException] where the input is
  /// damaged or cut; `out` then holds what it held before.
  public void decode(byte[] in, int from, int length, int maxBytes, ByteSink out) {
    int before = out.size();
    int end = from + length;
    boolean isNative = engine() == Engine.LIBDEFLATE;
    try {
      int data = headerEnd(in, from, end, from);
      if (!isNative || !decodeSingle(in, data, end, maxBytes, out)) {
        decodeMembers(in, from, end, maxBytes, out);
      }
    } catch (WireException | TooLargeException e) {
      out.truncate(before);
      throw e;
    }
  }

  /// Takes the body for one member. False where it is not, or is damaged: the other way will tell.
  private boolean decodeSingle(byte[] in, int data, int end, int maxBytes, ByteSink out) {
    var decoder = Objects.requireNonNull(nativeDecoder);
    int dataEnd = end - TRAILER_BYTES;
    if (dataEnd < data) return false;
    long hint = Math.min(littleEndian(in, end - 4), (long) (dataEnd - data) * MAX_RATIO);
    long room = Math.clamp(hint, Math.min(FIRST_ROOM, maxBytes), maxBytes);
    while (true) {
      int before = out.size();
      var array = out.reserve((int) room);
      int written;
      try {
        written = decoder.decompress(in, data, dataEnd - data, array, before, (int) room);
      } catch (MalformedInputException e) {
        if (!isNoRoom(e)) return false;
        if (room >= maxBytes) throw new TooLargeException(maxBytes);
        room = Math.min(room * 2, maxBytes);
        continue;
      }
      crc.reset();
      crc.update(array, before, written);
      boolean isWhole =
          crc.getValue() == littleEndian(in, dataEnd) && written == littleEndian(in, dataEnd + 4);
      if (isWhole) out.advance(written);
      return isWhole;
    }
  }

  private static boolean isNoRoom(MalformedInputException e) {
    return String.valueOf(e.getMessage()).contains("too small");
  }

  private void decodeMembers(byte[] in, int from, int end, int maxBytes, ByteSink out) {
    if (inflater == null) inflater = new Inflater(true);
    int start = out.size();
    int at = from;
    while (at < end) {
      int data = headerEnd(in, at, end, from);
      inflater.reset();
      int memberStart = out.size();
      at = inflate(inflater, in, data, end, start, maxBytes, out, from);
      if (end - at < TRAILER_BYTES) throw new WireException("gzip body ends early", end - from);
      crc.reset();
      crc.update(out.array(), memberStart, out.size() - memberStart);
      if (crc.getValue() != littleEndian(in, at)) {
        throw new WireException("gzip checksum does not match", at - from);
      }
      if (out.size() - memberStart != littleEndian(in, at + 4)) {
        throw new WireException("gzip size does not match", at + 4 - from);
      }
      at += TRAILER_BYTES;
    }
  }

  /// Inflates one deflate stream and returns where it ends.
  private static int inflate(
      Inflater inflater,
      byte[] in,
      int data,
      int end,
      int start,
      int maxBytes,
      ByteSink out,
      int from) {
    inflater.setInput(in, data, end - data);
    int step = FIRST_ROOM;
    while (true) {
      int left = maxBytes - (out.size() - start);
      // One byte more than allowed, to see whether there is more.
      int room = (int) Math.min((long) left + 1, step);
      var array = out.reserve(room);
      int written;
      try {
        written = inflater.inflate(array, out.size(), room);
      } catch (DataFormatException e) {
        throw new WireException(
            "cannot inflate gzip body: " + e.getMessage(), inflater.getBytesRead() + data - from);
      }
      if (written > left) throw new TooLargeException(maxBytes);
      out.advance(written);
      if (inflater.finished()) return end - inflater.getRemaining();
      if (written == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
        throw new WireException("gzip body ends early", end - from);
      }
      step = (int) Math.min(step * 2L, 1 << 20);
    }
  }

  /// Checks a member's header and returns where its data begins.
  private int headerEnd(byte[] in, int at, int end, int from) {
    if (end - at < HEADER_BYTES) throw new WireException("gzip header ends early", end - from);
    if ((in[at] & 0xff) != 0x1f || (in[at + 1] & 0xff) != 0x8b) {
      throw new WireException("invalid gzip header", at - from);
    }
    int flags = in[at + 3] & 0xff;
    if (in[at + 2] != 8 || (flags & RESERVED_FLAGS) != 0) {
      throw new WireException("unsupported gzip header", at + 2 - from);
    }
    int p = at + HEADER_BYTES;
    if ((flags & FLAG_EXTRA) != 0) {
      if (end - p < 2) throw new WireException("gzip header ends early", end - from);
      p += 2 + ((in[p] & 0xff) | ((in[p + 1] & 0xff) << 8));
    }
    if ((flags & FLAG_NAME) != 0) p = skipText(in, p, end, from);
    if ((flags & FLAG_COMMENT) != 0) p = skipText(in, p, end, from);
    if ((flags & FLAG_HEADER_CRC) != 0) {
      if (end - p < 2) throw new WireException("gzip header ends early", end - from);
      crc.reset();
      crc.update(in, at, p - at);
      if ((crc.getValue() & 0xffff) != ((in[p] & 0xff) | ((in[p + 1] & 0xff) << 8))) {
        throw new WireException("gzip header checksum does not match", p - from);
      }
      p += 2;
    }
    if (p > end) throw new WireException("gzip header ends early", end - from);
    return p;
  }

  private static int skipText(byte[] in, int at, int end, int from) {
    int p = at;
    while (p < end && in[p] != 0) p++;
    if (p >= end) throw new WireException("gzip header ends early", end - from);
    return p + 1;
  }

  private static long littleEndian(byte[] in, int at) {
    return (in[at] & 0xffL)
        | ((in[at + 1] & 0xffL) << 8)
        | ((in[at + 2] & 0xffL) << 16)
        | ((in[at + 3] & 0xffL) << 24);
  }

  /// Returns the JDK decoder's native memory.
  @Override
  public void close() {
    if (inflater != null) inflater.end();
    inflater = null;
  }
}
