package io.tributary.base.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [Disk] of the machine.
enum RealDisk implements Disk {
  INSTANCE;

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] DIRECTORY_MODE = mode("rwx------");
  private static final FileAttribute<?>[] FILE_MODE = mode("rw-------");

  private static FileAttribute<?>[] mode(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, DIRECTORY_MODE);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    var names = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new RealFile(
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            FILE_MODE));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new RealFile(
        FileChannel.open(
            file,
            Set.<OpenOption>of(
                StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
  }

  @Override
  public DiskFile openReadOnly(Path file) throws IOException {
    return new RealFile(
        FileChannel.open(
            file, Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (!POSIX) {
      // Windows has no handle on a directory to force; its journal orders the entries.
      return;
    }
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public DiskLock lock(Path file) throws IOException {
    boolean leftover = isFile(file);
    var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            FILE_MODE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      channel.close();
      throw new DiskLock.HeldException("this process holds " + file + " already");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    if (lock == null || (leftover && ForeignLocks.isHeld(file))) {
      channel.close();
      throw new DiskLock.HeldException("another process holds " + file);
    }
    return new RealLock(file, identity(file), channel, leftover);
  }

  /// What the file is, whatever its name; null where the system does not say.
  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private record RealLock(
      Path file, @Nullable Object identity, FileChannel channel, boolean isLeftover)
      implements DiskLock {
    @Override
    public void close() {
      try {
        // Before the lock goes: behind it, the file could already be somebody else's.
        if (isOurs()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException _) {
        // A leftover file is harmless: the lock on it is gone.
      }
      closeQuietly(channel);
    }

    /// Somebody may have put another file in its place, or have locked ours in a way that ours does
    /// not hinder.
    private boolean isOurs() throws IOException {
      return Objects.equals(identity, RealDisk.identity(file)) && !ForeignLocks.isHeld(file);
    }
  }

  private record RealFile(FileChannel channel) implements DiskFile {
    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return channel.read(to, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        at += channel.write(from, at);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() {
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing can be done about it, and what had to be durable was forced before.
    }
  }
}
