package io.tributary.exporters.unix.disk;

import io.tributary.exporters.unix.host.LibC;
import io.tributary.exporters.unix.host.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// How large a file system is and what is left of it, in bytes and inodes.
///
/// `struct statfs` on 64-bit machines: eight-byte numbers, the second being the size of a block,
/// then blocks, free ones, free ones for everybody, inodes, free inodes.
///
/// Source: statfs(2). Not `java.nio.file.FileStore`, which does not know of inodes and looks for
/// the mount point by itself.
public record Space(double size, double free, double available, double files, double filesFree) {
  static Space of(Path path) throws IOException {
    return parse(LibC.statfs(path.toString()));
  }

  static Space parse(ByteBuffer struct) {
    double blockBytes = number(struct, 1);
    return new Space(
        number(struct, 2) * blockBytes,
        number(struct, 3) * blockBytes,
        number(struct, 4) * blockBytes,
        number(struct, 5),
        number(struct, 6));
  }

  private static double number(ByteBuffer struct, int index) {
    return Numbers.toDouble(struct.getLong(index * Long.BYTES));
  }
}
