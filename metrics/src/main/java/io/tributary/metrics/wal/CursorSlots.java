package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The file of a cursor.
///
/// ```
/// three small slots at 0, 4 and 8 KiB; three large ones at 12, 80 and 148 KiB
///   0   magic "TRCURSOR"            8
///   8   generation                  8   the highest of all valid slots counts
///  16   segment, offset,            8 each
///       sequence, samples
///  48   length of name, of extra    4 each
///  56   CRC32C of all but itself    4
///  60   name, extra
/// ```
///
/// A place that fits goes to a small slot. The kernel keeps a file in runs of pages as large as the
/// writes that made it, and counts, and on some file systems writes, a whole run for one byte: with
/// slots of 68 KiB alone, cursors cost more disk than the log at 100,000 samples a second.
///
/// The file gets its full size when it is made, so that a cursor can be noted on a full disk.
final class CursorSlots {
  static final int COUNT = 3;

  private static final int SMALL_BYTES = 4 << 10;
  private static final int LARGE_BYTES = 68 << 10;
  private static final int FILE_BYTES = COUNT * (SMALL_BYTES + LARGE_BYTES);
  private static final int HEADER_BYTES = 60;
  private static final int CRC_OFFSET = 56;
  private static final long MAGIC = 0x524F535255435254L;
  private static final int MAX_NAME_BYTES =
      LARGE_BYTES - HEADER_BYTES - CursorStore.MAX_EXTRA_BYTES;

  /// What a slot holds.
  record Slot(int slot, long generation, String name, CursorStore.Cursor cursor) {}

  private CursorSlots() {}

  static void requireFits(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("cannot keep a cursor for a name this long: " + name);
    }
  }

  static boolean isSmall(byte[] bytes) {
    return bytes.length <= SMALL_BYTES;
  }

  private static long offset(int slot, boolean isSmall) {
    return isSmall
        ? (long) slot * SMALL_BYTES
        : (long) COUNT * SMALL_BYTES + (long) slot * LARGE_BYTES;
  }

  static void write(DiskFile to, byte[] bytes, int slot) throws IOException {
    to.write(ByteBuffer.wrap(bytes), offset(slot, isSmall(bytes)));
  }

  /// Brings a file to its full size.
  static void fill(DiskFile file) throws IOException {
    for (long at = file.size(); at < FILE_BYTES; ) {
      // In small pieces: see above for what large ones would cost later.
      int bytes = (int) (SMALL_BYTES - at % SMALL_BYTES);
      file.write(ByteBuffer.allocate(bytes), at);
      at += bytes;
    }
  }

  static byte[] encode(long generation, String name, WalPosition position, byte[] extra) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    var sink = new ByteSink(HEADER_BYTES + nameBytes.length + extra.length);
    sink.putLong(MAGIC);
    sink.putLong(generation);
    sink.putLong(position.segment());
    sink.putLong(position.offset());
    sink.putLong(position.sequence());
    sink.putLong(position.samples());
    sink.putInt(nameBytes.length);
    sink.putInt(extra.length);
    sink.putInt(0);
    sink.put(nameBytes);
    sink.put(extra);
    sink.setInt(CRC_OFFSET, checksum(sink.array(), sink.size()));
    return sink.toByteArray();
  }

  /// The newest valid slot of `file`; null when there is none.
  static @Nullable Slot newest(Disk disk, Path file) {
    if (!disk.isFile(file)) {
      return null;
    }
    try (var source = disk.openReadOnly(file)) {
      Slot newest = null;
      for (int slot = 0; slot < COUNT; slot++) {
        for (boolean isSmall : new boolean[] {true, false}) {
          var found = decode(source, slot, isSmall);
          if (found != null && (newest == null || found.generation > newest.generation)) {
            newest = found;
          }
        }
      }
      return newest;
    } catch (IOException _) {
      return null;
    }
  }

  private static @Nullable Slot decode(DiskFile file, int slot, boolean isSmall)
      throws IOException {
    long at = offset(slot, isSmall);
    byte[] bytes = read(file, at, HEADER_BYTES);
    var source = new ByteSource(bytes);
    if (source.getLong() != MAGIC) {
      return null;
    }
    long generation = source.getLong();
    var position =
        new WalPosition(source.getLong(), source.getLong(), source.getLong(), source.getLong());
    int nameLength = source.getInt();
    int extraLength = source.getInt();
    int crc = source.getInt();
    if (nameLength < 0
        || nameLength > MAX_NAME_BYTES
        || extraLength < 0
        || extraLength > CursorStore.MAX_EXTRA_BYTES
        || HEADER_BYTES + nameLength + extraLength > (isSmall ? SMALL_BYTES : LARGE_BYTES)) {
      return null;
    }
    bytes = read(file, at, HEADER_BYTES + nameLength + extraLength);
    Arrays.fill(bytes, CRC_OFFSET, HEADER_BYTES, (byte) 0);
    if (crc != checksum(bytes, bytes.length)) {
      return null;
    }
    source = new ByteSource(bytes, HEADER_BYTES, bytes.length);
    String name = new String(source.getBytes(nameLength), StandardCharsets.UTF_8);
    var cursor = new CursorStore.Cursor(position, source.getBytes(extraLength));
    return new Slot(slot, generation, name, cursor);
  }

  /// `length` bytes from `at` on; what lies behind the end of the file is zero.
  private static byte[] read(DiskFile file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    var to = ByteBuffer.wrap(bytes);
    while (to.hasRemaining()) {
      if (file.read(to, at + to.position()) < 0) {
        break;
      }
    }
    return bytes;
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
