package io.tributary.agent.scrapingservice;

import io.tributary.agent.scrapingservice.LogModules.Lease;
import io.tributary.base.config.ConfigException;
import io.tributary.cluster.service.Workload;
import io.tributary.component.Ending;
import io.tributary.component.module.ModuleName;
import io.tributary.component.module.ModuleSource;
import io.tributary.component.module.OwnModules;
import io.tributary.metrics.component.ScrapesTargets;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.river.diag.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each configuration as a module of the graph: its discovery and its jobs. Its log is one of
/// [LogModules].
///
/// What was applied before and says the same is not touched, so that to look at everything costs
/// little. Ends are left to threads of their own: a job that takes long to stop keeps no other
/// configuration waiting.
///
/// Thread-safe; changes wait for one another.
final class ModuleWorkload implements Workload {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleWorkload.class);
  private static final String PREFIX = "config_";

  private final OwnModules modules;
  private final LogModules logs;
  private final Map<String, Running> running = new ConcurrentSkipListMap<>();

  // Guarded by this.
  private Document.Reader reader;
  private boolean isLeaving;

  /// Names whose modules are to end, or are ending: whoever wants one again waits for that, lest
  /// the new one is what ends.
  private final Set<String> ending = new HashSet<>();

  ModuleWorkload(OwnModules modules, LogModules logs, Document.Reader reader) {
    this.modules = modules;
    this.logs = logs;
    this.reader = reader;
  }

  /// A configuration that runs.
  ///
  /// @param module the one with its jobs
  /// @param leases of its log and, where not all of it could be brought into line, of those before
  /// @param readBy what read the document
  /// @param problem why not all of it is as the document says; empty where it is
  @SuppressWarnings("ArrayRecordComponent") // nobody changes it; compared by content below
  record Running(
      String name,
      String module,
      List<Lease> leases,
      Document.Reader readBy,
      byte[] document,
      String problem) {
    /// What it is called where configurations that share a log are one.
    String group() {
      return leases.getLast().group();
    }

    boolean is(Document.Reader reader, byte[] yaml) {
      return readBy == reader && problem.isEmpty() && Arrays.equals(yaml, document);
    }

    boolean has(String group) {
      return leases.stream().anyMatch(lease -> lease.group().equals(group));
    }

    Running with(String otherProblem) {
      return new Running(name, module, leases, readBy, document, otherProblem);
    }

    Running with(List<Lease> otherLeases) {
      return new Running(name, module, otherLeases, readBy, document, problem);
    }
  }

  /// Reads all documents another way from now on. Those that cannot be run then go on as they are.
  synchronized void readBy(Document.Reader next) {
    reader = next;
    logs.doubt();
    for (Running one : running.values()) {
      try {
        apply(one.name(), one.document());
      } catch (ConfigException e) {
        LOG.error("cannot run configuration \"{}\": {}", one.name(), e.getMessage());
      }
    }
  }

  /// Opens the log of a configuration that another agent runs, so that what this one has not sent
  /// of it is sent, if it is one of `leftovers`; then takes it out of these. Throws
  /// [ConfigException] where the configuration cannot be read, or the log not be opened.
  synchronized void drain(String name, byte[] yaml, Set<String> leftovers)
      throws InterruptedException {
    Document document = reader.read(name, yaml);
    if (leftovers.remove(LogModules.module(document.group()))) {
      logs.release(logs.acquire(document), Duration.ZERO);
    }
  }

  /// Says that the agent leaves the ring: what is removed from now on has not been deleted.
  synchronized void leave(boolean leaving) {
    isLeaving = leaving;
  }

  @Override
  public synchronized void apply(String name, byte[] yaml) {
    Running before = running.get(name);
    if (before != null && before.is(reader, yaml)) {
      return;
    }
    try {
      // First of all: the lock is free meanwhile, so that the reader may change.
      awaitEnd(name);
      Document document = reader.read(name, yaml);
      Lease lease = logs.acquire(document);
      String module = PREFIX + ModuleName.of(name);
      load(new Running(name, module, List.of(lease), reader, yaml, ""), document);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("cannot run configuration \"" + name + "\": interrupted");
    } catch (ConfigException e) {
      running.computeIfPresent(name, (_, one) -> one.with(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private synchronized void awaitEnd(String name) throws InterruptedException {
    while (ending.contains(name)) {
      wait();
    }
  }

  private void load(Running next, Document document) throws InterruptedException {
    Lease lease = next.leases().getLast();
    var source =
        new ModuleSource(document.jobs(), Map.of(Document.RECEIVER, lease.receiver()), false);
    OwnModules.Loaded loaded;
    try {
      loaded = modules.load(next.module(), source);
    } catch (RuntimeException | InterruptedException e) {
      logs.release(lease, Duration.ZERO);
      throw e;
    }
    List<Diagnostic> errors = loaded.errors();
    if (errors.isEmpty()) {
      replace(next);
    } else {
      keep(next, loaded.isApplied());
      throw new ConfigException(Diagnostic.summary(errors));
    }
  }

  private void replace(Running next) {
    Running before = running.put(next.name(), next);
    if (before != null) {
      Duration linger = linger(next.module());
      before.leases().forEach(lease -> logs.release(lease, linger));
    }
  }

  /// One that is new does not run with a part of it missing. Where there was one before, its jobs
  /// go on that cannot be brought into line, with the log of before.
  private void keep(Running next, boolean isApplied) throws InterruptedException {
    Lease lease = next.leases().getLast();
    Running before = running.get(next.name());
    if (before == null) {
      modules.end(next.module(), Ending.HANDOVER);
    }
    if (before == null || !isApplied || before.has(lease.group())) {
      logs.release(lease, Duration.ZERO);
      return;
    }
    var leases = new ArrayList<>(before.leases());
    leases.add(lease);
    running.put(next.name(), before.with(leases));
  }

  @Override
  public synchronized void remove(String name, boolean isMoved) {
    Running gone = running.remove(name);
    if (gone != null) {
      Ending how = ending(isMoved);
      Duration linger = how == Ending.REMOVAL ? linger(gone.module()) : Duration.ZERO;
      ending.add(name);
      Thread.ofVirtual().name("end " + gone.module()).start(() -> end(gone, how, linger));
    }
  }

  private Ending ending(boolean isMoved) {
    if (isMoved) {
      return Ending.HANDOVER;
    }
    return isLeaving ? Ending.STOP : Ending.REMOVAL;
  }

  private void end(Running gone, Ending how, Duration linger) {
    try {
      modules.end(gone.module(), how);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gone.leases().forEach(lease -> logs.release(lease, linger, how));
      ended(gone.name());
    }
  }

  /// Waits until all that was removed has ended, and nothing writes to its logs any more.
  synchronized void awaitEnds() throws InterruptedException {
    while (!ending.isEmpty()) {
      wait();
    }
  }

  private synchronized void ended(String name) {
    ending.remove(name);
    notifyAll();
  }

  /// How long after the last scrape the ends of its series may come.
  private Duration linger(String module) {
    return modules.capable(module, ScrapesTargets.class).stream()
        .flatMap(scraper -> scraper.scrapes().targets().values().stream())
        .flatMap(Collection::stream)
        .map(TargetSnapshot::interval)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO)
        .multipliedBy(2);
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(running.keySet());
  }

  /// By name.
  Map<String, Running> running() {
    return running;
  }
}
