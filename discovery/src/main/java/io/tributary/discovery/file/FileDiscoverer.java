package io.tributary.discovery.file;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.FileGlob;
import io.tributary.base.disk.DirectoryWatch;
import io.tributary.base.disk.IoReason;
import io.tributary.base.time.Clock;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.Problems;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.groups.JsonGroups;
import io.tributary.discovery.groups.YamlGroups;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads targets from files, again at every change in their directories and at intervals.
///
/// A file that cannot be read or understood, because somebody is writing it or made a mistake,
/// keeps the groups that it had. A file that is empty all of a sudden is most likely being written:
/// it is believed at the second look, [#EMPTY_GRACE_MS] later. A file that has gone takes its
/// groups with it. A scan that did not understand every file publishes the rest, and then says so
/// to [Sink#failed].
///
/// Virtual threads scan: one when the interval is over, one when [DirectoryWatch] sees a change,
/// and one for the second look.
///
/// Source: prometheus/prometheus `discovery/file/file.go`.
public final class FileDiscoverer implements Discoverer {
  private static final Logger LOG = LoggerFactory.getLogger(FileDiscoverer.class);
  private static final String PATH_LABEL = "__meta_filepath";

  static final long EMPTY_GRACE_MS = 2_000;

  private final FileDiscoverySettings settings;
  private final String config;
  private final DiscoveryLimits limits;
  private final Clock clock;
  private final FileMetrics metrics;
  private final List<Thread> threads = new ArrayList<>();

  /// Held while scanning. Guards what follows.
  private final ReentrantLock scanning = new ReentrantLock();

  /// How many groups each file had when it was last understood.
  private Map<String, Integer> groupCounts = Map.of();

  /// When files that had groups were first found empty, in nanoseconds of the clock.
  private final Map<String, Long> emptySinceNanos = new HashMap<>();

  /// When the scan began.
  private long scanNanos;

  /// Waits to look again at empty files.
  private @Nullable Thread secondLook;

  /// What the scan under way could not find out.
  private final List<String> problems = new ArrayList<>();

  private boolean isClosed;

  private final Map<String, Double> modificationSeconds = new ConcurrentHashMap<>();
  private @Nullable DirectoryWatch watch;

  /// `config` is the job in logs.
  public FileDiscoverer(
      FileDiscoverySettings settings,
      String config,
      DiscoveryLimits limits,
      Clock clock,
      FileMetrics metrics) {
    this.settings = settings;
    this.config = config;
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public void start(Sink sink) {
    metrics.add(this);
    scanning.lock();
    try {
      if (isClosed) {
        return;
      }
      watch = openWatch();
      threads.add(thread("poll", () -> poll(sink)));
      if (watch != null) {
        DirectoryWatch changes = watch;
        threads.add(thread("watch", () -> follow(changes, sink)));
      }
    } finally {
      scanning.unlock();
    }
  }

  /// Without a watch there are still the intervals.
  private @Nullable DirectoryWatch openWatch() {
    try {
      return new DirectoryWatch();
    } catch (IOException e) {
      metrics.watcherErrors.inc();
      LOG.atError()
          .addKeyValue("config", config)
          .addKeyValue("err", e)
          .log("Error adding file watcher");
      return null;
    }
  }

  private Thread thread(String role, Runnable task) {
    return Thread.ofVirtual().name("discovery-file-" + role + "-" + config).start(task);
  }

  private void poll(Sink sink) {
    try {
      long dueNanos = clock.nanos();
      while (true) {
        scan(sink);
        dueNanos = Math.max(dueNanos + settings.refreshInterval().toNanos(), clock.nanos());
        clock.sleepUntil(dueNanos);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void follow(DirectoryWatch changes, Sink sink) {
    try {
      while (changes.awaitChanges()) {
        scan(sink);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /// Looks again at files that were found empty, when their time is over.
  private void lookAgain(long dueNanos, Sink sink) {
    try {
      clock.sleepUntil(dueNanos);
      scanning.lockInterruptibly();
      try {
        secondLook = null;
      } finally {
        scanning.unlock();
      }
      scan(sink);
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /// Reads everything and publishes.
  private void scan(Sink sink) throws InterruptedException {
    scanning.lockInterruptibly();
    try {
      if (isClosed) {
        return;
      }
      scanNanos = clock.nanos();
      problems.clear();
      watchDirectories(); // Before reading, so that no change falls between.
      var published = new ArrayList<TargetGroup>();
      var counts = new HashMap<String, Integer>();
      for (String file : files()) {
        List<TargetGroup> groups = read(file);
        if (groups == null) {
          counts.put(file, groupCounts.getOrDefault(file, 0));
        } else {
          published.addAll(groups);
          counts.put(file, groups.size());
        }
      }
      addRemovals(counts, published);
      groupCounts = counts;
      if (!emptySinceNanos.isEmpty() && secondLook == null) {
        long dueNanos = scanNanos + EMPTY_GRACE_MS * 1_000_000;
        secondLook = thread("again", () -> lookAgain(dueNanos, sink));
      }
      sink.publish(published);
      if (!problems.isEmpty()) {
        sink.failed(Problems.summary(problems));
      }
      metrics.scanDuration.observe((clock.nanos() - scanNanos) / 1e9);
    } catch (RuntimeException e) {
      // The threads that scan must go on.
      LOG.atError().addKeyValue("config", config).setCause(e).log("Error scanning files");
    } finally {
      scanning.unlock();
    }
  }

  /// Sources that were published before and are no longer there.
  private void addRemovals(Map<String, Integer> counts, List<TargetGroup> published) {
    groupCounts.forEach((file, before) -> {
      if (!counts.containsKey(file)) {
        modificationSeconds.remove(file);
        emptySinceNanos.remove(file);
      }
      for (int i = counts.getOrDefault(file, 0); i < before; i++) {
        published.add(new TargetGroup(file + ":" + i, List.of(), Labels.EMPTY));
      }
    });
  }

  private Set<String> files() {
    var all = new LinkedHashSet<String>();
    for (String pattern : settings.files()) {
      try {
        all.addAll(FileGlob.find(pattern));
      } catch (ConfigException | InvalidPathException e) {
        problems.add("cannot expand \"" + pattern + "\": " + e.getMessage());
        LOG.atError()
            .addKeyValue("config", config)
            .addKeyValue("glob", pattern)
            .addKeyValue("err", e)
            .log("Error expanding glob");
      }
    }
    return all;
  }

  private void watchDirectories() {
    DirectoryWatch changes = watch;
    if (changes == null) {
      return;
    }
    for (String pattern : settings.files()) {
      Path directory = FilePatterns.directory(pattern);
      try {
        changes.add(directory);
      } catch (IOException e) {
        LOG.atError()
            .addKeyValue("config", config)
            .addKeyValue("path", directory)
            .addKeyValue("err", e)
            .log("Error adding file watch");
      }
    }
  }

  /// The groups of `file`; null where the ones it had stay in force.
  private @Nullable List<TargetGroup> read(String file) {
    try {
      Path path = Path.of(file);
      byte[] content = content(path);
      if (content.length == 0 && isBeingWritten(file)) {
        return null;
      }
      emptySinceNanos.remove(file);
      List<TargetGroup> groups =
          file.toLowerCase(Locale.ROOT).endsWith(".json")
              ? JsonGroups.read(content, file, PATH_LABEL, limits.maxTargets())
              : YamlGroups.read(content, file, PATH_LABEL, limits.maxTargets());
      long modified = Files.getLastModifiedTime(path).toMillis();
      modificationSeconds.put(file, (double) Math.floorDiv(modified, 1000));
      return groups;
    } catch (IOException e) {
      metrics.readErrors.inc();
      problems.add("cannot read " + file + ": " + IoReason.of(e));
      LOG.atError()
          .addKeyValue("config", config)
          .addKeyValue("path", file)
          .addKeyValue("err", e)
          .log("Error reading file");
      return null;
    }
  }

  private byte[] content(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limits.maxBodyBytes());
      if (in.read() >= 0) {
        throw new IOException("larger than " + limits.maxBodyBytes() + " bytes");
      }
      return content;
    }
  }

  private boolean isBeingWritten(String file) {
    if (groupCounts.getOrDefault(file, 0) == 0) {
      return false;
    }
    long since = emptySinceNanos.computeIfAbsent(file, _ -> scanNanos);
    return scanNanos - since < EMPTY_GRACE_MS * 1_000_000;
  }

  /// When each file that was understood had last been changed, in seconds since the epoch.
  Map<String, Double> modificationSeconds() {
    return Map.copyOf(modificationSeconds);
  }

  @Override
  public void close() {
    scanning.lock();
    try {
      isClosed = true;
      threads.forEach(Thread::interrupt);
      if (secondLook != null) {
        secondLook.interrupt();
      }
      if (watch != null) {
        watch.close();
      }
    } finally {
      scanning.unlock();
    }
    metrics.remove(this);
  }
}
