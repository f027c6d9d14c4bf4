package io.tributary.metrics.component;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Stability;
import io.tributary.component.StopSignal;
import io.tributary.component.page.LocalPages;
import io.tributary.metrics.scrape.ScrapeManager;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.telemetry.Families;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `prometheus.scrape`: scrapes the targets that it is given and forwards what they expose.
///
/// One job of a [ScrapeManager] of its own, on the loop that all share. What did not change is not
/// touched: other receivers are swapped under scrapes that go on, other targets leave those alone
/// that stay, and only another job hands all series on to new loops.
///
/// Source: grafana/alloy `internal/component/prometheus/scrape/scrape.go`.
final class ScrapeComponent implements Component<ScrapeArguments>, ScrapesTargets {
  static final ComponentDefinition<ScrapeArguments> DEFINITION =
      ComponentDefinition.of("prometheus.scrape", ScrapeArguments.CODEC, ScrapeComponent::new);

  private static final Families<ScrapeComponent> FAMILIES =
      new Families<ScrapeComponent>(_ -> 0)
          .gauge(
              "prometheus_scrape_targets_gauge",
              "Number of targets this component is configured to scrape",
              component -> component.targetCount);

  /// The loop answers at once; this is for one that is stuck.
  private static final long LOOP_SECONDS = 10;

  /// What Go shows of a target that was never scraped.
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final ComponentContext context;
  private final DataPlane plane;
  private final Fanout fanout;
  private final ScrapeManager manager;

  private volatile int targetCount;

  // Guarded by this.
  private ScrapeArguments arguments;
  private boolean isRunning;

  ScrapeComponent(ComponentContext context, ScrapeArguments arguments) {
    this.context = context;
    this.plane = context.service(DataPlane.class);
    this.arguments = arguments;
    requireUsable(arguments, null);
    fanout = new Fanout(context);
    context.registry().register(FAMILIES.collector(this));
    var metrics = new ScrapeMetrics(context.registry());
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
    if (before == null || !next.job().client().equals(before.job().client())) {
      plane.requireUsable(next.job().client());
    }
  }

  @Override
  public synchronized void update(ScrapeArguments next) {
    requireUsable(next, arguments);
    if (isRunning) {
      apply(next, arguments);
    }
    fanout.forwardTo(next.forwardTo());
    arguments = next;
  }

  /// Brings job and targets in line with `next`, where they differ from `before`.
  private void apply(ScrapeArguments next, @Nullable ScrapeArguments before) {
    ScrapeSettings settings = next.settings(context.id());
    if (before == null || !next.job().equals(before.job())) {
      List<String> failures = manager.apply(List.of(settings));
      if (!failures.isEmpty()) {
        throw new ConfigException(failures.getFirst());
      }
    } else if (next.targets().equals(before.targets())) {
      return;
    }
    manager.update(settings.jobName(), next.groups(context.id()));
    targetCount = next.targets().size();
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    synchronized (this) {
      apply(arguments, null);
      isRunning = true;
    }
    try {
      stop.await();
    } finally {
      end(stop.isRemoval());
    }
  }

  /// Returns when no scrape is forwarded any more: receivers are closed behind those who use them.
  /// The series of one that was removed end an interval later, where their receivers are there
  /// still; those of a process that stops do not, since it may come back.
  private synchronized void end(boolean isRemoval) throws InterruptedException {
    isRunning = false;
    if (isRemoval) {
      manager.apply(List.of());
    }
    manager.close();
    var stopped = new CountDownLatch(1);
    plane.loop().execute(stopped::countDown);
    if (!stopped.await(LOOP_SECONDS, TimeUnit.SECONDS)) {
      context.logger().warn("the scrape loop did not answer while targets were stopped");
    }
    if (isRemoval) {
      fanout.end();
    } else {
      fanout.forwardTo(List.of());
    }
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
