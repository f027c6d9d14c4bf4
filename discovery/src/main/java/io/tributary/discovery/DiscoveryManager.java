package io.tributary.discovery;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the discovery of all jobs and hands each job its targets.
///
/// Settings that several jobs have in common run once. [#apply] keeps the providers whose settings
/// stay, with what they have found, so a reload leaves no gap.
///
/// **When a job gets its targets.** The first time, and whenever its settings have changed: as soon
/// as every provider of the job has answered (found something or failed), or when `spacing` has
/// passed without that; until then the consumer goes on with the targets it has. Later changes wait
/// for [#DEBOUNCE], because changes come in bursts, and until `spacing` has passed since the job
/// was last served.
///
/// Threads: state is guarded by `lock`, which is held for no call out. A job with something to
/// deliver has one virtual thread that waits until it is due; deliveries are serialised by
/// `delivery`.
///
/// Source: prometheus/prometheus `discovery/manager.go`; the ticker of `scrape/manager.go`, which
/// makes even the first targets wait, is left out on purpose.
public final class DiscoveryManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryManager.class);

  /// Spacing unless configured: `--scrape.discovery-reload-interval`.
  public static final Duration DEFAULT_SPACING = Duration.ofSeconds(5);

  public static final Duration DEBOUNCE = Duration.ofMillis(100);

  /// Settings that are running, and what they have found.
  private final class Provider implements Discoverer.Sink {
    final DiscoverySettings settings;
    final Discoverer discoverer;
    final String config;

    /// By source; groups without targets are not kept.
    final Map<String, TargetGroup> groups = new LinkedHashMap<>();

    boolean hasAnswered;
    boolean isStopped;

    Provider(DiscoverySettings settings, Discoverer discoverer, String config) {
      this.settings = settings;
      this.discoverer = discoverer;
      this.config = config;
    }

    @Override
    public boolean publish(List<TargetGroup> published) {
      metrics.receivedUpdates.labelValues(name).inc();
      if (delivery.isLocked()) {
        metrics.updatesDelayed.labelValues(name).inc();
      }
      lock.lock();
      try {
        if (isStopped) {
          return true;
        }
        boolean isAccepted = targetsAfter(published) <= limits.maxTargets();
        if (!isAccepted) {
          refuse();
        }
        answered(isAccepted && store(published));
        return isAccepted;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void failed(String reason) {
      lock.lock();
      try {
        if (!isStopped) {
          answered(false);
        }
      } finally {
        lock.unlock();
      }
    }

    private void refuse() {
      metrics.updatesRefused.labelValues(name).inc();
      LOG.atError()
          .addKeyValue("config", config)
          .addKeyValue("limit", limits.maxTargets())
          .log("Discovery found more targets than allowed, the previous ones stay in force");
    }

    /// Whether anything has changed.
    private boolean store(List<TargetGroup> published) {
      boolean changed = false;
      for (TargetGroup group : published) {
        TargetGroup before =
            group.targets().isEmpty()
                ? groups.remove(group.source())
                : groups.put(group.source(), group);
        changed |= before == null ? !group.targets().isEmpty() : !before.equals(group);
      }
      return changed;
    }

    private long targetsAfter(List<TargetGroup> published) {
      var replaced = new HashSet<String>();
      long count = 0;
      for (TargetGroup group : published) {
        replaced.add(group.source());
        count += group.targets().size();
      }
      for (TargetGroup group : groups.values()) {
        count += replaced.contains(group.source()) ? 0 : group.targets().size();
      }
      return count;
    }

    private void answered(boolean changed) {
      boolean first = !hasAnswered;
      hasAnswered = true;
      for (Job job : jobs.values()) {
        if (job.providers.contains(this) && (changed || (first && job.isUnserved))) {
          schedule(job);
        }
      }
    }
  }

  /// A job and its providers. Guarded by `lock`.
  private static final class Job {
    final String name;
    Set<Provider> providers = Set.of();

    /// The providers have changed since the last delivery: what it had is not what it should have.
    boolean isUnserved = true;

    long patienceEndsNanos;
    long servedNanos;

    /// Waits until `dueNanos` to deliver; null when there is nothing to deliver.
    @Nullable Thread waiter;

    long dueNanos;

    Job(String name) {
      this.name = name;
    }

    boolean isComplete() {
      return providers.stream().allMatch(provider -> provider.hasAnswered);
    }

    Map<DiscoverySettings, List<TargetGroup>> groups() {
      var all = new LinkedHashMap<DiscoverySettings, List<TargetGroup>>();
      providers.forEach(
          provider -> all.put(provider.settings, List.copyOf(provider.groups.values())));
      return all;
    }

    void cancel() {
      if (waiter != null) {
        waiter.interrupt();
        waiter = null;
      }
    }
  }

  private final String name;
  private final Duration spacing;
  private final DiscoveryLimits limits;
  private final Clock clock;
  private final DiscovererFactory factory;
  private final DiscoveryMetrics metrics;
  private final TargetListener listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock delivery = new ReentrantLock();
  private final Map<DiscoverySettings, Provider> providers = new LinkedHashMap<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private boolean isClosed;

  /// `name` tells managers apart in metrics: `scrape`.
  public DiscoveryManager(
      String name,
      Duration spacing,
      DiscoveryLimits limits,
      Clock clock,
      DiscovererFactory factory,
      DiscoveryMetrics metrics,
      TargetListener listener) {
    this.name = name;
    this.spacing = spacing;
    this.limits = limits;
    this.clock = clock;
    this.factory = factory;
    this.metrics = metrics;
    this.listener = listener;
    metrics.begin(name);
  }

  /// Makes `wanted` the discovery settings of each job, in full: jobs that it does not name are
  /// forgotten, without a last call to the listener. A mechanism that cannot be built is logged and
  /// counted, and its job goes on without it; a job without any gets an empty list.
  ///
  /// Returns the jobs that will be served because of this: the settings of all others stay.
  public synchronized Set<String> apply(Map<String, List<DiscoverySettings>> wanted) {
    stopAllBut(wanted);
    List<Provider> started = create(wanted);
    var unserved = new LinkedHashSet<String>();
    lock.lock();
    try {
      if (isClosed) {
        started.forEach(provider -> provider.discoverer.close());
        return Set.of();
      }
      forgetAllBut(wanted.keySet());
      wanted.forEach((job, settings) -> {
        if (assign(job, settings)) {
          unserved.add(job);
        }
      });
    } finally {
      lock.unlock();
    }
    started.forEach(provider -> provider.discoverer.start(provider));
    return unserved;
  }

  /// Has the listener hear of nothing until [#resume], which the same thread calls; waits for what
  /// it is being told. What is found meanwhile is not lost, and settings may be applied.
  public void pause() {
    delivery.lock();
  }

  public void resume() {
    delivery.unlock();
  }

  private void stopAllBut(Map<String, List<DiscoverySettings>> wanted) {
    var kept = new HashSet<DiscoverySettings>();
    wanted.values().forEach(kept::addAll);
    var stopped = new ArrayList<Provider>();
    lock.lock();
    try {
      var entries = providers.entrySet().iterator();
      while (entries.hasNext()) {
        var entry = entries.next();
        if (!kept.contains(entry.getKey())) {
          entry.getValue().isStopped = true;
          stopped.add(entry.getValue());
          entries.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    stopped.forEach(provider -> provider.discoverer.close());
  }

  /// Builds what is wanted and does not run yet.
  private List<Provider> create(Map<String, List<DiscoverySettings>> wanted) {
    var created = new LinkedHashMap<DiscoverySettings, Provider>();
    var failed = new HashSet<DiscoverySettings>();
    int failedConfigs = 0;
    for (var job : wanted.entrySet()) {
      for (DiscoverySettings settings : job.getValue()) {
        boolean exists = isRunning(settings) || created.containsKey(settings);
        if (!exists && !failed.contains(settings)) {
          Provider provider = create(settings, job.getKey());
          if (provider == null) {
            failed.add(settings);
          } else {
            created.put(settings, provider);
          }
        }
        failedConfigs += failed.contains(settings) ? 1 : 0;
      }
    }
    metrics.failedConfigs.labelValues(name).set(failedConfigs);
    lock.lock();
    try {
      if (!isClosed) {
        providers.putAll(created);
      }
    } finally {
      lock.unlock();
    }
    return List.copyOf(created.values());
  }

  private boolean isRunning(DiscoverySettings settings) {
    lock.lock();
    try {
      return providers.containsKey(settings);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Provider create(DiscoverySettings settings, String config) {
    try {
      return new Provider(settings, factory.create(settings, config), config);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("type", settings.mechanism())
          .addKeyValue("config", config)
          .addKeyValue("err", e.getMessage())
          .log("Cannot create service discovery");
      return null;
    }
  }

  private void forgetAllBut(Set<String> kept) {
    jobs.values()
        .removeIf(job -> {
          if (kept.contains(job.name)) {
            return false;
          }
          job.cancel();
          metrics.forget(name, job.name);
          return true;
        });
  }

  /// Whether the job is to be served because of that.
  private boolean assign(String jobName, List<DiscoverySettings> settings) {
    var assigned = new LinkedHashSet<Provider>();
    for (DiscoverySettings one : settings) {
      Provider provider = providers.get(one);
      if (provider != null) {
        assigned.add(provider);
      }
    }
    Job job = jobs.get(jobName);
    if (job == null) {
      job = new Job(jobName);
      jobs.put(jobName, job);
      metrics.discoveredTargets.labelValues(name, jobName).set(0);
    }
    if (job.isUnserved || !job.providers.equals(assigned)) {
      job.providers = assigned;
      job.isUnserved = true;
      job.patienceEndsNanos = clock.nanos() + spacing.toNanos();
      job.cancel();
      schedule(job);
      return true;
    }
    return false;
  }

  /// Sees to it that `job` is served when it is due. Call with `lock` held.
  private void schedule(Job job) {
    if (isClosed) {
      return;
    }
    long now = clock.nanos();
    long due =
        job.isUnserved
            ? (job.isComplete() ? now : job.patienceEndsNanos)
            : Math.max(
                now + Math.min(DEBOUNCE.toNanos(), spacing.toNanos()),
                job.servedNanos + spacing.toNanos());
    if (job.waiter != null && job.dueNanos - due <= 0) {
      return;
    }
    job.cancel();
    job.dueNanos = due;
    job.waiter =
        Thread.ofVirtual().name("discovery-deliver-" + job.name).unstarted(() -> deliver(job, due));
    job.waiter.start();
  }

  private void deliver(Job job, long dueNanos) {
    try {
      clock.sleepUntil(dueNanos);
      delivery.lockInterruptibly();
    } catch (InterruptedException e) {
      return; // Another delivery has taken its place, or everything stops.
    }
    try {
      Map<DiscoverySettings, List<TargetGroup>> groups = take(job);
      if (groups != null) {
        deliver(job, groups);
      }
    } finally {
      delivery.unlock();
    }
  }

  /// What `job` is to be served now; null if this thread is not the one to serve it any more.
  private @Nullable Map<DiscoverySettings, List<TargetGroup>> take(Job job) {
    lock.lock();
    try {
      if (isClosed || job.waiter != Thread.currentThread()) {
        return null;
      }
      job.waiter = null;
      job.isUnserved = false;
      job.servedNanos = clock.nanos();
      return job.groups();
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Job job, Map<DiscoverySettings, List<TargetGroup>> groups) {
    try {
      listener.onTargets(job.name, groups);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("config", job.name)
          .setCause(e)
          .log("The targets of a job could not be applied, they will be tried again");
      metrics.updatesDelayed.labelValues(name).inc();
      again(job);
      return;
    }
    metrics.updates.labelValues(name).inc();
    lock.lock();
    try {
      if (jobs.get(job.name) == job) {
        int targets =
            groups.values().stream()
                .flatMap(List::stream)
                .mapToInt(group -> group.targets().size())
                .sum();
        metrics.discoveredTargets.labelValues(name, job.name).set(targets);
        metrics.lastUpdate.labelValues(name, job.name).set(clock.wallMs() / 1e3);
      }
    } finally {
      lock.unlock();
    }
  }

  private void again(Job job) {
    lock.lock();
    try {
      if (jobs.get(job.name) == job) {
        schedule(job);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Stops all discovery; a delivery under way is waited for. The last targets stay with the
  /// consumer.
  @Override
  public void close() {
    List<Provider> running;
    lock.lock();
    try {
      isClosed = true;
      running = List.copyOf(providers.values());
      running.forEach(provider -> provider.isStopped = true);
      providers.clear();
      jobs.values().forEach(Job::cancel);
    } finally {
      lock.unlock();
    }
    running.forEach(provider -> provider.discoverer.close());
    delivery.lock();
    try {
      LOG.atDebug().addKeyValue("name", name).log("Discovery stopped");
    } finally {
      delivery.unlock();
    }
  }
}
