package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import io.tributary.metrics.wal.SegmentDecoder.Outcome;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.Stream;
import io.tributary.model.layout.WeakInterner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the log in a directory from one end to the other, for whoever wants to know what is in it.
///
/// Takes no lock, writes nothing and moves nothing, so that the agent that the log belongs to may
/// run: what that appends meanwhile may be seen or not, and segments that it deletes are not.
/// Memory is that of a reader: the definitions and the last values of one segment.
public final class LogScan {
  private final Disk disk;
  private final Path directory;
  private final SegmentDecoder decoder = new SegmentDecoder(new Layouts(), new WeakInterner<>());
  private final FrameScanner scanner = new FrameScanner();
  private final ByteSource payload = new ByteSource(new byte[0]);
  private long unreadable;
  private long bytesBefore;

  private LogScan(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /// Is told of each scrape, in the order of the log.
  @FunctionalInterface
  public interface Visitor {
    /// `selected` are the rows that have a sample, null for all of them. Nothing of it may be kept
    /// but `stream` and `layout`.
    void scrape(Stream stream, Layout layout, long timestampMs, @Nullable BitSet selected);

    /// Definitions of the segment before are gone: what was noted of layouts may go, too.
    default void segment(long number) {}
  }

  /// Is told how far it is.
  @FunctionalInterface
  public interface Watcher {
    void read(long bytes, long allBytes);
  }

  /// What the log is, beside its scrapes.
  ///
  /// @param first number of the oldest segment, −1 where there is none
  /// @param unreadable records and files that could not be read
  public record Summary(long first, long last, long bytes, long unreadable) {}

  /// Whether there is a log in `directory`.
  public static boolean isLog(Disk disk, Path directory) {
    return disk.isDirectory(directory.resolve("segments"));
  }

  /// Throws where the directory cannot be listed.
  public static Summary read(Disk disk, Path directory, Visitor visitor, Watcher watcher)
      throws IOException {
    return new LogScan(disk, directory.resolve("segments")).read(visitor, watcher);
  }

  /// A file of a segment.
  private record Part(SegmentHeader header, Path file, long size) {
    long endOffset() {
      return header.firstOffset() + Math.max(size - SegmentHeader.BYTES, 0);
    }
  }

  private Summary read(Visitor visitor, Watcher watcher) throws IOException {
    List<List<Part>> all = segments();
    long bytes = all.stream().flatMap(List::stream).mapToLong(Part::size).sum();
    for (int i = 0; i < all.size(); i++) {
      List<Part> parts = all.get(i);
      long next =
          i + 1 < all.size() ? all.get(i + 1).getFirst().header().baseSequence() : Long.MAX_VALUE;
      visitor.segment(number(parts));
      segment(parts, next, visitor, offset -> watcher.read(bytesBefore + offset, bytes));
      bytesBefore += parts.stream().mapToLong(Part::size).sum();
    }
    return new Summary(
        all.isEmpty() ? -1 : number(all.getFirst()),
        all.isEmpty() ? -1 : number(all.getLast()),
        bytes,
        unreadable);
  }

  private static long number(List<Part> parts) {
    return parts.getFirst().header().segment();
  }

  /// The parts of each, by number.
  private List<List<Part>> segments() throws IOException {
    var all = new TreeMap<Long, List<Part>>();
    for (String name : disk.list(directory)) {
      Part part = name.endsWith(".wal") ? part(directory.resolve(name)) : null;
      if (part != null) {
        all.computeIfAbsent(part.header().segment(), _ -> new ArrayList<>()).add(part);
      }
    }
    return all.values().stream().map(LogScan::effective).toList();
  }

  /// A part that goes on before another began replaces that one.
  private static List<Part> effective(List<Part> parts) {
    parts.sort(Comparator.comparingInt(part -> part.header().part()));
    var effective = new ArrayList<Part>();
    for (Part part : parts) {
      effective.removeIf(before -> before.header().firstOffset() >= part.header().firstOffset());
      effective.add(part);
    }
    return effective;
  }

  private @Nullable Part part(Path file) {
    try (DiskFile opened = disk.openReadOnly(file)) {
      SegmentHeader header = SegmentHeader.read(opened);
      if (header != null) {
        return new Part(header, file, opened.size());
      }
      unreadable += opened.size() < SegmentHeader.BYTES ? 0 : 1;
    } catch (NoSuchFileException _) {
      // The agent has just deleted it: all of it was delivered.
    } catch (IOException _) {
      unreadable++;
    }
    return null;
  }

  @FunctionalInterface
  private interface Offsets {
    void at(long offset);
  }

  private void segment(List<Part> parts, long endSequence, Visitor visitor, Offsets offsets) {
    SegmentHeader header = parts.getFirst().header();
    decoder.startSegment(header.createdMs());
    scanner.reset(header.baseSequence());
    long end = parts.getLast().endOffset();
    try (var bytes = new PartBytes(parts, end)) {
      while (scanner.next(bytes, end, endSequence)) {
        record(visitor);
        offsets.at(scanner.offset());
      }
    } catch (IOException _) {
      unreadable++;
    }
    unreadable += scanner.takeLost();
  }

  private void record(Visitor visitor) {
    payload.reset(scanner.array(), scanner.payloadFrom(), scanner.payloadTo());
    try {
      if (scanner.type() != Frame.SCRAPE) {
        unreadable += decoder.define(scanner.type(), payload) ? 0 : 1;
      } else if (decoder.scrape(scanner.sequence(), payload) == Outcome.DECODED) {
        visitor.scrape(
            decoder.stream(), decoder.layout(), decoder.timestampMs(), decoder.selected());
      } else {
        unreadable++;
      }
    } catch (MalformedRecordException | ByteSource.TruncatedException _) {
      unreadable++;
    }
  }

  /// The bytes of one segment from its files, one of which is open.
  private final class PartBytes implements FrameScanner.Bytes, AutoCloseable {
    private final List<Part> parts;
    private final long end;
    private int open = -1;
    private @Nullable DiskFile file;

    PartBytes(List<Part> parts, long end) {
      this.parts = parts;
      this.end = end;
    }

    @Override
    public int read(long offset, byte[] to, int at, int most) throws IOException {
      int index = index(offset);
      Part part = parts.get(index);
      long left = runEnd(index) - offset;
      if (left <= 0) {
        return 0;
      }
      long position = SegmentHeader.BYTES + offset - part.header().firstOffset();
      var into = ByteBuffer.wrap(to, at, (int) Math.min(most, left));
      return Math.max(opened(index).read(into, position), 0);
    }

    private DiskFile opened(int index) throws IOException {
      DiskFile current = file;
      if (current == null || open != index) {
        close();
        current = disk.openReadOnly(parts.get(index).file());
        file = current;
        open = index;
      }
      return current;
    }

    private int index(long offset) {
      int index = 0;
      while (index + 1 < parts.size() && parts.get(index + 1).header().firstOffset() <= offset) {
        index++;
      }
      return index;
    }

    private long runEnd(int index) {
      return index + 1 < parts.size() ? parts.get(index + 1).header().firstOffset() : end;
    }

    @Override
    public long behindHole(long offset) {
      return runEnd(index(offset));
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
