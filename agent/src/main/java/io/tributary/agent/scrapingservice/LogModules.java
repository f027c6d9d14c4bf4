package io.tributary.agent.scrapingservice;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.component.Ending;
import io.tributary.component.module.ModuleName;
import io.tributary.component.module.ModuleSource;
import io.tributary.component.module.OwnModules;
import io.tributary.metrics.component.SendsSamples;
import io.tributary.metrics.component.TakesWrites;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;

/// The logs of all configurations, each with its destinations a module of its own: so that it can
/// be shared, and stay when the jobs that wrote to it have gone to another agent.
///
/// A log that nobody writes to any more goes on sending what waits in it, for [#DRAIN_LIMIT] at
/// most. When everything is sent, its directory is deleted; otherwise that stays.
///
/// Thread-safe: [#acquire] is asked by one thread, [#release] by any, [#sweep] by one more.
final class LogModules {
  /// How long unsent samples of a configuration that is gone are kept and sent: as long as
  /// instances keep them by default (`max_wal_time`).
  static final Duration DRAIN_LIMIT = Duration.ofHours(4);

  /// What was scraped just before is in the log by then.
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private static final String PREFIX = "log_";

  private final OwnModules modules;
  private final Path directory;
  private final Clock clock;
  private final Logger logger;
  private final Runnable onIdle;

  // Guarded by `this`.
  private final Map<String, Log> logs = new TreeMap<>();

  /// `directory` is that of the component whose modules these are; `onIdle` says that there is
  /// something to sweep.
  LogModules(OwnModules modules, Path directory, Clock clock, Logger logger, Runnable onIdle) {
    this.modules = modules;
    this.directory = directory;
    this.clock = clock;
    this.logger = logger;
    this.onIdle = onIdle;
  }

  /// One log. Guarded by the lock of the outer one.
  private static final class Log {
    final String group;
    final String module;
    final Set<Lease> leases = Collections.newSetFromMap(new IdentityHashMap<>());

    /// Whether everything in the module is as its body says.
    boolean isSound;

    /// Being ended: whoever wants it waits for that.
    boolean isClosing;

    /// How it ends when the component does. Series that another agent continues have no end here.
    Ending atStop = Ending.HANDOVER;

    long idleSinceNanos;
    long lingerNanos;

    Log(String group) {
      this.group = group;
      module = LogModules.module(group);
    }
  }

  /// The right of one configuration to write to a log.
  record Lease(String group, Value receiver) {}

  /// Opens the log of a configuration, or brings it into line. Throws where it cannot be had.
  Lease acquire(Document document) throws InterruptedException {
    Log log = claim(document.group());
    try {
      boolean isThere = document.isShared() && log.isSound;
      List<Diagnostic> errors = isThere ? List.of() : load(log, document);
      Value receiver = modules.exports(log.module).getOrDefault(Document.RECEIVER, Value.ofNull());
      if (!errors.isEmpty()) {
        throw new ConfigException(Diagnostic.summary(errors));
      }
      return granted(log, receiver);
    } catch (RuntimeException | InterruptedException e) {
      dropUnused(log);
      throw e;
    }
  }

  private synchronized Log claim(String group) throws InterruptedException {
    Log log = logs.get(group);
    while (log != null && log.isClosing) {
      wait();
      log = logs.get(group);
    }
    if (log == null) {
      log = new Log(group);
      logs.put(group, log);
    }
    // Nobody sweeps it away meanwhile.
    log.idleSinceNanos = clock.nanos();
    log.lingerNanos = DRAIN_LIMIT.toNanos();
    return log;
  }

  private List<Diagnostic> load(Log log, Document document) throws InterruptedException {
    var source = new ModuleSource(document.log(), Map.of(), true);
    List<Diagnostic> errors = modules.load(log.module, source).errors();
    synchronized (this) {
      log.isSound = errors.isEmpty();
    }
    return errors;
  }

  private synchronized Lease granted(Log log, Value receiver) {
    var lease = new Lease(log.group, receiver);
    log.leases.add(lease);
    return lease;
  }

  /// Forgets a log that could not be opened at all.
  private synchronized void dropUnused(Log log) {
    if (log.leases.isEmpty()) {
      log.lingerNanos = 0;
      if (!modules.names().contains(log.module)) {
        logs.remove(log.group);
      }
    }
  }

  /// Has every log brought into line when somebody asks for it again: what all of them go by has
  /// changed.
  synchronized void doubt() {
    logs.values().forEach(log -> log.isSound = false);
  }

  /// Gives a log back whose series go on elsewhere, or have ended.
  void release(Lease lease, Duration linger) {
    release(lease, linger, Ending.HANDOVER);
  }

  /// Gives a log back. Without others who write to it, it stays for `linger` at least: the ends of
  /// series are told an interval after their last samples. `how` is how what wrote to it has ended.
  void release(Lease lease, Duration linger, Ending how) {
    synchronized (this) {
      Log log = logs.get(lease.group());
      if (log == null || !log.leases.remove(lease) || !log.leases.isEmpty()) {
        return;
      }
      log.idleSinceNanos = clock.nanos();
      log.lingerNanos = linger.plus(SETTLING).toNanos();
      log.atStop = how == Ending.STOP ? Ending.STOP : Ending.HANDOVER;
    }
    onIdle.run();
  }

  /// Ends logs that nobody needs any more. Whether there are others that wait for that.
  boolean sweep() throws InterruptedException {
    boolean isWaiting = false;
    for (Log log : idle()) {
      long unsent = unsent(log);
      if (close(log, unsent)) {
        end(log, unsent);
      } else {
        isWaiting = true;
      }
    }
    return isWaiting;
  }

  private synchronized List<Log> idle() {
    return logs.values().stream().filter(log -> log.leases.isEmpty() && !log.isClosing).toList();
  }

  private long unsent(Log log) {
    return modules.capable(log.module, SendsSamples.class).stream()
        .flatMap(sender -> sender.accounts().stream())
        .mapToLong(account -> account.status().ledger().queued())
        .sum();
  }

  private synchronized boolean close(Log log, long unsent) {
    long idleNanos = clock.nanos() - log.idleSinceNanos;
    boolean isOver = unsent == 0 || idleNanos >= DRAIN_LIMIT.toNanos();
    if (!log.leases.isEmpty() || idleNanos < log.lingerNanos || !isOver) {
      return false;
    }
    log.isClosing = true;
    return true;
  }

  private void end(Log log, long unsent) throws InterruptedException {
    try {
      modules.end(log.module, Ending.HANDOVER);
      if (unsent == 0) {
        delete(directory.resolve(log.module));
      } else {
        logger.warn(
            "gave up sending {} samples of {}, whose configuration is gone: they stay in {}",
            unsent,
            log.group,
            directory.resolve(log.module));
      }
    } finally {
      forget(log);
    }
  }

  private synchronized void forget(Log log) {
    logs.remove(log.group, log);
    notifyAll();
  }

  private void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      logger.warn("cannot delete {}, of which everything was sent: {}", folder, e.toString());
    }
  }

  /// Modules whose logs an earlier run has left on disk and nobody has opened since.
  Set<String> leftovers() {
    var found = new TreeSet<String>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> folders = Files.list(directory)) {
        folders
            .map(folder -> folder.getFileName().toString())
            .filter(name -> name.startsWith(PREFIX))
            .forEach(found::add);
      } catch (IOException | UncheckedIOException e) {
        logger.warn("cannot look for unsent samples in {}: {}", directory, e.toString());
      }
    }
    synchronized (this) {
      logs.values().forEach(log -> found.remove(log.module));
    }
    return found;
  }

  /// Ends those that nobody writes to, all at the same time, when the component ends: the others
  /// end with it.
  void endIdle() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (Log log : idle()) {
      threads.add(Thread.ofVirtual().start(() -> endQuietly(log)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void endQuietly(Log log) {
    try {
      modules.end(log.module, log.atStop);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the module of a group's log is called.
  static String module(String group) {
    return PREFIX + ModuleName.of(group);
  }

  /// What takes samples for a group; empty where its log is not there, or sends nowhere.
  Optional<TakesWrites> receiver(String group) {
    return modules.capable(module(group), TakesWrites.class).stream().findFirst();
  }

  /// Each group with how many write to it; none write to one that only sends what is left.
  synchronized Map<String, Integer> groups() {
    var groups = new TreeMap<String, Integer>();
    logs.values().forEach(log -> groups.put(log.group, log.leases.size()));
    return groups;
  }
}
