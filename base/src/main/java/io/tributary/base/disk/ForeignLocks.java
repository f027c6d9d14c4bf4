package io.tributary.base.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Sees locks of the other kind: programs written in Go take flock(2), which the virtual machine
/// cannot, and which says nothing to a lock of fcntl(2).
///
/// Linux lists them; elsewhere, and where a process lives in another PID namespace or a file system
/// numbers its devices in its own way, none are seen. Calling flock(2) itself was measured to cost
/// a start 140 ms and 16 MB.
///
/// Source: proc_locks(5).
final class ForeignLocks {
  private static final Path LIST = Path.of("/proc/locks");

  private ForeignLocks() {}

  /// Whether some process holds a lock of flock(2) on the file; false where the system has no list.
  /// Throws where it has one that cannot be read: then nobody knows.
  static boolean isHeld(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")
        || !Files.isReadable(LIST)) {
      return false;
    }
    var attributes = Files.readAttributes(file, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
    return attributes.get("dev") instanceof Long device
        && attributes.get("ino") instanceof Long inode
        && isListed(Files.readAllLines(LIST), device, inode);
  }

  /// `lines` read `7: FLOCK ADVISORY WRITE 4711 fe:00:5308425 0 EOF`, with an arrow before the kind
  /// where a process waits for what another one has.
  static boolean isListed(List<String> lines, long device, long inode) {
    long major = (device >> 8 & 0xfff) | (device >> 32 & ~0xfffL);
    long minor = (device & 0xff) | (device >> 12 & ~0xffL);
    String place = "%02x:%02x:%d".formatted(major, minor, inode);
    return lines.stream()
        .map(line -> line.split("\\s+"))
        .anyMatch(words -> words.length > 5 && words[1].equals("FLOCK") && words[5].equals(place));
  }
}
