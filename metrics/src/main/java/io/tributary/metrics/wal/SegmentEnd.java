package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the newest segment ends that an earlier process left behind.
final class SegmentEnd {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogDirectory.class);

  /// The end is looked for in this many bytes first.
  private static final long TAIL_BYTES = 1 << 20;

  private SegmentEnd() {}

  /// The end of the last intact record: what lies behind it was being written in a crash.
  ///
  /// A scrape's record says how many samples are before it, so the last records tell everything:
  /// usually those in the last [#TAIL_BYTES].
  static WalPosition find(
      Disk disk, SegmentHeader header, List<Segment.Part> parts, long endOffset) {
    var base = new WalPosition(header.segment(), 0, header.baseSequence(), header.baseSamples());
    try (var bytes = new PartBytes(disk, parts)) {
      for (long tail = TAIL_BYTES; ; tail *= 8) {
        long from = Math.max(endOffset - tail, 0);
        var end = lastRecord(base, bytes, from, endOffset);
        if (end != null || from == 0) {
          return end == null ? base : end;
        }
      }
    } catch (IOException e) {
      LOGGER.error("cannot read segment {} to its end: {}", header.segment(), e.toString());
      return base;
    }
  }

  /// The end of the last intact record between two offsets of a segment; null when there is no
  /// scrape among them that tells the samples before it.
  private static @Nullable WalPosition lastRecord(
      WalPosition base, PartBytes bytes, long from, long endOffset) throws IOException {
    var scanner = new FrameScanner();
    scanner.reset(base.sequence(), from);
    WalPosition end = from == 0 ? base : null;
    long samples = base.samples();
    boolean isCounted = from == 0;
    // Half of the numbers that the frame can tell apart: anything further is not from here.
    while (scanner.next(bytes, endOffset, scanner.expectedSequence() + Integer.MAX_VALUE)) {
      if (scanner.type() == Frame.SCRAPE) {
        samples = base.samples() + samplesUpTo(scanner);
        isCounted = true;
      }
      if (isCounted) {
        end = new WalPosition(base.segment(), scanner.offset(), scanner.sequence() + 1, samples);
      }
    }
    return end;
  }

  private static long samplesUpTo(FrameScanner scanner) {
    var payload = new ByteSource(scanner.array(), scanner.payloadFrom(), scanner.payloadTo());
    try {
      payload.getVarint();
      payload.getVarint();
      return payload.getVarint() + payload.getVarint();
    } catch (ByteSource.TruncatedException _) {
      return 0;
    }
  }

  /// The bytes of a segment that is on the disk alone.
  private static final class PartBytes implements FrameScanner.Bytes, AutoCloseable {
    private final Disk disk;
    private final List<Segment.Part> parts;
    private @Nullable DiskFile file;
    private int open = -1;

    PartBytes(Disk disk, List<Segment.Part> parts) {
      this.disk = disk;
      this.parts = parts;
    }

    @Override
    public int read(long offset, byte[] to, int at, int most) throws IOException {
      int index = indexAt(offset);
      if (index < 0) {
        return 0;
      }
      var source = file;
      if (source == null || open != index) {
        close();
        source = disk.openReadOnly(parts.get(index).file());
        file = source;
        open = index;
      }
      int count = (int) Math.min(most, behindHole(offset) - offset);
      return Math.max(
          source.read(ByteBuffer.wrap(to, at, count), parts.get(index).inFile(offset)), 0);
    }

    private int indexAt(long offset) {
      int index = parts.size() - 1;
      while (index >= 0 && parts.get(index).firstOffset() > offset) {
        index--;
      }
      return index;
    }

    @Override
    public long behindHole(long offset) {
      int next = indexAt(offset) + 1;
      return next < parts.size() ? parts.get(next).firstOffset() : Long.MAX_VALUE;
    }

    @Override
    public void close() {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
