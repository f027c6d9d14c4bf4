package io.tributary.metrics.wal;

import io.tributary.base.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
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
///                ….trash      being deleted
///                ….damaged    without a readable header, kept for a human
///                ….unread     of another log, or out of reach at start; kept for a human
/// ```
///
/// Whatever else is in the directory is left alone, Prometheus' own `wal` above all. Used by the
/// thread that opens the log, and then by its writer.
final class LogDirectory {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogDirectory.class);

  static final String TRASH = ".trash";
  static final String DAMAGED = ".damaged";
  static final String UNREAD = ".unread";

  /// Unreadable files that are kept; the oldest go.
  static final int MAX_DAMAGED_FILES = 16;

  /// A start waits this many pauses for files that cannot be read, in all. A disk may need a
  /// moment, and a process that has no file descriptor left may get one.
  private static final int MAX_PAUSES = 30;

  private static final Pattern SEGMENT = Pattern.compile("(\\d{12,18})(?:-(\\d{1,9}))?\\.wal");
  private static final Pattern NUMBER = Pattern.compile("(\\d{12,18})\\D.*");

  /// What a directory held.
  ///
  /// @param segments readable ones, oldest first
  /// @param start the place for the first new record
  /// @param openMs how long the log had been open, as far as the newest segment knows
  /// @param cursors the consumers that have one: name to position; one that cannot be read goes by
  ///   its file's name and wants everything
  /// @param trash files that nothing needs
  /// @param isComplete false when the directory could not be listed: it may hold segments that are
  ///   not among these
  record Found(
      List<Loaded> segments,
      WalPosition start,
      long openMs,
      SortedMap<String, WalPosition> cursors,
      List<Path> trash,
      boolean isComplete) {}

  /// One segment on the disk.
  record Loaded(
      SegmentHeader header, List<Segment.Part> parts, WalPosition end, long newestOpenMs) {}

  private record FoundPart(SegmentHeader header, Path file, long size) {}

  final Path root;
  final Path segments;
  final Path cursors;
  private final Disk disk;
  private final Runnable pause;
  private final List<Path> trash = new ArrayList<>();
  private int pausesLeft = MAX_PAUSES;

  /// Moved aside, or of no use where they are.
  private final AtomicInteger damagedFiles = new AtomicInteger();

  /// `pause` waits a little while files cannot be read at start.
  LogDirectory(Path root, Disk disk, Runnable pause) {
    this.root = root;
    this.segments = root.resolve("segments");
    this.cursors = root.resolve("cursors");
    this.disk = disk;
    this.pause = pause;
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
    boolean isDoomed = file.toString().endsWith(TRASH);
    var doomed = isDoomed ? file : file.resolveSibling(file.getFileName() + TRASH);
    if (!isDoomed && disk.isFile(file)) {
      disk.rename(file, doomed);
      disk.forceDirectory(segments);
    }
    if (disk.isFile(doomed)) {
      // Without a name, a file keeps its space for as long as somebody has it open: the reader of a
      // destination that is down, say.
      try (var opened = disk.open(doomed)) {
        opened.truncate(0);
      }
      disk.delete(doomed);
    }
  }

  /// Reads the headers of all segments and the end of the newest one: what a start costs does not
  /// depend on how much is waiting in the log.
  Found scan() {
    var all = new TreeMap<Long, SortedMap<Integer, FoundPart>>();
    long highest = 0;
    var names = list(segments);
    for (String name : names.orElse(List.of())) {
      var numbered = NUMBER.matcher(name);
      if (numbered.matches()) {
        highest = Math.max(highest, Long.parseLong(numbered.group(1)));
      }
      if (name.endsWith(TRASH)) {
        trash.add(segments.resolve(name));
      } else if (isSegment(name)) {
        add(segments.resolve(name), all);
      }
    }
    boundDamaged(names.orElse(List.of()));
    var loaded = load(all);
    var cursorsByName = cursorsByName();
    long sequence = 0;
    long samples = 0;
    for (WalPosition position : cursorsByName.values()) {
      highest = Math.max(highest, position.segment());
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
    var start = new WalPosition(highest + 1, 0, sequence, samples);
    return new Found(loaded, start, openMs, cursorsByName, List.copyOf(trash), names.isPresent());
  }

  private boolean isSegment(String name) {
    return SEGMENT.matcher(name).matches() && disk.isFile(segments.resolve(name));
  }

  /// Files that are moved aside, so far.
  int damagedFiles() {
    return damagedFiles.get();
  }

  /// Moves segments aside that are not among `known`: they were out of reach at start, or a volume
  /// was mounted over the directory since. Their records cannot be told from ours by number, and
  /// what they hold may be older than what was delivered meanwhile.
  void setAsideOthers(Map<Path, SegmentHeader> known) throws IOException {
    for (String name : disk.list(segments)) {
      var file = segments.resolve(name);
      if (isSegment(name) && !isOurs(file, known.get(file))) {
        setAside(file, UNREAD, "it belongs to another log than the one that this process began");
      }
    }
  }

  /// Whether `file` is there and begins with `header`.
  boolean isOurs(Path file, @Nullable SegmentHeader header) throws IOException {
    if (header == null || !disk.isFile(file)) {
      return false;
    }
    try (var opened = disk.openReadOnly(file)) {
      return header.equals(SegmentHeader.read(opened));
    }
  }

  private SortedMap<String, WalPosition> cursorsByName() {
    var found = new TreeMap<String, WalPosition>();
    for (String file : list(cursors).orElse(List.of())) {
      if (file.startsWith(CursorStore.FILE_PREFIX) && disk.isFile(cursors.resolve(file))) {
        var owner = CursorStore.ownerOf(disk, cursors.resolve(file));
        if (owner == null) {
          damagedFiles.incrementAndGet();
          LOGGER.error(
              "cannot read {}: its destination gets everything that the log still holds again",
              cursors.resolve(file));
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

  /// The names in `directory`; empty when they cannot be had.
  private Optional<List<String>> list(Path directory) {
    try {
      return Optional.of(patiently(() -> disk.list(directory)));
    } catch (NoSuchFileException _) {
      return Optional.of(List.of());
    } catch (IOException e) {
      LOGGER.error("cannot list {}: {}", directory, e.toString());
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface Reading<T extends @Nullable Object> {
    T read() throws IOException;
  }

  private <T extends @Nullable Object> T patiently(Reading<T> reading) throws IOException {
    while (true) {
      try {
        return reading.read();
      } catch (NoSuchFileException e) {
        throw e;
      } catch (IOException e) {
        if (pausesLeft-- <= 0) {
          throw e;
        }
        pause.run();
      }
    }
  }

  private void add(Path file, Map<Long, SortedMap<Integer, FoundPart>> all) {
    @Nullable FoundPart part;
    try {
      part = this.<@Nullable FoundPart>patiently(() -> read(file));
    } catch (IOException e) {
      setAside(file, UNREAD, e.toString());
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

  private boolean isNamedAsItIs(FoundPart part) {
    return part.file.equals(partFile(part.header.segment(), part.header.part()));
  }

  private @Nullable FoundPart read(Path file) throws IOException {
    SegmentHeader header;
    long size;
    try (var opened = disk.openReadOnly(file)) {
      size = opened.size();
      header = SegmentHeader.read(opened);
    }
    if (header != null) {
      return new FoundPart(header, file, size);
    }
    if (size < SegmentHeader.BYTES) {
      // As a rule a crash right after the file was made, and then nothing was in it.
      LOGGER.warn(
          "{} has {} of the {} bytes of a header: what it may have held is lost",
          file,
          size,
          SegmentHeader.BYTES);
      damagedFiles.addAndGet(size > 0 ? 1 : 0);
      trash.add(file);
    } else {
      quarantine(file, "its header is damaged or of another version");
    }
    return null;
  }

  private List<Loaded> load(SortedMap<Long, SortedMap<Integer, FoundPart>> all) {
    var segmentsFound = new ArrayList<List<FoundPart>>();
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
  private List<FoundPart> effectiveParts(Iterable<FoundPart> files) {
    var parts = new ArrayList<FoundPart>();
    for (FoundPart file : files) {
      while (!parts.isEmpty()
          && parts.getLast().header.firstOffset() >= file.header.firstOffset()) {
        trash.add(parts.removeLast().file);
      }
      parts.add(file);
    }
    return parts;
  }

  private Loaded load(List<FoundPart> files, @Nullable SegmentHeader next) {
    var header = files.getFirst().header;
    var last = files.getLast();
    var parts = new ArrayList<Segment.Part>();
    for (FoundPart file : files) {
      parts.add(new Segment.Part(file.header.part(), file.file, file.header.firstOffset()));
    }
    long endOffset = last.header.firstOffset() + Math.max(last.size - SegmentHeader.BYTES, 0);
    WalPosition end;
    if (next == null) {
      end = SegmentEnd.find(disk, header, parts, endOffset);
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

  private void quarantine(Path file, String why) {
    setAside(file, DAMAGED, why);
  }

  private void setAside(Path file, String suffix, String why) {
    damagedFiles.incrementAndGet();
    var to = file.resolveSibling(file.getFileName() + suffix);
    for (int copy = 1; disk.isFile(to); copy++) {
      to = file.resolveSibling(file.getFileName() + "-" + copy + suffix);
    }
    try {
      disk.rename(file, to);
      LOGGER.error("moved {} aside as {}: {}", file, to.getFileName(), why);
    } catch (IOException e) {
      LOGGER.error("cannot move {} aside, leaving it alone ({}): {}", file, why, e.toString());
    }
  }

  private void boundDamaged(List<String> names) {
    var damaged = names.stream().filter(name -> name.endsWith(DAMAGED)).sorted().toList();
    for (int i = 0; i < damaged.size() - MAX_DAMAGED_FILES; i++) {
      trash.add(segments.resolve(damaged.get(i)));
    }
  }
}
