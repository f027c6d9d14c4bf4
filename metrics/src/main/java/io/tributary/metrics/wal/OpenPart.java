package io.tributary.metrics.wal;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The file that a reader of the log has open: one part of one segment at a time. Owned by the
/// reader's thread.
final class OpenPart implements AutoCloseable {
  private final Disk disk;
  private Segment.@Nullable Part part;
  private @Nullable DiskFile file;
  private boolean isOurs;

  /// Of a segment that was left; to be closed without the lock of the log.
  private @Nullable DiskFile left;

  OpenPart(Disk disk) {
    this.disk = disk;
  }

  /// Bytes of `wanted` from `offset` of the segment; 0 where its file is gone, or not the one that
  /// the log wrote.
  int read(Segment segment, Segment.Part wanted, long offset, byte[] to, int at, int most)
      throws IOException {
    var open = file;
    if (open == null || !wanted.equals(part)) {
      close();
      if (!disk.isFile(wanted.file())) {
        return 0;
      }
      open = disk.openReadOnly(wanted.file());
      file = open;
      part = wanted;
      isOurs = segment.headerOf(wanted).equals(SegmentHeader.read(open));
    }
    if (!isOurs) {
      // Another file has taken its place since the start; its records are none of ours.
      return 0;
    }
    return Math.max(open.read(ByteBuffer.wrap(to, at, most), wanted.inFile(offset)), 0);
  }

  /// The reader goes to another segment; [#closeLeft] is to follow.
  void leave() {
    if (file != null) {
      left = file;
      file = null;
      part = null;
    }
  }

  void closeLeft() {
    if (left != null) {
      left.close();
      left = null;
    }
  }

  @Override
  public void close() {
    leave();
    closeLeft();
  }
}
