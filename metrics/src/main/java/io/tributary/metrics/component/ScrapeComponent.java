package io.tributary.metrics.component;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.cluster.sharing.Sharing;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Health;
import io.tributary.component.Stability;
import io.tributary.component.StopSignal;
import io.tributary.component.page.LocalPages;
import io.tributary.metrics.scrape.ScrapeManager;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.telemetry.Families;
import io.tributary.model.labels.Labels;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `prometheus.scrape`: scrapes the targets that it is given and forwards what they expose.
///
/// One job of a [ScrapeManager] of its own, on the loop that all share. What did not change is not
/// touched: other receivers are swapped under scrapes that go on, other targets leave those alone
/// that stay, and only another job hands all series on to new loops.
///
/// Source: grafana/alloy `internal/component/prometheus/scrape/scrape.go`.
final class ScrapeComponent implements Component<ScrapeArguments>, ScrapesTargets, Settles {
  static final ComponentDefinition<ScrapeArguments> DEFINITION =
      ComponentDefinition.of("prometheus.scrape", ScrapeArguments.CODEC, ScrapeComponent::new);

  private static final Families<ScrapeComponent> FAMILIES =
      new Families<ScrapeComponent>(_ -> 0)
          .gauge(
              "prometheus_scrape_targets_gauge",
              "Number of targets this component is configured to scrape",
              component -> component.targetCount)
          .counter(
              "prometheus_scrape_targets_moved_total",
              "Number of targets that have moved from this cluster node to another one",
              component -> component.moved());

  /// The loop answers at once; this is for one that is stuck.
  private static final long LOOP_SECONDS = 10;

  /// What Go shows of a target that was never scraped.
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final ComponentContext context;
  private final DataPlane plane;
  private final Fanout fanout;
  private final ScrapeManager manager;

  private volatile int targetCount;

  /// What the engine calls the job. The thread that shares targets asks without the lock, which
  /// [#end] holds while the loop stops.
  private volatile String jobName = "";

  // Guarded by this.
  private ScrapeArguments arguments;

  /// What the engine was given last; null before it was given anything.
  private ScrapeArguments.@Nullable Job appliedJob;

  private @Nullable List<Labels> appliedTargets;

  /// Null while all targets are scraped here.
  private @Nullable SharedTargets shared;

  /// Of the configuration that they are shared with; empty while they are not.
  private String sharedDigest = "";

  private long movedBefore;

  private boolean isRunning;
  private boolean hasEnded;

  /// Why the job is not as the arguments say; empty when it is.
  private volatile String problem = "";

  ScrapeComponent(ComponentContext context, ScrapeArguments arguments) {
    this.context = context;
    this.plane = context.service(DataPlane.class);
    this.arguments = arguments;
    requireUsable(arguments, null);
    fanout = new Fanout(context);
    context.registry().register(FAMILIES.collector(this));
    ScrapeMetrics metrics = plane.engines().scrapeMetrics(context);
    LocalPages pages = context.service(LocalPages.class);
    manager =
        plane.scrapes(
            settings -> new LocalTransport(plane.scrapeTransport(settings), pages),
            fanout,
            context.clock(),
            metrics);
    fanout.forwardTo(arguments.forwardTo());
  }

  /// Throws where the arguments ask for what there is not.
  private void requireUsable(ScrapeArguments next, @Nullable ScrapeArguments before) {
    if (next.honorMetadata() && context.minStability() != Stability.EXPERIMENTAL) {
      throw new ConfigException(
          "honor_metadata is an experimental feature, and must be enabled by setting the"
              + " stability.level flag to experimental");
    }
    boolean isNew = before == null || !next.job().client().equals(before.job().client());
    if (isNew && !plane.engines().areLenient()) {
      plane.requireUsable(next.job().client());
    }
  }

  @Override
  public synchronized void update(ScrapeArguments next) {
    requireUsable(next, arguments);
    if (isRunning && !isHeld(next)) {
      apply(next);
    }
    fanout.forwardTo(next.forwardTo());
    arguments = next;
  }

  /// Whether the targets stay as they are until [#takeTargets].
  private boolean isHeld(ScrapeArguments of) {
    return plane.engines().holdsTargets(name(of), this::takeTargets);
  }

  private synchronized void takeTargets() {
    if (isRunning && !isHeld(arguments)) {
      apply(arguments);
    }
  }

  private String name(ScrapeArguments of) {
    return of.jobName(context.id());
  }

  /// Brings job and targets in line with `next`, where they differ from what was applied last.
  private void apply(ScrapeArguments next) {
    if (!next.job().equals(appliedJob) || !digest(next).equals(sharedDigest)) {
      applyJob(next);
    }
    if (next.targets().equals(appliedTargets)) {
      return;
    }
    if (shared == null) {
      manager.update(name(next), ScrapeArguments.groups(context.id(), next.targets()));
      targetCount = next.targets().size();
    } else {
      shared.offer(next.targets());
      applyShared();
    }
    appliedTargets = next.targets();
  }

  /// Tells the engine which targets are scraped here now.
  private synchronized void applyShared() {
    if (shared == null) {
      return;
    }
    shared
        .drain()
        .ifPresent(batch -> {
          manager.update(
              jobName, ScrapeArguments.groups(context.id(), batch.targets()), batch.transfers());
          targetCount = batch.targets().size();
        });
  }

  /// Begins or ends to share targets, where `next` asks for what is not so.
  private void share(ScrapeArguments next) {
    String digest = digest(next);
    if (digest.equals(sharedDigest)) {
      return;
    }
    appliedTargets = null;
    if (!next.isClustered()) {
      unshare();
    } else if (shared == null) {
      shared =
          new SharedTargets(
              context.service(Sharing.class),
              context.id().global(),
              digest,
              next.keyLabels(),
              new Scrapes());
    } else {
      shared.rejoin(digest, next.keyLabels());
    }
    sharedDigest = digest;
  }

  /// Of what targets are shared by; empty where they are not.
  private static String digest(ScrapeArguments of) {
    return of.isClustered() ? of.digest() : "";
  }

  private void unshare() {
    if (shared != null) {
      movedBefore += shared.moved();
      shared.close();
      shared = null;
    }
  }

  private synchronized long moved() {
    return movedBefore + (shared == null ? 0 : shared.moved());
  }

  /// The engine, as who shares targets out sees it.
  private final class Scrapes implements SharedTargets.Scrapes {
    @Override
    public void changed() {
      applyShared();
    }

    @Override
    public void probe(Labels target, Consumer<Boolean> done) {
      manager.probe(jobName, target, done);
    }

    @Override
    public Optional<TargetSnapshot> snapshot(Labels target) {
      return manager.snapshot(jobName, target);
    }
  }

  /// Whether agents share the targets of what the engine is given from now on.
  private void fence(boolean shares) {
    if (shares) {
      manager.shareTargets(context.service(Sharing.class).fence());
    } else {
      manager.keepTargets();
    }
  }

  private void applyJob(ScrapeArguments next) {
    fence(next.isClustered());
    List<String> failures = manager.apply(List.of(next.settings(context.id())));
    problem = failures.isEmpty() ? "" : failures.getFirst();
    if (!problem.isEmpty() && !plane.engines().areLenient()) {
      String reason = problem;
      problem = ""; // It goes on with what it had.
      fence(shared != null);
      throw new ConfigException(reason);
    }
    jobName = name(next);
    share(next);
    if (appliedJob == null || !appliedJob.name().equals(next.job().name())) {
      appliedTargets = null; // The engine knows them by the name of the job.
    }
    appliedJob = next.job();
  }

  /// The job at once, and its targets unless they are held. A job that has not changed is told,
  /// too: it opens its files anew, and tries again what failed.
  @Override
  public synchronized Optional<String> settle() {
    if (hasEnded) {
      return Optional.empty();
    }
    isRunning = true;
    applyJob(arguments);
    if (!isHeld(arguments)) {
      apply(arguments);
    }
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  @Override
  public Optional<Health> health() {
    Optional<String> reason = problem.isEmpty() ? manager.obstacle() : Optional.of(problem);
    return reason.map(
        text -> Health.unhealthy(text, Instant.ofEpochMilli(context.clock().wallMs())));
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    synchronized (this) {
      if (!isRunning && !isHeld(arguments)) {
        apply(arguments);
        isRunning = true;
      }
    }
    try {
      stop.await();
    } finally {
      end(stop.isRemoval());
    }
  }

  /// Returns when no scrape is forwarded any more: receivers are closed behind those who use them.
  /// The series of one that was removed end an interval later, where their receivers are there
  /// still; those of a process that stops do not, since it may come back, nor those that other
  /// agents go on with.
  private synchronized void end(boolean isRemoval) throws InterruptedException {
    isRunning = false;
    hasEnded = true;
    boolean hasEnds = isRemoval && (shared == null || !shared.goOnElsewhere());
    unshare();
    if (hasEnds) {
      manager.apply(List.of());
    }
    manager.close();
    var stopped = new CountDownLatch(1);
    plane.loop().execute(stopped::countDown);
    if (!stopped.await(LOOP_SECONDS, TimeUnit.SECONDS)) {
      context.logger().warn("the scrape loop did not answer while targets were stopped");
    }
    if (hasEnds) {
      fanout.end();
    } else {
      fanout.forwardTo(List.of());
    }
  }

  @Override
  public void close() {
    manager.close(); // For one that never ran.
  }

  @Override
  public ScrapeManager scrapes() {
    return manager;
  }

  @Override
  public Body debugInfo() {
    Body.Builder body = Body.builder();
    manager
        .targets()
        .values()
        .forEach(targets -> targets.forEach(target -> body.block("target", describe(target))));
    return body.build();
  }

  private static Body describe(TargetSnapshot target) {
    var labels = new LinkedHashMap<String, Value>();
    target.labels().forEach((name, value) -> labels.put(name, Value.of(value)));
    long lastMs = target.lastScrapeMs();
    long lastNanos = (long) (target.lastScrapeDurationSeconds() * 1e9);
    return Body.builder()
        .attr("job", target.pool())
        .attr("url", target.url())
        .attr("health", target.health().name().toLowerCase(Locale.ROOT))
        .attr("labels", Value.of(labels))
        .attr("last_error", target.lastError())
        .attr("last_scrape", lastMs == 0 ? NEVER : Instant.ofEpochMilli(lastMs).toString())
        .attr("last_scrape_duration", GoDurations.format(Duration.ofNanos(lastNanos)))
        .build();
  }
}
