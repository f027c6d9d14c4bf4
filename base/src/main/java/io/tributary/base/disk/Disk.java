package io.tributary.base.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A file system, reduced to what a crash-safe program may rely on.
///
/// Nothing that was written or renamed survives a power cut before the file was forced
/// ([DiskFile#force]) and, for its name, the directory was ([#forceDirectory]). Directories that
/// are created get mode 0700 and files 0600 where the platform knows modes. Thread-safe.
public interface Disk {
  /// The machine's own file system.
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /// Creates `directory` and the parents that are missing.
  void createDirectories(Path directory) throws IOException;

  /// The names in `directory`, sorted; directories among them.
  List<String> list(Path directory) throws IOException;

  /// True when there is a regular file (not a symbolic link) of this name.
  boolean isFile(Path path);

  boolean isDirectory(Path path);

  /// Creates `file`, which must not exist, for reading and writing.
  DiskFile create(Path file) throws IOException;

  /// Opens an existing file for reading and writing; does not follow a symbolic link.
  DiskFile open(Path file) throws IOException;

  /// Opens an existing file for reading; does not follow a symbolic link.
  DiskFile openReadOnly(Path file) throws IOException;

  /// Renames atomically, replacing `to`.
  void rename(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  /// Makes the directory's entries durable.
  void forceDirectory(Path directory) throws IOException;

  /// Takes the exclusive lock on `file`, creating it when it is missing. Throws
  /// [DiskLock.HeldException] when somebody else has it.
  DiskLock lock(Path file) throws IOException;
}
