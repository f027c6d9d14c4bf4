package io.tributary.testkit.disk;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskFile;
import io.tributary.base.disk.DiskLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A [Disk] in memory that keeps apart what was written and what is durable.
///
/// [#crash] leaves what a power cut may leave: of the writes since the last force of a file any
/// subset of sectors, of the directory entries since the last force of a directory any subset. All
/// operations after a crash work on what is left; files that were open before fail.
///
/// Faults: [#failAfter] lets operation number n and all later ones fail until [#heal]; the single
/// setters turn one kind of fault on and off. Thread-safe: guarded by `this`.
public final class SimulatedDisk implements Disk {
  private final RandomGenerator random;
  private final Map<Path, Inode> files = new TreeMap<>();
  private final Map<Path, Inode> durableFiles = new TreeMap<>();
  private final Set<Path> directories = new TreeSet<>();
  private final Set<Path> locked = new HashSet<>();
  private long operations;
  private long failFrom = Long.MAX_VALUE;
  private long capacity = Long.MAX_VALUE;
  private boolean isReadOnly;
  private boolean forcesFail;
  private boolean readsFail;
  private int listsToFail;
  private long readBytes;
  private boolean writesStall;
  private boolean forcesStall;
  private int stalledCalls;
  private int generation;

  /// `random` decides what a crash leaves.
  public SimulatedDisk(RandomGenerator random) {
    this.random = random;
  }

  /// Operations so far that change the disk: the numbers that [#failAfter] counts in.
  public synchronized long operations() {
    return operations;
  }

  /// The operation after `count` more ones, and all that follow, fail.
  public synchronized void failAfter(long count) {
    failFrom = operations + count;
  }

  /// Bytes that fit; writes beyond fail half way, as on a full disk.
  public synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  public synchronized void readOnly(boolean on) {
    isReadOnly = on;
  }

  public synchronized void failForces(boolean on) {
    forcesFail = on;
  }

  public synchronized void failReads(boolean on) {
    readsFail = on;
  }

  /// Fails the next `count` listings of a directory.
  public synchronized void failLists(int count) {
    listsToFail = count;
  }

  /// Bytes of files that were read so far.
  public synchronized long readBytes() {
    return readBytes;
  }

  /// Writes and forces hang until [#heal], as on a disk that does not answer.
  public synchronized void stall() {
    writesStall = true;
    forcesStall = true;
  }

  /// Forces hang until [#heal]; the page cache goes on taking what is written.
  public synchronized void stallForces() {
    forcesStall = true;
  }

  /// Waits until a call hangs.
  public synchronized void awaitStalled() throws InterruptedException {
    while (stalledCalls == 0) {
      wait();
    }
  }

  /// Ends all faults.
  public synchronized void heal() {
    failFrom = Long.MAX_VALUE;
    capacity = Long.MAX_VALUE;
    isReadOnly = false;
    forcesFail = false;
    readsFail = false;
    listsToFail = 0;
    writesStall = false;
    forcesStall = false;
    notifyAll();
  }

  private void hangWhile(BooleanSupplier isStalled) throws IOException {
    if (!isStalled.getAsBoolean()) {
      return;
    }
    stalledCalls++;
    notifyAll();
    try {
      while (isStalled.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new java.nio.channels.ClosedByInterruptException();
    } finally {
      stalledCalls--;
    }
  }

  /// Cuts the power.
  public synchronized void crash() {
    generation++;
    locked.clear();
    heal();
    var names = new TreeSet<Path>(files.keySet());
    names.addAll(durableFiles.keySet());
    var left = new TreeMap<Path, Inode>();
    for (Path name : names) {
      var now = files.get(name);
      var durable = durableFiles.get(name);
      var inode = now == durable || random.nextBoolean() ? now : durable;
      if (inode != null) {
        left.put(name, inode);
      }
    }
    var torn = new HashSet<Inode>();
    for (Inode inode : left.values()) {
      if (torn.add(inode)) {
        inode.tear(random);
      }
    }
    files.clear();
    files.putAll(left);
    durableFiles.clear();
    durableFiles.putAll(left);
  }

  /// Kills the process: everything that was written stays.
  public synchronized void kill() {
    generation++;
    locked.clear();
  }

  /// The bytes of a file as a reader sees them.
  public synchronized byte[] content(Path file) {
    var inode = files.get(file);
    if (inode == null) {
      throw new IllegalArgumentException("no file " + file);
    }
    return inode.bytes.clone();
  }

  /// Replaces the bytes of a file, durably: damage by hand. Creates the file when it is missing.
  public synchronized void overwrite(Path file, byte[] content) {
    var inode = new Inode();
    inode.bytes = content.clone();
    inode.durable = content.clone();
    files.put(file, inode);
    durableFiles.put(file, inode);
  }

  /// Replaces the bytes of a file in place, durably: whoever has it open sees them.
  public synchronized void scribble(Path file, byte[] content) {
    var inode = files.get(file);
    if (inode == null) {
      throw new IllegalArgumentException("no file " + file);
    }
    inode.bytes = content.clone();
    inode.durable = content.clone();
  }

  /// Removes a file, durably.
  public synchronized void remove(Path file) {
    files.remove(file);
    durableFiles.remove(file);
  }

  /// Removes everything, as `rm -rf` would under a running process.
  public synchronized void removeAll() {
    files.clear();
    durableFiles.clear();
    directories.clear();
  }

  /// All files.
  public synchronized List<Path> files() {
    return List.copyOf(files.keySet());
  }

  public synchronized long usedBytes() {
    return files.values().stream().mapToLong(inode -> inode.bytes.length).sum();
  }

  private void change(Path path) throws IOException {
    long number = operations++;
    if (isReadOnly) {
      throw new FileSystemException(path.toString(), null, "Read-only file system");
    }
    if (number >= failFrom) {
      throw new FileSystemException(path.toString(), null, "Input/output error");
    }
  }

  private Inode find(Path file) throws NoSuchFileException {
    var inode = files.get(file);
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    if (directories.contains(directory)) {
      return;
    }
    change(directory);
    for (Path at = directory; at != null; at = at.getParent()) {
      directories.add(at);
    }
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    if (listsToFail > 0) {
      listsToFail--;
      throw new FileSystemException(directory.toString(), null, "Too many open files");
    }
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    var names = new TreeSet<String>();
    for (var paths : List.of(files.keySet(), directories)) {
      for (Path path : paths) {
        if (directory.equals(path.getParent())) {
          names.add(String.valueOf(path.getFileName()));
        }
      }
    }
    return new ArrayList<>(names);
  }

  @Override
  public synchronized boolean isFile(Path path) {
    return files.containsKey(path);
  }

  @Override
  public synchronized boolean isDirectory(Path path) {
    return directories.contains(path);
  }

  @Override
  public synchronized DiskFile create(Path file) throws IOException {
    change(file);
    if (files.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (file.getParent() != null && !directories.contains(file.getParent())) {
      throw new NoSuchFileException(file.toString());
    }
    if (usedBytes() >= capacity) {
      throw new FileSystemException(file.toString(), null, "No space left on device");
    }
    var inode = new Inode();
    files.put(file, inode);
    return new OpenFile(file, inode);
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    if (isReadOnly) {
      throw new FileSystemException(file.toString(), null, "Read-only file system");
    }
    return new OpenFile(file, find(file));
  }

  @Override
  public synchronized DiskFile openReadOnly(Path file) throws IOException {
    return new OpenFile(file, find(file));
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    change(from);
    var inode = find(from);
    files.remove(from);
    files.put(to, inode);
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    change(file);
    find(file);
    files.remove(file);
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    change(directory);
    if (forcesFail) {
      throw new FileSystemException(directory.toString(), null, "Input/output error");
    }
    durableFiles.keySet().removeIf(file -> directory.equals(file.getParent()));
    files.forEach((file, inode) -> {
      if (directory.equals(file.getParent())) {
        durableFiles.put(file, inode);
      }
    });
  }

  @Override
  public synchronized DiskLock lock(Path file) throws IOException {
    if (locked.contains(file)) {
      throw new DiskLock.HeldException(file + " is held");
    }
    boolean leftover = files.containsKey(file);
    change(file);
    files.putIfAbsent(file, new Inode());
    locked.add(file);
    return new Lock(file, leftover, generation);
  }

  private final class Lock implements DiskLock {
    private final Path file;
    private final boolean leftover;
    private final int openedIn;

    Lock(Path file, boolean leftover, int openedIn) {
      this.file = file;
      this.leftover = leftover;
      this.openedIn = openedIn;
    }

    @Override
    public boolean isLeftover() {
      return leftover;
    }

    @Override
    public void close() {
      synchronized (SimulatedDisk.this) {
        if (openedIn == generation) {
          locked.remove(file);
          files.remove(file);
        }
      }
    }
  }

  private final class OpenFile implements DiskFile {
    private final Path path;
    private final Inode inode;
    private final int openedIn = generation;
    private @Nullable IOException closed;

    OpenFile(Path path, Inode inode) {
      this.path = path;
      this.inode = inode;
    }

    private void check() throws IOException {
      if (closed != null) {
        throw closed;
      }
      if (openedIn != generation) {
        throw new FileSystemException(path.toString(), null, "the process is gone");
      }
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        if (readsFail) {
          throw new FileSystemException(path.toString(), null, "Input/output error");
        }
        if (position >= inode.bytes.length) {
          return -1;
        }
        int count = (int) Math.min(to.remaining(), inode.bytes.length - position);
        to.put(inode.bytes, (int) position, count);
        readBytes += count;
        return count;
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        hangWhile(() -> writesStall);
        boolean fails = false;
        try {
          change(path);
        } catch (IOException e) {
          if (isReadOnly) {
            throw e;
          }
          fails = true;
        }
        int count = from.remaining();
        long end = position + count;
        long free = capacity == Long.MAX_VALUE ? Long.MAX_VALUE : capacity - usedBytes();
        long grown = Math.max(end - inode.bytes.length, 0);
        boolean isFull = grown > 0 && grown > free;
        // A write that fails has usually done part of its work.
        int done = fails ? random.nextInt(count + 1) : count;
        if (isFull) {
          done = (int) Math.min(done, Math.max(count - (grown - Math.max(free, 0)), 0));
        }
        if (position + done > inode.bytes.length) {
          inode.bytes = Arrays.copyOf(inode.bytes, (int) position + done);
        } else {
          inode.bytes = inode.bytes.clone();
        }
        from.get(inode.bytes, (int) position, done);
        inode.wrote(position, position + done);
        if (fails || isFull) {
          throw new FileSystemException(
              path.toString(), null, isFull ? "No space left on device" : "Input/output error");
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        hangWhile(() -> forcesStall);
        if (forcesFail || operations >= failFrom) {
          inode.dirty.clear();
        }
        change(path);
        if (forcesFail) {
          throw new FileSystemException(path.toString(), null, "Input/output error");
        }
        inode.force();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        change(path);
        if (size < inode.bytes.length) {
          inode.bytes = Arrays.copyOf(inode.bytes, (int) size);
        }
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        return inode.bytes.length;
      }
    }

    @Override
    public void close() {
      closed = new IOException("closed: " + path);
    }
  }
}
