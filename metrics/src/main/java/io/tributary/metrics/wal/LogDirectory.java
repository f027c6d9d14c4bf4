package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of the log: their names, what is found at start, how they are deleted.
///
/// ```
/// <storage path>/lock                       held while the process runs
///                cursors/cursor-<name>      see CursorStore
///                segments/000000000012.wal      first part of segment 12
///                segments/000000000012-1.wal    a further part, after the disk failed
///                ….trash      being deleted      ….damaged   unreadable, kept for a human
/// ```
///
/// Whatever else is in the directory is left alone, Prometheus' own `wal` above all.
final class LogDirectory {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogDirectory.class);

  static final String TRASH = ".trash";
  static final String DAMAGED = ".damaged";

  /// Unreadable files that are kept; the oldest go.
  static final int MAX_DAMAGED_FILES = 16;

  private static final Pattern SEGMENT = Pattern.compile("(\\d{12,18})(?:-(\\d{1,9}))?\\.wal");
  private static final Pattern NUMBER = Pattern.compile("(\\d{12,18})\\D.*");

  /// What a directory held.
  ///
  /// @param segments readable ones, oldest first
  /// @param start the place for the first new record
  /// @param openMs how long the log had been open, as far as the newest segment knows
  /// @param damagedFiles moved aside
  record Found(List<Loaded> segments, WalPosition start, long openMs, int damagedFiles) {}

  /// One segment on the disk.
  record Loaded(
      SegmentHeader header, List<Segment.Part> parts, WalPosition end, long newestOpenMs) {}

  private record PartFile(SegmentHeader header, Path file, long size) {}

  final Path root;
  final Path segments;
  final Path cursors;
  private final Disk disk;
  private int damagedFiles;

  LogDirectory(Path root, Disk disk) {
    this.root = root;
    this.segments = root.resolve("segments");
    this.cursors = root.resolve("cursors");
    this.disk = disk;
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  void create() throws IOException {
    disk.createDirectories(segments);
    disk.createDirectories(cursors);
  }

  Path partFile(long segment, int part) {
    return segments.resolve("%012d%s.wal".formatted(segment, part == 0 ? "" : "-" + part));
  }

  /// Deletes `file` so that a crash on the way leaves it either whole or recognisably doomed.
  void delete(Path file) throws IOException {
    var trash = file.resolveSibling(file.getFileName() + TRASH);
    if (disk.isFile(file)) {
      disk.rename(file, trash);
      disk.forceDirectory(segments);
    }
    if (disk.isFile(trash)) {
      disk.delete(trash);
    }
  }

  /// Reads the headers of all segments, and the newest segment in full to find its end.
  Found scan() {
    var all = new TreeMap<Long, SortedMap<Integer, PartFile>>();
    long highest = 0;
    for (String name : list(segments)) {
      var numbered = NUMBER.matcher(name);
      if (numbered.matches()) {
        highest = Math.max(highest, Long.parseLong(numbered.group(1)));
      }
      if (name.endsWith(TRASH)) {
        deleteQuietly(segments.resolve(name));
      } else if (SEGMENT.matcher(name).matches() && disk.isFile(segments.resolve(name))) {
        add(segments.resolve(name), all);
      }
    }
    boundDamaged();
    var loaded = load(all);
    long cursorSegment = 0;
    long sequence = 0;
    long samples = 0;
    for (WalPosition position : cursorPositions()) {
      cursorSegment = Math.max(cursorSegment, position.segment());
      sequence = Math.max(sequence, position.sequence());
      samples = Math.max(samples, position.samples());
    }
    if (!loaded.isEmpty()) {
      var end = loaded.getLast().end;
      highest = Math.max(highest, end.segment());
      sequence = Math.max(sequence, end.sequence());
      samples = Math.max(samples, end.samples());
    }
    long openMs = loaded.isEmpty() ? 0 : loaded.getLast().header.openMs();
    var start = new WalPosition(Math.max(highest, cursorSegment) + 1, 0, sequence, samples);
    return new Found(loaded, start, openMs, damagedFiles);
  }

  /// The consumers that have a cursor: name to position. A cursor that cannot be read goes by its
  /// file's name and wants everything.
  SortedMap<String, WalPosition> cursorsByName() {
    var found = new TreeMap<String, WalPosition>();
    for (String file : list(cursors)) {
      if (file.startsWith(CursorStore.FILE_PREFIX) && disk.isFile(cursors.resolve(file))) {
        var owner = CursorStore.ownerOf(disk, cursors.resolve(file));
        if (owner == null) {
          found.put(file, WalPosition.BEGINNING);
        } else {
          found.put(owner.name(), owner.position());
        }
      }
    }
    return found;
  }

  /// Deletes the cursor file `name` where nobody can tell whose it is.
  void deleteIfUnreadable(String name) throws IOException {
    var file = cursors.resolve(name);
    if (name.startsWith(CursorStore.FILE_PREFIX)
        && disk.isFile(file)
        && CursorStore.ownerOf(disk, file) == null) {
      disk.delete(file);
    }
  }

  private List<WalPosition> cursorPositions() {
    return List.copyOf(cursorsByName().values());
  }

  private List<String> list(Path directory) {
    try {
      return disk.isDirectory(directory) ? disk.list(directory) : List.of();
    } catch (IOException e) {
      LOGGER.error("cannot list {}: {}", directory, e.toString());
      return List.of();
    }
  }

  private void add(Path file, Map<Long, SortedMap<Integer, PartFile>> all) {
    PartFile part;
    try {
      part = read(file);
    } catch (IOException e) {
      LOGGER.error("cannot read {}, leaving it alone: {}", file, e.toString());
      return;
    }
    if (part == null) {
      return;
    }
    // The header decides: a file that was renamed by mistake is still the segment that it is.
    var parts = all.computeIfAbsent(part.header.segment(), _ -> new TreeMap<>());
    var other = parts.get(part.header.part());
    if (other == null) {
      parts.put(part.header.part(), part);
    } else if (isNamedAsItIs(part) && !isNamedAsItIs(other)) {
      parts.put(part.header.part(), part);
      quarantine(other.file, "it is a copy of " + part.file.getFileName());
    } else {
      quarantine(part.file, "it is a copy of " + other.file.getFileName());
    }
  }

  private boolean isNamedAsItIs(PartFile part) {
    return part.file.equals(partFile(part.header.segment(), part.header.part()));
  }

  private @Nullable PartFile read(Path file) throws IOException {
    SegmentHeader header;
    long size;
    byte[] bytes = new byte[SegmentHeader.BYTES];
    try (var opened = disk.openReadOnly(file)) {
      size = opened.size();
      readFully(opened, bytes);
      header = SegmentHeader.decode(bytes);
    }
    if (header != null) {
      return new PartFile(header, file, size);
    }
    if (size < SegmentHeader.BYTES) {
      // A crash right after the file was made: there is nothing in it.
      deleteQuietly(file);
    } else {
      quarantine(file, "its header is damaged or of another version");
    }
    return null;
  }

  private static void readFully(DiskFile file, byte[] to) throws IOException {
    var buffer = ByteBuffer.wrap(to);
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
      // Reads on.
    }
  }

  private List<Loaded> load(SortedMap<Long, SortedMap<Integer, PartFile>> all) {
    var segmentsFound = new ArrayList<List<PartFile>>();
    SegmentHeader before = null;
    for (var files : all.values()) {
      var header = files.values().iterator().next().header;
      if (before != null
          && (header.baseSequence() < before.baseSequence()
              || header.baseSamples() < before.baseSamples())) {
        files.values().forEach(part -> quarantine(part.file, "it is from another log"));
        continue;
      }
      segmentsFound.add(effectiveParts(files.values()));
      before = header;
    }
    var loaded = new ArrayList<Loaded>();
    for (int i = 0; i < segmentsFound.size(); i++) {
      var next = i + 1 < segmentsFound.size() ? segmentsFound.get(i + 1).getFirst().header : null;
      loaded.add(load(segmentsFound.get(i), next));
    }
    return loaded;
  }

  /// A part that goes on before another began replaces that one.
  private static List<PartFile> effectiveParts(Iterable<PartFile> files) {
    var parts = new ArrayList<PartFile>();
    for (PartFile file : files) {
      while (!parts.isEmpty()
          && parts.getLast().header.firstOffset() >= file.header.firstOffset()) {
        parts.removeLast();
      }
      parts.add(file);
    }
    return parts;
  }

  private Loaded load(List<PartFile> files, @Nullable SegmentHeader next) {
    var header = files.getFirst().header;
    var last = files.getLast();
    var parts = new ArrayList<Segment.Part>();
    for (PartFile file : files) {
      parts.add(new Segment.Part(file.header.part(), file.file, file.header.firstOffset()));
    }
    long endOffset = last.header.firstOffset() + Math.max(last.size - SegmentHeader.BYTES, 0);
    WalPosition end;
    if (next == null) {
      end = findEnd(header, parts, endOffset);
      forceAgain(last.file);
    } else {
      end = new WalPosition(header.segment(), endOffset, next.baseSequence(), next.baseSamples());
    }
    return new Loaded(header, parts, end, next == null ? header.openMs() : next.openMs());
  }

  /// A process that was killed may have written more than it forced; from here on, the log counts
  /// on it.
  private void forceAgain(Path file) {
    try (var opened = disk.open(file)) {
      opened.force();
      disk.forceDirectory(segments);
    } catch (IOException e) {
      LOGGER.warn("cannot force {}: {}", file, e.toString());
    }
  }

  /// The end of the last intact record: what lies behind it was being written in a crash.
  private WalPosition findEnd(SegmentHeader header, List<Segment.Part> parts, long endOffset) {
    long offset = 0;
    long sequence = header.baseSequence();
    long samples = header.baseSamples();
    try (var bytes = new PartBytes(disk, parts)) {
      var scanner = new FrameScanner();
      scanner.reset(header.baseSequence());
      // Half of the numbers that the frame can tell apart: anything further is not from here.
      while (scanner.next(bytes, endOffset, scanner.expectedSequence() + Integer.MAX_VALUE)) {
        offset = scanner.offset();
        sequence = scanner.sequence() + 1;
        if (scanner.type() == Frame.SCRAPE) {
          samples = header.baseSamples() + samplesUpTo(scanner);
        }
      }
    } catch (IOException e) {
      LOGGER.error("cannot read segment {} to its end: {}", header.segment(), e.toString());
    }
    return new WalPosition(header.segment(), offset, sequence, samples);
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

  private void quarantine(Path file, String why) {
    damagedFiles++;
    try {
      disk.rename(file, file.resolveSibling(file.getFileName() + DAMAGED));
      LOGGER.error("moved {} aside as *{}: {}", file, DAMAGED, why);
    } catch (IOException e) {
      LOGGER.error("cannot move {} aside, leaving it alone: {}", file, e.toString());
    }
  }

  private void boundDamaged() {
    var damaged = new ArrayList<String>();
    for (String name : list(segments)) {
      if (name.endsWith(DAMAGED)) {
        damaged.add(name);
      }
    }
    damaged.sort(Comparator.naturalOrder());
    for (int i = 0; i < damaged.size() - MAX_DAMAGED_FILES; i++) {
      deleteQuietly(segments.resolve(damaged.get(i)));
    }
  }

  private void deleteQuietly(Path file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      LOGGER.warn("cannot delete {}: {}", file, e.toString());
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
