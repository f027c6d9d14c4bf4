package io.tributary.discovery.component;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.DiscoveryManager;
import io.tributary.discovery.DiscoveryMetrics;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.TargetListener;
import io.tributary.discovery.shared.ClusterDiscovery;
import io.tributary.discovery.shared.Fingerprint;
import io.tributary.discovery.shared.SharedDiscoverer;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A discovery mechanism as a component that exports `targets`.
///
/// The first targets are shown as soon as they are known, later changes at most every
/// [DiscoveryManager#DEFAULT_SPACING]. Whatever fails makes the component unhealthy, with the
/// reason, and leaves the targets that it had; so do other arguments until they have found
/// something out.
public final class TargetsComponent<S extends DiscoverySettings> implements Component<S> {
  private static final String TARGETS = "targets";
  static final String TOO_MANY =
      "more than %d targets were discovered, those before stay in force"
          .formatted(DiscoveryLimits.DEFAULTS.maxTargets());

  /// Makes a discoverer of settings. Throws where that cannot be, for lack of credentials or the
  /// like.
  @FunctionalInterface
  public interface Mechanism<S extends DiscoverySettings> {
    Discoverer create(S settings) throws IOException;
  }

  /// Opens a mechanism for one component, whose metrics go to `metrics`.
  @FunctionalInterface
  public interface Opener<S extends DiscoverySettings> {
    Mechanism<S> open(ComponentContext context, PrometheusRegistry metrics);
  }

  private final ComponentContext context;
  private final Mechanism<S> mechanism;
  private final DiscoveryManager manager;
  private final TargetTap tap;

  /// Guarded by `this`.
  private S settings;

  /// Made for `settings` and not running yet. Guarded by `this`.
  private @Nullable Watched next;

  /// Guarded by `this`.
  private boolean isRunning;

  /// Whether the discoverer that runs has published anything, be it that there is nothing.
  private volatile boolean hasFound;

  /// Null until the discoverer that runs has answered.
  private volatile @Nullable Health health;

  /// The one that was started last.
  private volatile @Nullable Watched active;

  /// A kind of component.
  public static <S extends DiscoverySettings> ComponentDefinition<S> definition(
      String name, ArgumentsCodec<S> arguments, Opener<S> opener) {
    return ComponentDefinition.of(
            name,
            arguments,
            (context, first) -> {
              var metrics = new PrometheusRegistry();
              var component =
                  new TargetsComponent<>(context, opener.open(context, metrics), first, metrics);
              MultiCollector all = metrics::scrape;
              context.registry().register(all); // Last: what fails is built again.
              return component;
            })
        .exporting(targets(List.of()));
  }

  /// A kind of component that one agent of a cluster runs for all, where `fingerprint` is not
  /// empty.
  static <S extends DiscoverySettings> ComponentDefinition<S> shared(
      String name,
      ArgumentsCodec<S> arguments,
      Opener<S> opener,
      Function<S, Optional<Fingerprint>> fingerprint) {
    return definition(
        name,
        arguments,
        (context, metrics) -> {
          var cluster = context.service(ClusterDiscovery.class);
          Mechanism<S> mechanism = opener.open(context, metrics);
          return settings ->
              cluster.open(
                  fingerprint.apply(settings), () -> mechanism.create(settings), context.clock());
        });
  }

  private TargetsComponent(
      ComponentContext context, Mechanism<S> mechanism, S first, PrometheusRegistry metrics)
      throws IOException {
    this.context = context;
    this.tap = new TargetTap(context);
    this.mechanism = mechanism;
    settings = first;
    next = new Watched(mechanism.create(first));
    manager =
        new DiscoveryManager(
            "component",
            DiscoveryManager.DEFAULT_SPACING,
            DiscoveryLimits.DEFAULTS,
            context.clock(),
            (_, _) -> take(),
            new DiscoveryMetrics(metrics),
            TargetListener.joined((_, groups) -> onTargets(groups)));
  }

  /// The manager is not patient: it speaks up also where nothing was found out yet.
  private void onTargets(List<TargetGroup> groups) {
    if (hasFound) {
      show(groups);
    }
  }

  @Override
  public synchronized void update(S arguments) throws IOException {
    var made = new Watched(mechanism.create(arguments));
    dropNext();
    next = made;
    settings = arguments;
    if (isRunning) {
      apply();
    }
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    synchronized (this) {
      isRunning = true;
      apply();
    }
    try {
      stop.await();
    } finally {
      synchronized (this) {
        isRunning = false;
        manager.apply(Map.of());
      }
    }
  }

  /// Call with the lock of `this` held.
  private void apply() {
    manager.apply(Map.of(context.id().global(), List.of(settings)));
    dropNext(); // Not taken where equal settings run already.
  }

  /// What the manager is to run now.
  private synchronized Discoverer take() throws IOException {
    Watched made = next;
    next = null;
    return made == null ? new Watched(mechanism.create(settings)) : made;
  }

  private void dropNext() {
    Watched made = next;
    next = null;
    if (made != null) {
      made.close();
    }
  }

  @Override
  public synchronized void close() {
    dropNext();
    manager.close();
  }

  @Override
  public Optional<Health> health() {
    return Optional.ofNullable(health);
  }

  private void show(List<TargetGroup> groups) {
    List<Labels> all = flat(groups);
    context.publish(targets(all));
    tap.show(all);
  }

  static Exports targets(List<Labels> targets) {
    return Exports.of(TARGETS, TargetCapsule.listOf(targets));
  }

  static List<Labels> flat(List<TargetGroup> groups) {
    var all = new ArrayList<Labels>();
    groups.forEach(group -> all.addAll(group.complete()));
    return all;
  }

  @Override
  public Body debugInfo() {
    Watched now = active;
    return now != null && now.discoverer instanceof SharedDiscoverer shared
        ? shared.status().map(ShareDescription::of).orElse(Body.EMPTY)
        : Body.EMPTY;
  }

  /// A discoverer whose answers are the health of the component.
  private final class Watched implements Discoverer {
    private final Discoverer discoverer;
    private volatile boolean isClosed;

    Watched(Discoverer discoverer) {
      this.discoverer = discoverer;
    }

    @Override
    public void start(Sink sink) {
      health = null;
      hasFound = false;
      active = this;
      discoverer.start(
          new Sink() {
            @Override
            public boolean publish(List<TargetGroup> groups) {
              found(groups);
              boolean isAccepted = sink.publish(groups);
              show(
                  isAccepted
                      ? Health.healthy("discovered targets", now())
                      : Health.unhealthy(TOO_MANY, now()));
              return isAccepted;
            }

            @Override
            public void failed(String reason) {
              sink.failed(reason);
              show(Health.unhealthy("cannot discover all targets: " + reason, now()));
            }
          });
    }

    /// That there is nothing is no change to a manager that had nothing to show.
    private void found(List<TargetGroup> groups) {
      if (!isClosed && !hasFound) {
        hasFound = true;
        if (groups.stream().allMatch(group -> group.targets().isEmpty())) {
          TargetsComponent.this.show(List.of());
        }
      }
    }

    private void show(Health latest) {
      Health before = health;
      boolean isSame =
          before != null
              && before.state() == latest.state()
              && before.message().equals(latest.message());
      if (!isClosed && !isSame) {
        health = latest;
      }
    }

    private Instant now() {
      return Instant.ofEpochMilli(context.clock().wallMs());
    }

    @Override
    public void close() {
      isClosed = true;
      discoverer.close();
    }
  }
}
