package io.tributary.cluster.service;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.ConfigurationMirror;
import io.tributary.cluster.configs.ConfigurationStore;
import io.tributary.cluster.configs.MeantDeletions;
import io.tributary.cluster.member.AdvertisedAddress;
import io.tributary.cluster.member.RingView;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scraping service of one agent: configurations that all agents share in a store, of which
/// this one runs those that the ring gives to it.
///
/// Three virtual threads, so that running configurations never keeps a heartbeat waiting, nor a
/// store that hangs what is handed over: one lives in the ring ([RingPart]), one keeps what runs in
/// line ([Refresher]), one shares what was deleted ([MeantDeletions]). A fourth one reads once what
/// is stored, so that the first who stores something need not wait for that. Each agent that is
/// told of a change is told on a thread of its own. The methods here are for every thread.
///
/// The original waits three heartbeats before it does anything (SS-20), against a race between its
/// first heartbeat and its first look at the ring. Here an agent owns something only in a ring in
/// which it sees itself active, so there is nothing to wait for; what it waits for instead, where
/// all others have been silent, says [RingView].
///
/// Source: grafana/agent `static/metrics/cluster/cluster.go`, `node.go`, `config_watcher.go`.
public final class ScrapingService implements AgentCalls.Answers, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScrapingService.class);

  /// Between a step that failed and the next one.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /// For leaving the ring, as in the original.
  private static final Duration LEAVE_LIMIT = Duration.ofMinutes(5);

  private final ScrapingServiceSettings settings;
  private final Clock clock;

  /// Since when its counters count.
  private final long createdMs;

  private final RingPart ring;
  private final ConfigurationMirror mirror;
  private final MeantDeletions meant;
  private final ConfigurationStore configurations;
  private final OwnedConfigurations owned;
  private final Refresher refresher;
  private final Timings timings = new Timings();
  private final KeyValueStore.Watch watch;

  private volatile boolean isOver;
  private volatile @Nullable Thread ringThread;
  private volatile @Nullable Thread runThread;
  private volatile @Nullable Thread deletionsThread;
  private volatile @Nullable Thread preparing;

  ScrapingService(ScrapingServiceSettings settings, ServiceParts parts, Executor tellers) {
    this.settings = settings;
    clock = parts.clock();
    createdMs = clock.wallMs();
    ring = new RingPart(settings, parts, tellers, timings, new Here());
    RingView view = ring.view();
    mirror = new ConfigurationMirror(this::wakeRuns);
    meant = new MeantDeletions(parts.ringStore(), mirror, clock, this::wakeDeletions);
    configurations =
        new ConfigurationStore(parts.configurationStore(), mirror, meant, parts.check(), clock);
    var successors = new Successors(parts.calls(), clock, tellers, this::wakeRuns);
    owned = new OwnedConfigurations(mirror, view, parts.workload(), clock, successors);
    refresher =
        new Refresher(
            parts.configurationStore(),
            mirror,
            view,
            owned,
            settings,
            clock,
            timings,
            () -> isOver);
    ring.watch();
    watch = parts.configurationStore().watch("", mirror);
  }

  /// Enters the ring and runs configurations until it is closed. Does not wait for the store.
  public static ScrapingService start(ScrapingServiceSettings settings, ServiceParts parts) {
    var service =
        new ScrapingService(
            settings, parts, task -> Thread.ofVirtual().name("scraping-service-tell").start(task));
    service.runThread =
        Thread.ofVirtual()
            .name("scraping-service-run")
            .start(() -> service.repeat(service::stepRunsAndPrepare));
    service.deletionsThread =
        Thread.ofVirtual()
            .name("scraping-service-deletions")
            .start(() -> service.repeat(service::stepDeletions));
    service.ringThread =
        Thread.ofVirtual()
            .name("scraping-service-ring")
            .start(() -> service.repeat(service::stepRing));
    return service;
  }

  /// `host:port` by which others reach this agent: what is configured, or what is found out. Throws
  /// [io.tributary.base.config.ConfigException] where nothing is found.
  public static String address(LifecyclerSettings lifecycler, int grpcPort) {
    String host = lifecycler.address();
    if (host.isEmpty()) {
      host =
          AdvertisedAddress.find(
              AdvertisedAddress.ofThisHost(), lifecycler.interfaces(), lifecycler.usesIpv6());
    }
    int port = lifecycler.port() > 0 ? lifecycler.port() : grpcPort;
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /// What the ring has to do with what runs.
  private final class Here implements RingPart.Runs {
    @Override
    public void wakeRing() {
      ScrapingService.this.wakeRing();
    }

    @Override
    public void changed() {
      wakeRuns();
    }

    @Override
    public void refresh() {
      ScrapingService.this.refresh();
    }

    @Override
    public boolean isHandingOver() {
      return owned.isHandingOver();
    }
  }

  @FunctionalInterface
  private interface Step {
    long run() throws InterruptedException;
  }

  private void repeat(Step step) {
    try {
      while (!isOver && !Thread.currentThread().isInterrupted()) {
        long next = outlived(step);
        if (!isOver) {
          clock.parkUntil(next);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A step that nobody foresaw the end of must not be the last one: without heartbeats, or without
  /// a look at what runs, this agent would be half there.
  private long outlived(Step step) throws InterruptedException {
    try {
      return step.run();
    } catch (RuntimeException e) {
      log.error("a step of the scraping service failed and is tried again", e);
      return clock.nanos() + AFTER_FAILURE.toNanos();
    }
  }

  /// Lives in the ring for a moment. Answers when there is more to do.
  long stepRing() throws InterruptedException {
    return ring.step();
  }

  /// Brings what runs into line. Answers when there is more to do.
  long stepRuns() throws InterruptedException {
    long next = refresher.step();
    // Something may be missing now.
    wakeDeletions();
    return next;
  }

  /// Shares what was deleted, and hears what others deleted. Answers when there is more to do.
  long stepDeletions() throws InterruptedException {
    return meant.step();
  }

  /// What this agent is to run goes first.
  private long stepRunsAndPrepare() throws InterruptedException {
    long next = stepRuns();
    if (preparing == null && mirror.isLoaded()) {
      preparing = Thread.ofVirtual().name("scraping-service-jobs").start(this::prepare);
    }
    return next;
  }

  private void prepare() {
    try {
      configurations.prepare();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void wakeRing() {
    LockSupport.unpark(ringThread);
  }

  private void wakeRuns() {
    LockSupport.unpark(runThread);
  }

  private void wakeDeletions() {
    LockSupport.unpark(deletionsThread);
  }

  /// Looks at the ring and at all configurations soon: another agent says that something has
  /// changed. Does not wait.
  @Override
  public void reshard() {
    ring.look();
    wakeRing();
    refresh();
  }

  @Override
  public boolean hasBegun(String name) {
    return owned.hasBegun(name);
  }

  private void refresh() {
    refresher.ask();
    wakeRuns();
  }

  /// Where configurations are managed.
  public ConfigurationStore configurations() {
    return configurations;
  }

  /// Everything in the store, packed, by name; empty as long as the store has not told of it.
  public Optional<SortedMap<String, byte[]>> stored() {
    return mirror.isLoaded() ? Optional.of(mirror.current()) : Optional.empty();
  }

  /// What runs here, or should, by name.
  public List<ConfigurationStatus> statuses() {
    return owned.statuses();
  }

  /// What keeps this agent from taking part as it should; empty where all is well. One line each.
  public List<String> problems() {
    var problems = new ArrayList<String>();
    ring.problem().ifPresent(problems::add);
    refresher.problem().ifPresent(problems::add);
    int missing = mirror.unconfirmedLosses().size();
    if (missing > 0) {
      problems.add(missing + " configurations are missing in the store; what runs of them runs on");
    }
    int leftOut = mirror.leftOut().size();
    if (leftOut > 0) {
      problems.add(leftOut + " configurations are left out: all together are too long");
    }
    return problems;
  }

  /// Lets go of configurations that are missing in the store and run on: an operator says that they
  /// were deleted. Those of the other agents end as well, a few seconds later. Answers their names.
  public Set<String> confirmLosses() {
    Set<String> names = mirror.confirmLosses();
    meant.add(names);
    return names;
  }

  /// The ring as it is in the store now.
  public RingReport report() throws StoreException, InterruptedException {
    return ring.report(mirror.names());
  }

  /// Takes a member out of the ring that will not come back. False where the store has no ring.
  public boolean forget(String id) throws StoreException, InterruptedException {
    boolean isThere = ring.forget(id);
    reshard();
    return isThere;
  }

  /// Own metrics, under the names of the original.
  public MultiCollector metrics() {
    return new ServiceMetrics(this, createdMs);
  }

  /// The ring as this agent sees it.
  RingView view() {
    return ring.view();
  }

  Timings timings() {
    return timings;
  }

  long nowMs() {
    return clock.wallMs();
  }

  long heartbeats() {
    return ring.heartbeats();
  }

  ScrapingServiceSettings settings() {
    return settings;
  }

  ConfigurationMirror mirror() {
    return mirror;
  }

  /// Begins to leave the ring.
  void leave() {
    ring.leave();
    wakeRing();
  }

  boolean isGone() {
    return ring.isGone();
  }

  /// Leaves the ring, so that others take over, and stops what runs here. Takes as long as the
  /// others need to begin, and [LifecyclerSettings#finalSleep].
  @Override
  public void close() {
    boolean isMoved = ring.view().hasHeirs();
    leave();
    long limit = clock.nanos() + LEAVE_LIMIT.toNanos();
    while (!ring.isGone() && clock.nanos() - limit < 0 && !Thread.currentThread().isInterrupted()) {
      clock.parkUntil(Math.min(limit, clock.nanos() + Duration.ofMillis(50).toNanos()));
    }
    end(isMoved);
  }

  /// Stops at once, without a word to anybody.
  void end(boolean isMoved) {
    isOver = true;
    watch.close();
    stop(ringThread);
    stop(runThread);
    stop(deletionsThread);
    ring.close();
    Thread reader = preparing;
    if (reader != null) {
      reader.interrupt();
    }
    owned.stopAll(isMoved);
    log.info("the scraping service has ended");
  }

  private static void stop(@Nullable Thread thread) {
    if (thread == null) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
