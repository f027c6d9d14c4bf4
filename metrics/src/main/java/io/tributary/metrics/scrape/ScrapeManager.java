package io.tributary.metrics.scrape;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Handed;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.ScrapeMetrics.MetadataSize;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.LayoutCursor;
import io.tributary.model.metadata.FamilyMetadata;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All scrape jobs. The entry point of the engine: it is given settings and targets, and columns
/// come out at its sink.
///
/// A reload touches what changed and nothing else: a job whose settings are equal keeps its loops,
/// a job that changed hands the series of each target on to the new loop. Thread-safe: guarded by
/// `this`.
public final class ScrapeManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScrapeManager.class);

  private final ScrapeEnvironment environment;
  private final LiveTargets live;
  private final Map<String, ScrapePool> pools = new LinkedHashMap<>();
  private final Map<String, List<TargetGroup>> groups = new HashMap<>();
  private final Map<Path, FileFailureLog> failureLogs = new HashMap<>();
  private final Supplier<Map<String, MetadataSize>> metadata = this::metadataSizes;

  /// Null where agents do not share targets.
  private @Nullable Fence fence;

  /// A job that could not be set up, and why.
  private record Waiting(ScrapeSettings settings, String reason) {}

  /// By the name of the job; none of them has a pool.
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  public ScrapeManager(ScrapeEnvironment environment) {
    this(environment, new ScrapeWorker());
  }

  /// One of several managers on a loop, whose thread has one `worker`.
  public ScrapeManager(ScrapeEnvironment environment, ScrapeWorker worker) {
    this.environment = environment;
    this.live = new LiveTargets(environment, worker);
    environment.metrics().addMetadata(metadata);
  }

  /// Agents share the targets of the jobs that [#apply] is given from now on, which are scraped
  /// while `open` lets them.
  public synchronized void shareTargets(Fence open) {
    fence = open;
  }

  /// The targets of the jobs that [#apply] is given from now on are this agent's alone.
  public synchronized void keepTargets() {
    fence = null;
  }

  /// Makes `jobs` the jobs that run. Targets follow with [#update]; those of known jobs are kept.
  ///
  /// A job that cannot be set up (a certificate that cannot be read, say) leaves the others alone.
  /// What ran under its name before goes on; gives a message for each such job. A new one is logged
  /// and tried again whenever targets come, as in Prometheus: it may not keep an agent from
  /// starting.
  public synchronized List<String> apply(List<ScrapeSettings> jobs) {
    Map<String, ScrapePool> before = new LinkedHashMap<>(pools);
    var failures = new ArrayList<String>();
    reopenFailureLogs(jobs);
    pools.clear();
    waiting.clear();
    for (ScrapeSettings job : jobs) {
      ScrapePool old = before.remove(job.jobName());
      try {
        ScrapePool pool = poolOf(job, old);
        pools.put(job.jobName(), pool);
        List<TargetGroup> known = old == null ? groups.get(job.jobName()) : null;
        if (known != null) {
          pool.sync(known, null); // Those of a job that could not be set up so far.
        }
      } catch (UncheckedIOException | ConfigException e) {
        if (old == null) {
          setAside(job, e);
        } else {
          environment.metrics().poolReloadsFailed.inc();
          failures.add(
              "cannot set up scrape job \"%s\": %s".formatted(job.jobName(), e.getMessage()));
          pools.put(job.jobName(), old);
        }
      }
    }
    before.forEach((name, gone) -> {
      groups.remove(name);
      gone.end();
    });
    groups.keySet().retainAll(known());
    return failures;
  }

  private Set<String> known() {
    var known = new LinkedHashSet<>(pools.keySet());
    known.addAll(waiting.keySet());
    return known;
  }

  /// Each reason is logged once.
  private void setAside(ScrapeSettings job, RuntimeException reason) {
    environment.metrics().poolsFailed.inc();
    String message = String.valueOf(reason.getMessage());
    Waiting last = waiting.put(job.jobName(), new Waiting(job, message));
    if (last == null || !last.reason.equals(message)) {
      LOG.atError()
          .addKeyValue("err", message)
          .addKeyValue("scrape_pool", job.jobName())
          .log("error creating new scrape pool");
    }
  }

  private void retryWaiting() {
    for (Waiting one : List.copyOf(waiting.values())) {
      String name = one.settings.jobName();
      List<TargetGroup> known = groups.get(name);
      if (known == null) {
        continue;
      }
      try {
        ScrapePool pool = poolOf(one.settings, null);
        pools.put(name, pool);
        waiting.remove(name);
        pool.sync(known, null);
        LOG.atInfo().addKeyValue("scrape_pool", name).log("created the scrape pool after all");
      } catch (UncheckedIOException | ConfigException e) {
        setAside(one.settings, e);
      }
    }
  }

  private ScrapePool poolOf(ScrapeSettings job, @Nullable ScrapePool old) {
    if (old != null
        && old.isShared() == (fence != null)
        && equalButDiscovery(old.settings(), job)) {
      return old;
    }
    ScrapeMetrics metrics = environment.metrics();
    (old == null ? metrics.pools : metrics.poolReloads).inc();
    var pool = new ScrapePool(environment, live, job, failureLog(job.failureLogFile()), fence);
    if (old != null) {
      reload(pool, old);
    }
    return pool;
  }

  /// Makes `newGroups` the discovered targets of `job`; unknown jobs are ignored, they were removed
  /// meanwhile.
  public synchronized void update(String job, List<TargetGroup> newGroups) {
    update(job, newGroups, Transfers.NONE);
  }

  /// The same, where some of them come from another agent, and some that are no longer there go to
  /// one.
  public synchronized void update(String job, List<TargetGroup> newGroups, Transfers transfers) {
    ScrapePool pool = pools.get(job);
    if (pool != null || waiting.containsKey(job)) {
      groups.put(job, newGroups);
    }
    if (pool != null) {
      pool.sync(newGroups, null, transfers);
    } else {
      transfers.released().values().forEach(done -> done.accept(Handed.NOTHING));
    }
    retryWaiting();
  }

  /// Scrapes a target of a job once and throws the result away; tells whether it answered.
  public synchronized void probe(String job, Labels target, Consumer<Boolean> done) {
    ScrapePool pool = pools.get(job);
    if (pool == null) {
      done.accept(false);
    } else {
      pool.probe(target, done);
    }
  }

  /// How the last scrape of a target that agents share went, by its labels as discovery has them;
  /// empty where it is not scraped.
  public synchronized Optional<TargetSnapshot> snapshot(String job, Labels target) {
    ScrapePool pool = pools.get(job);
    return pool == null ? Optional.empty() : Optional.ofNullable(pool.snapshot(target));
  }

  /// Whether series of this name are those that a scrape writes about itself, which the rules for
  /// metrics do not see.
  public static boolean writesItself(String metricName) {
    return ScrapeReport.names(true).contains(metricName);
  }

  /// Why one of the jobs could not be set up so far; empty where all are.
  public synchronized Optional<String> obstacle() {
    return waiting.values().stream().map(Waiting::reason).findFirst();
  }

  public synchronized List<String> jobNames() {
    return List.copyOf(new TreeMap<>(pools).keySet());
  }

  public synchronized @Nullable ScrapeSettings settings(String job) {
    ScrapePool pool = pools.get(job);
    return pool == null ? null : pool.settings();
  }

  /// Active targets, by job in order of name.
  public synchronized SortedMap<String, List<TargetSnapshot>> targets() {
    var all = new TreeMap<String, List<TargetSnapshot>>();
    pools.forEach(
        (job, pool) -> all.put(job, pool.loops().stream().map(ScrapeLoop::snapshot).toList()));
    return all;
  }

  /// Discovered labels of targets that relabelling dropped, by job; no more than
  /// `keep_dropped_targets` of each.
  public synchronized SortedMap<String, List<Labels>> droppedTargets() {
    var all = new TreeMap<String, List<Labels>>();
    pools.forEach((job, pool) -> all.put(job, pool.dropped()));
    return all;
  }

  /// How many targets relabelling dropped, by job.
  public synchronized SortedMap<String, Integer> droppedCounts() {
    var all = new TreeMap<String, Integer>();
    pools.forEach((job, pool) -> all.put(job, pool.droppedCount()));
    return all;
  }

  /// What the families of a target say of themselves.
  public record TargetMetadata(Labels target, List<FamilyMetadata> families) {}

  /// Metadata of all active targets, as of their last successful scrapes.
  public synchronized List<TargetMetadata> metadata() {
    var all = new ArrayList<TargetMetadata>();
    for (ScrapePool pool : pools.values()) {
      for (ScrapeLoop loop : pool.loops()) {
        all.add(new TargetMetadata(loop.target().labels(), families(loop.page())));
      }
    }
    return all;
  }

  private synchronized Map<String, MetadataSize> metadataSizes() {
    var sizes = new TreeMap<String, MetadataSize>();
    // Similar targets have one layout.
    var known = new IdentityHashMap<Layout, MetadataSize>();
    pools.forEach((job, pool) -> {
      var sum = MetadataSize.NONE;
      for (ScrapeLoop loop : pool.loops()) {
        Page page = loop.page();
        if (page != null) {
          sum = sum.plus(known.computeIfAbsent(page.layout(), _ -> metadataSize(page)));
        }
      }
      sizes.put(job, sum);
    });
    return sizes;
  }

  private static MetadataSize metadataSize(Page page) {
    var sum = MetadataSize.NONE;
    for (FamilyMetadata family : families(page)) {
      long bytes =
          (long) family.family().length() + family.help().length() + family.unit().length();
      sum = sum.plus(new MetadataSize(1, bytes));
    }
    return sum;
  }

  /// The series of all targets that were scraped, as of their last successful scrapes.
  public synchronized List<ExposedSeries> exposed() {
    var all = new ArrayList<ExposedSeries>();
    for (ScrapePool pool : pools.values()) {
      for (ScrapeLoop loop : pool.loops()) {
        ExposedSeries exposed = loop.exposed();
        if (exposed != null) {
          all.add(exposed);
        }
      }
    }
    return all;
  }

  /// Samples per second and series of all targets now, for summaries.
  public synchronized long seriesCount() {
    long series = 0;
    for (ScrapePool pool : pools.values()) {
      for (ScrapeLoop loop : pool.loops()) {
        series += loop.snapshot().samples();
      }
    }
    return series;
  }

  /// Stops scraping; no series ends, since the process may come back.
  @Override
  public synchronized void close() {
    pools.values().forEach(ScrapePool::stop);
    pools.clear();
    waiting.clear();
    environment.metrics().removeMetadata(metadata);
    failureLogs.values().forEach(FileFailureLog::close);
    failureLogs.clear();
  }

  private void reload(ScrapePool pool, ScrapePool old) {
    long started = environment.clock().nanos();
    List<TargetGroup> known = groups.get(pool.settings().jobName());
    if (known != null) {
      pool.sync(known, old);
    }
    old.retire();
    environment
        .metrics()
        .reloadLength
        .get()
        .labelValues(GoDurations.format(pool.settings().scrapeInterval()))
        .observe((environment.clock().nanos() - started) / 1e9);
  }

  /// Discovery is applied on its own: its settings are no reason to touch a loop.
  private static boolean equalButDiscovery(ScrapeSettings old, ScrapeSettings now) {
    return old.withDiscovery(List.of()).equals(now.withDiscovery(List.of()));
  }

  private void reopenFailureLogs(List<ScrapeSettings> jobs) {
    Set<Path> wanted = new LinkedHashSet<>();
    for (ScrapeSettings job : jobs) {
      if (job.failureLogFile() != null) {
        wanted.add(job.failureLogFile());
      }
    }
    failureLogs
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !wanted.contains(entry.getKey());
          if (gone) {
            entry.getValue().close();
          } else {
            entry.getValue().reopen();
          }
          return gone;
        });
  }

  private @Nullable FailureLog failureLog(@Nullable Path file) {
    return file == null
        ? null
        : failureLogs.computeIfAbsent(file, path -> new FileFailureLog(path, environment.clock()));
  }

  private static List<FamilyMetadata> families(@Nullable Page page) {
    if (page == null) {
      return List.of();
    }
    Set<FamilyMetadata> families = new LinkedHashSet<>();
    var cursor = new LayoutCursor().reset(page.layout());
    while (cursor.next()) {
      FamilyMetadata metadata = cursor.metadata();
      if (!metadata.family().isEmpty()) {
        families.add(metadata);
      }
    }
    return List.copyOf(families);
  }
}
