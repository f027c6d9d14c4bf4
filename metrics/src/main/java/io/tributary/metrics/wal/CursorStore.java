package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The durable place of one consumer, in slots of one file that are written in turn: whatever
/// happens during a write, the slot that was forced last is whole.
///
/// ```
/// small slots at 0 and at 4 KiB, large ones at 8 KiB and at 76 KiB
///   0   magic "TRCURSOR"            8
///   8   generation                  8   odd ones go to the second slot of a pair; the highest of
///  16   segment, offset,            8 each                            all valid slots counts
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
/// The file gets its full size when it is made, so that a cursor can be stored on a full disk.
/// Guarded by `this`.
public final class CursorStore implements AutoCloseable {
  /// Most bytes of `extra`.
  public static final int MAX_EXTRA_BYTES = 64 << 10;

  static final String FILE_PREFIX = "cursor-";
  private static final int SMALL_BYTES = 4 << 10;
  private static final int LARGE_BYTES = 68 << 10;
  private static final int FILE_BYTES = 2 * SMALL_BYTES + 2 * LARGE_BYTES;
  private static final int HEADER_BYTES = 60;
  private static final int CRC_OFFSET = 56;
  private static final long MAGIC = 0x524F535255435254L;
  private static final int MAX_NAME_BYTES = LARGE_BYTES - HEADER_BYTES - MAX_EXTRA_BYTES;

  /// What was stored: the position, and what the sender added to it.
  public record Cursor(WalPosition position, byte[] extra) {}

  private record Slot(long generation, String name, Cursor cursor) {}

  private final Path directory;
  private final Disk disk;
  private final String name;
  private final Path file;

  /// Of the newest position that was written, and of the newest that was forced as well.
  private long generation;

  private long forcedGeneration;
  private @Nullable DiskFile open;

  public CursorStore(Path directory, Disk disk, String name) {
    this.directory = directory;
    this.disk = disk;
    this.name = name;
    this.file = directory.resolve(fileName(name));
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("cannot keep a cursor for a name this long: " + name);
    }
  }

  /// What was stored last; empty when nothing readable is there, so that the consumer starts again
  /// at the oldest record.
  public synchronized Optional<Cursor> load() {
    var newest = newest(disk, file);
    if (newest == null || !newest.name.equals(name)) {
      return Optional.empty();
    }
    generation = newest.generation;
    forcedGeneration = generation;
    return Optional.of(newest.cursor);
  }

  /// Stores and forces a position with `extra` bytes of the sender's own. Throws when it is not
  /// durable; the position before it still is.
  public synchronized void store(WalPosition position, byte[] extra) throws IOException {
    put(position, extra, true);
    forcedGeneration = generation;
  }

  /// Writes a position without forcing it: it survives the end of the process, and a power cut may
  /// take it back to the last one that was forced.
  public synchronized void note(WalPosition position, byte[] extra) throws IOException {
    put(position, extra, false);
  }

  private void put(WalPosition position, byte[] extra, boolean force) throws IOException {
    if (extra.length > MAX_EXTRA_BYTES) {
      throw new IllegalArgumentException("cannot store " + extra.length + " bytes with a cursor");
    }
    if (generation == 0) {
      load();
    }
    // Always into the slot that does not hold the last forced position. After a failure it may hold
    // anything, and the next try goes there too, under a generation that cannot be mistaken.
    generation += ((generation ^ forcedGeneration) & 1) == 0 ? 1 : 2;
    byte[] slot = encode(generation, position, extra);
    try {
      write(slot, force);
    } catch (ClosedChannelException e) {
      // An interrupt closes the channel under the thread; the cursor matters more.
      boolean interrupted = Thread.interrupted();
      try {
        closeFile();
        write(slot, force);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    } catch (IOException e) {
      closeFile();
      throw e;
    }
  }

  /// Forgets the consumer for good.
  public synchronized void delete() throws IOException {
    closeFile();
    if (disk.isFile(file)) {
      disk.delete(file);
      disk.forceDirectory(directory);
    }
    generation = 0;
    forcedGeneration = 0;
  }

  @Override
  public synchronized void close() {
    closeFile();
  }

  private void write(byte[] slot, boolean force) throws IOException {
    var to = open;
    if (to == null || !disk.isFile(file)) {
      closeFile();
      to = openOrCreate();
      open = to;
    }
    to.write(ByteBuffer.wrap(slot), slotOffset(slot.length, generation));
    if (force) {
      to.force();
    }
  }

  private DiskFile openOrCreate() throws IOException {
    if (disk.isFile(file)) {
      var opened = disk.open(file);
      try {
        // What a process before noted without forcing it counts as forced from here on.
        fill(opened).force();
        return opened;
      } catch (IOException e) {
        opened.close();
        throw e;
      }
    }
    disk.createDirectories(directory);
    var created = disk.create(file);
    try {
      fill(created).force();
      disk.forceDirectory(directory);
      return created;
    } catch (IOException e) {
      created.close();
      disk.delete(file);
      throw e;
    }
  }

  private static DiskFile fill(DiskFile file) throws IOException {
    for (long at = file.size(); at < FILE_BYTES; ) {
      // In small pieces: see above for what large ones would cost later.
      int bytes = (int) (SMALL_BYTES - at % SMALL_BYTES);
      file.write(ByteBuffer.allocate(bytes), at);
      at += bytes;
    }
    return file;
  }

  private void closeFile() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private static long slotOffset(int bytes, long generation) {
    boolean isSmall = bytes <= SMALL_BYTES;
    return (isSmall ? 0 : 2L * SMALL_BYTES)
        + (generation & 1) * (isSmall ? SMALL_BYTES : LARGE_BYTES);
  }

  private byte[] encode(long newGeneration, WalPosition position, byte[] extra) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    var sink = new ByteSink(HEADER_BYTES + nameBytes.length + extra.length);
    sink.putLong(MAGIC);
    sink.putLong(newGeneration);
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

  private static @Nullable Slot newest(Disk disk, Path file) {
    if (!disk.isFile(file)) {
      return null;
    }
    try (var source = disk.openReadOnly(file)) {
      Slot newest = null;
      for (long half = 0; half < 2; half++) {
        for (int bytes : new int[] {SMALL_BYTES, LARGE_BYTES}) {
          var slot = decode(source, slotOffset(bytes, half), bytes);
          if (slot != null && (newest == null || slot.generation > newest.generation)) {
            newest = slot;
          }
        }
      }
      return newest;
    } catch (IOException _) {
      return null;
    }
  }

  private static @Nullable Slot decode(DiskFile file, long at, int slotBytes) throws IOException {
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
        || extraLength > MAX_EXTRA_BYTES
        || HEADER_BYTES + nameLength + extraLength > slotBytes) {
      return null;
    }
    bytes = read(file, at, HEADER_BYTES + nameLength + extraLength);
    Arrays.fill(bytes, CRC_OFFSET, HEADER_BYTES, (byte) 0);
    if (crc != checksum(bytes, bytes.length)) {
      return null;
    }
    source = new ByteSource(bytes, HEADER_BYTES, bytes.length);
    String name = new String(source.getBytes(nameLength), StandardCharsets.UTF_8);
    return new Slot(generation, name, new Cursor(position, source.getBytes(extraLength)));
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

  /// Whose cursor a file holds, and where it is.
  record Owner(String name, WalPosition position) {}

  static @Nullable Owner ownerOf(Disk disk, Path file) {
    var newest = newest(disk, file);
    return newest == null ? null : new Owner(newest.name, newest.cursor.position);
  }

  /// A file name that is safe everywhere and differs where names differ.
  static String fileName(String name) {
    var safe = new StringBuilder(FILE_PREFIX);
    boolean plain = !name.isEmpty() && name.length() <= 64;
    for (int i = 0; i < Math.min(name.length(), 64); i++) {
      char c = name.charAt(i);
      boolean ok =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
      plain &= ok;
      safe.append(ok ? c : '_');
    }
    if (!plain) {
      var crc = new CRC32C();
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      crc.update(bytes);
      safe.append('~')
          .append(Long.toHexString(crc.getValue() << 32 | (name.hashCode() & 0xFFFFFFFFL)));
    }
    return safe.toString();
  }
}
