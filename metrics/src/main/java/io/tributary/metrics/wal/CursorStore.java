package io.tributary.metrics.wal;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The durable place of one consumer.
///
/// A place is *noted* by a write, which survives the end of the process, and later *forced*, which
/// survives a power cut. There are three slots, see [CursorSlots]: the one that was forced last is
/// never written, nor is one that is being forced, so whatever happens during a write or a force,
/// some slot is whole. Nobody who notes waits for a force.
///
/// Guarded by `this`, but for the force itself.
public final class CursorStore implements AutoCloseable {
  /// Most bytes of `extra`.
  public static final int MAX_EXTRA_BYTES = 64 << 10;

  static final String FILE_PREFIX = "cursor-";
  private static final int NONE = -1;

  /// What was stored: the position, and what the sender added to it.
  public record Cursor(WalPosition position, byte[] extra) {}

  private record Note(WalPosition position, int slot, byte[] bytes) {}

  private final Path directory;
  private final Disk disk;
  private final String name;
  private final Path file;

  /// Of the last note, whether it succeeded or not; 0 before the first and before [#load].
  private long generation;

  /// What was noted last and is not forced yet; null when there is nothing.
  private @Nullable Note noted;

  /// Of the last note that succeeded.
  private int notedSlot = NONE;

  private int forcedSlot = NONE;
  private int forcingSlot = NONE;
  private @Nullable DiskFile open;

  public CursorStore(Path directory, Disk disk, String name) {
    this.directory = directory;
    this.disk = disk;
    this.name = name;
    this.file = directory.resolve(fileName(name));
    CursorSlots.requireFits(name);
  }

  /// What was noted last; empty when nothing readable is there, so that the consumer starts again
  /// at the oldest record.
  public synchronized Optional<Cursor> load() {
    var newest = CursorSlots.newest(disk, file);
    if (newest == null || !newest.name().equals(name)) {
      return Optional.empty();
    }
    if (generation == 0) {
      generation = newest.generation();
      forcedSlot = newest.slot();
    }
    return Optional.of(newest.cursor());
  }

  /// Writes a position with `extra` bytes of the sender's own. Throws when it cannot be written;
  /// the position that was forced last still is.
  public synchronized void note(WalPosition position, byte[] extra) throws IOException {
    if (extra.length > MAX_EXTRA_BYTES) {
      throw new IllegalArgumentException("cannot store " + extra.length + " bytes with a cursor");
    }
    if (generation == 0) {
      load();
    }
    // After a failure the slot may hold anything: the next try has a number that cannot be
    // mistaken.
    generation++;
    byte[] bytes = CursorSlots.encode(generation, name, position, extra);
    var note = new Note(position, slotFor(bytes), bytes);
    if (note.slot == notedSlot) {
      noted = null;
    }
    write(note);
    noted = note;
    notedSlot = note.slot;
  }

  private void write(Note note) throws IOException {
    try {
      writeOnce(note);
    } catch (ClosedChannelException _) {
      // An interrupt closes the channel under the thread; the cursor matters more.
      boolean interrupted = Thread.interrupted();
      try {
        closeFile();
        writeOnce(note);
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

  private void writeOnce(Note note) throws IOException {
    CursorSlots.write(openFile(), note.bytes, note.slot);
  }

  /// One page is either written or not when the process is killed, so the slot of the last note
  /// will do again: that dirties one page between two forces and not two. Longer ones take turns.
  private int slotFor(byte[] bytes) {
    boolean mayReplace = CursorSlots.isSmall(bytes);
    int free = NONE;
    for (int slot = 0; slot < CursorSlots.COUNT; slot++) {
      if (slot != forcedSlot && slot != forcingSlot) {
        boolean isBetter = free == NONE || (slot == notedSlot) == mayReplace;
        free = isBetter ? slot : free;
      }
    }
    return free;
  }

  /// Makes the position durable that was noted last, and returns it; null when there is none that
  /// is not. Throws when that failed: nothing is lost, and the next call tries again.
  @Nullable WalPosition force() throws IOException {
    Note note;
    DiskFile target;
    synchronized (this) {
      note = noted;
      if (note == null || forcingSlot != NONE) {
        return null;
      }
      if (open == null || !disk.isFile(file)) {
        // The file is gone, or a force of it failed: then nothing is known about what it holds.
        write(note);
      }
      target = openFile();
      forcingSlot = note.slot;
    }
    boolean isForced = false;
    try {
      target.force();
      isForced = true;
    } catch (ClosedChannelException _) {
      // Somebody closed the file meanwhile; the next call opens it again.
    } finally {
      forced(isForced, note, target);
    }
    return isForced ? note.position : null;
  }

  private synchronized void forced(boolean isForced, Note note, DiskFile target) {
    forcingSlot = NONE;
    if (isForced) {
      forcedSlot = note.slot;
      if (noted == note) {
        noted = null;
      }
    } else if (open == target) {
      closeFile();
    }
  }

  /// Notes and forces a position with `extra` bytes of the sender's own, for owners of a log that
  /// has no thread to force cursors.
  public void store(WalPosition position, byte[] extra) throws IOException {
    note(position, extra);
    force();
  }

  /// Forgets the consumer for good.
  public synchronized void delete() throws IOException {
    closeFile();
    if (disk.isFile(file)) {
      disk.delete(file);
      disk.forceDirectory(directory);
    }
    generation = 0;
    noted = null;
    notedSlot = NONE;
    forcedSlot = NONE;
  }

  @Override
  public synchronized void close() {
    closeFile();
  }

  private DiskFile openFile() throws IOException {
    var opened = open;
    if (opened == null || !disk.isFile(file)) {
      closeFile();
      opened = openOrCreate();
      open = opened;
    }
    return opened;
  }

  private DiskFile openOrCreate() throws IOException {
    if (disk.isFile(file)) {
      var opened = disk.open(file);
      try {
        CursorSlots.fill(opened);
        // What a process before noted without forcing it counts as forced from here on.
        opened.force();
        return opened;
      } catch (IOException e) {
        opened.close();
        throw e;
      }
    }
    disk.createDirectories(directory);
    var created = disk.create(file);
    try {
      CursorSlots.fill(created);
      created.force();
      disk.forceDirectory(directory);
      return created;
    } catch (IOException e) {
      created.close();
      disk.delete(file);
      throw e;
    }
  }

  private void closeFile() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /// Whose cursor a file holds, and where it is.
  record Owner(String name, WalPosition position) {}

  static @Nullable Owner ownerOf(Disk disk, Path file) {
    var newest = CursorSlots.newest(disk, file);
    return newest == null ? null : new Owner(newest.name(), newest.cursor().position());
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
