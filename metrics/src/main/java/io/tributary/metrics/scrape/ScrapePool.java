package io.tributary.metrics.scrape;

import io.tributary.base.config.Durations;
import io.tributary.cluster.sharing.Fence;
import io.tributary.cluster.sharing.Handed;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.page.PageContext;
import io.tributary.metrics.scrape.page.SeriesRules;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.net.scrape.ScrapeEndpoint;
import io.tributary.net.scrape.ScrapeEndpoint.Header;
import io.tributary.net.scrape.ScrapeTransport;
import io.tributary.wire.exposition.ScrapeProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The targets of one job: keeps one [ScrapeLoop] for each, and nothing for those that went.
///
/// Guarded by its [ScrapeManager]; loops themselves live on the event loop.
final class ScrapePool {
  private static final Logger log = LoggerFactory.getLogger(ScrapePool.class);

  private final ScrapeEnvironment environment;
  private final LiveTargets live;
  private final @Nullable FailureLog failureLog;
  private final ScrapeSettings settings;
  private final ScrapeTransport transport;
  private final RelabelRules metricRelabel;

  /// Null where agents do not share the targets.
  private final @Nullable Fence fence;

  private Map<SeriesRules, PageContext> contexts = new HashMap<>();
  private Map<Identity, ScrapeLoop> loops = new LinkedHashMap<>();

  /// Those of `loops` by the labels that discovery has, where agents share the targets: who shares
  /// them out knows them by these, and asks often.
  private Map<Labels, Identity> discovered = Map.of();

  /// Those that other agents take over, until they have let go. Removed by the event loop.
  private final Set<ScrapeLoop> leaving = ConcurrentHashMap.newKeySet();

  private List<Labels> dropped = List.of();
  private int droppedCount;

  /// What makes two targets the same.
  private record Identity(Labels labels, String url) {
    static Identity of(Target target) {
      return new Identity(target.labels(), target.url() + "|" + target.unixSocket());
    }
  }

  ScrapePool(
      ScrapeEnvironment environment,
      LiveTargets live,
      ScrapeSettings settings,
      @Nullable FailureLog failureLog,
      @Nullable Fence fence) {
    this.fence = fence;
    this.environment = environment;
    this.live = live;
    this.settings = settings;
    this.failureLog = failureLog;
    this.transport = environment.transports().apply(settings.client());
    this.metricRelabel = RelabelRules.of(settings.metricRelabelRules());
    environment.metrics().of(settings.jobName()).targetLimit = settings.limits().targets();
  }

  ScrapeSettings settings() {
    return settings;
  }

  /// Whether agents share the targets, so that each is scraped at the same moments on all of them.
  boolean isShared() {
    return fence != null;
  }

  Collection<ScrapeLoop> loops() {
    return loops.values();
  }

  List<Labels> dropped() {
    return dropped;
  }

  int droppedCount() {
    return droppedCount;
  }

  /// Makes the targets of `groups` those of this pool. Targets that `predecessor` has are taken
  /// over: their series go on.
  void sync(List<TargetGroup> groups, @Nullable ScrapePool predecessor) {
    sync(groups, predecessor, Transfers.NONE);
  }

  /// The same, with targets that come from other agents or go to them.
  void sync(List<TargetGroup> groups, @Nullable ScrapePool predecessor, Transfers transfers) {
    Map<Identity, Handed> taken = byIdentity(transfers.taken());
    long started = environment.clock().nanos();
    Map<Identity, Target> wanted = build(groups);
    Map<SeriesRules, PageContext> usedContexts = new HashMap<>();
    Map<Identity, ScrapeLoop> kept = new LinkedHashMap<>();
    String limitError = limitError(wanted.size());
    for (var entry : wanted.entrySet()) {
      ScrapeLoop loop = loops.remove(entry.getKey());
      Target target = entry.getValue();
      PageContext context = context(target, usedContexts);
      if (loop != null && !loop.target().equals(target)) {
        if (loop.target().isScrapedLike(target)) {
          loop.rediscover(target);
        } else {
          ScrapeLoop changed = newLoop(target, context);
          replace(loop, changed);
          loop = changed;
        }
      } else if (loop == null) {
        loop = newLoop(target, context);
        ScrapeLoop before = predecessor == null ? null : predecessor.loops.remove(entry.getKey());
        if (before != null) {
          replace(before, loop);
        } else {
          start(loop, taken.getOrDefault(entry.getKey(), Handed.NOTHING));
        }
      }
      ScrapeLoop live = loop;
      environment.loop().execute(() -> live.force(limitError));
      kept.put(entry.getKey(), loop);
    }
    release(byIdentity(transfers.released()), transfers.released().values());
    loops.values().forEach(live::end);
    loops = kept;
    contexts = usedContexts;
    observe(started);
  }

  /// Lets go of those among the loops left over that other agents take.
  private void release(
      Map<Identity, Consumer<Handed>> released, Collection<Consumer<Handed>> everybody) {
    var waiting = new ArrayList<>(everybody);
    released.forEach((identity, done) -> {
      ScrapeLoop loop = loops.remove(identity);
      if (loop != null) {
        waiting.remove(done);
        leaving.add(loop);
        live.release(
            loop,
            handed -> {
              leaving.remove(loop);
              done.accept(handed);
            });
      }
    });
    waiting.forEach(done -> done.accept(Handed.NOTHING));
  }

  private <T> Map<Identity, T> byIdentity(Map<Labels, T> byLabels) {
    var builder = new TargetBuilder(settings);
    Map<Identity, T> found = new LinkedHashMap<>();
    byLabels.forEach((labels, value) -> {
      Target target = target(builder, labels);
      if (target != null) {
        found.putIfAbsent(Identity.of(target), value);
      }
    });
    return found;
  }

  private static @Nullable Target target(TargetBuilder builder, Labels labels) {
    var alone = new TargetGroup("", List.of(labels), Labels.EMPTY);
    return builder.build(labels, alone) instanceof TargetBuilder.Kept(Target target)
        ? target
        : null;
  }

  /// Scrapes a target once and throws the result away; tells whether it answered with a page.
  void probe(Labels labels, Consumer<Boolean> done) {
    Target target = target(new TargetBuilder(settings), labels);
    if (target == null) {
      done.accept(true); // One that relabelling drops costs nothing anywhere.
      return;
    }
    environment
        .loop()
        .execute(() ->
            Probe.start(transport.channel(environment.loop(), endpoint(target)), target, done));
  }

  /// How the last scrape of a target that agents share went; null where it is not scraped.
  @Nullable TargetSnapshot snapshot(Labels labels) {
    Identity identity = discovered.get(labels);
    ScrapeLoop loop = identity == null ? null : loops.get(identity);
    return loop == null ? null : loop.snapshot();
  }

  /// Stops all loops and lets their series end: the job was removed, and its metrics go with it.
  void end() {
    retire();
    environment.metrics().forget(settings.jobName());
  }

  /// Stops the loops that nobody took over and lets their series end. The job goes on in another
  /// pool, whose metrics these are now.
  void retire() {
    loops.values().forEach(live::end);
    loops = new LinkedHashMap<>();
    discovered = Map.of();
    closeTransport();
  }

  /// Stops all loops; their series go on elsewhere, or the process stops.
  void stop() {
    List<ScrapeLoop> all = List.copyOf(loops.values());
    environment
        .loop()
        .execute(() ->
            all.forEach(loop -> {
              live.remove(loop);
              loop.stop();
            }));
    loops = new LinkedHashMap<>();
    discovered = Map.of();
    closeTransport();
  }

  private void closeTransport() {
    // Behind the tasks that close the channels. A last scrape would fail without the transport.
    environment
        .loop()
        .execute(() -> {
          leaving.forEach(ScrapeLoop::releaseNow);
          Thread.ofVirtual().start(transport::close);
        });
  }

  private Map<Identity, Target> build(List<TargetGroup> groups) {
    var builder = new TargetBuilder(settings);
    Map<Identity, Target> wanted = new LinkedHashMap<>();
    var droppedNow = new ArrayList<Labels>();
    droppedCount = 0;
    Map<Labels, Identity> byLabels = new HashMap<>();
    for (TargetGroup group : groups) {
      for (Labels labels : group.targets()) {
        switch (builder.build(labels, group)) {
          case TargetBuilder.Kept(Target target) when environment.share().has(target.key()) -> {
            Identity identity = Identity.of(target);
            wanted.putIfAbsent(identity, target);
            if (isShared()) {
              byLabels.put(labels, identity);
            }
          }
          case TargetBuilder.Kept(Target target) -> drop(target.discovered(), droppedNow);
          case TargetBuilder.Dropped(Labels discovered) -> drop(discovered, droppedNow);
          case TargetBuilder.Invalid(Labels discovered, String message) -> {
            environment.metrics().of(settings.jobName()).syncsFailed.inc();
            log.atError()
                .addKeyValue("scrape_pool", settings.jobName())
                .addKeyValue("target", discovered)
                .addKeyValue("err", message)
                .log("Creating target failed");
          }
        }
      }
    }
    dropped = List.copyOf(droppedNow);
    discovered = byLabels;
    return wanted;
  }

  private void drop(Labels discovered, List<Labels> shown) {
    droppedCount++;
    long keep = settings.limits().keepDroppedTargets();
    if (keep == 0 || shown.size() < keep) {
      shown.add(discovered);
    }
  }

  private @Nullable String limitError(int targets) {
    long limit = settings.limits().targets();
    if (limit == 0 || targets <= limit) {
      return null;
    }
    environment.metrics().exceededTargetLimit.inc();
    return "target_limit exceeded (number of targets: %d, limit: %d)".formatted(targets, limit);
  }

  private PageContext context(Target target, Map<SeriesRules, PageContext> used) {
    ScrapeLimits limits = settings.limits();
    var rules =
        SeriesRules.of(
            target.labels(),
            settings.samples().honorLabels(),
            metricRelabel,
            settings.samples().nameValidation(),
            limits.labels(),
            limits.labelNameLength(),
            limits.labelValueLength());
    PageContext context = used.get(rules);
    if (context == null) {
      context = contexts.get(rules);
    }
    if (context == null) {
      context =
          new PageContext(
              rules,
              target.labels(),
              ScrapeReport.names(settings.samples().extraScrapeMetrics()),
              environment.layouts());
    }
    used.put(rules, context);
    return context;
  }

  private ScrapeLoop newLoop(Target target, PageContext context) {
    return new ScrapeLoop(
        environment,
        live.worker(),
        settings,
        target,
        context,
        transport,
        endpoint(target),
        failureLog,
        fence);
  }

  private ScrapeEndpoint endpoint(Target target) {
    RequestSettings request = settings.request();
    double timeoutSeconds = target.timeout().toNanos() / 1e9;
    String timeout =
        timeoutSeconds == Math.rint(timeoutSeconds)
            ? Long.toString((long) timeoutSeconds)
            : Double.toString(timeoutSeconds);
    return new ScrapeEndpoint(
        target.url(),
        target.unixSocket(),
        List.of(
            new Header(
                "Accept", ScrapeProtocol.acceptHeader(request.protocols(), request.escaping())),
            new Header("Accept-Encoding", request.enableCompression() ? "gzip" : "identity"),
            new Header("User-Agent", environment.userAgent()),
            new Header("X-Prometheus-Scrape-Timeout-Seconds", timeout)),
        settings.limits().bodyBytes());
  }

  private void start(ScrapeLoop loop, Handed handed) {
    environment
        .loop()
        .execute(() -> {
          live.add(loop);
          loop.goOn(handed);
          loop.start();
        });
  }

  private void replace(ScrapeLoop before, ScrapeLoop after) {
    after.inherit(before.snapshot());
    environment
        .loop()
        .execute(() -> {
          live.remove(before);
          before.stop();
          after.writer().inherit(before.writer());
          live.add(after);
          after.start();
        });
  }

  private void observe(long startedNanos) {
    String job = settings.jobName();
    ScrapeMetrics metrics = environment.metrics();
    double seconds = (environment.clock().nanos() - startedNanos) / 1e9;
    metrics.synced(job, seconds);
    metrics.of(job).targets = loops.size();
    metrics.of(job).symbols = contexts.values().stream().mapToInt(PageContext::blockCount).sum();
    log.atDebug()
        .addKeyValue("scrape_pool", job)
        .addKeyValue("targets", loops.size())
        .addKeyValue("interval", Durations.format(settings.scrapeInterval()))
        .log("Targets applied");
  }
}
