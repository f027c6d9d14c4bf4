package io.tributary.discovery.component;

import io.tributary.base.time.Clock;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Health;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscovererFactory;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.DiscoveryManager;
import io.tributary.discovery.DiscoveryMetrics;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Discovery for the jobs of one agent, as Prometheus has it: settings that several jobs have in
/// common run once, and a job gets its targets together, at most once in a while.
///
/// Its components say what is to be discovered and show what was found; [#apply] brings into force
/// what they say. From [#hold] until the first targets that follow from that are there, jobs hold
/// on to the targets that they have, so that a reload leaves no gap.
///
/// Thread-safe. [#hold], [#apply] and [#resume] belong to the thread that loads the graph.
public final class JobDiscovery implements AutoCloseable {
  private final DiscoveryManager manager;
  private final Clock clock;
  private final DiscovererFactory factory;
  private final Host host;
  private final Map<String, JobTargetsComponent<?>> components = new ConcurrentHashMap<>();
  private final Map<DiscoverySettings, Health> health = new ConcurrentHashMap<>();

  /// Jobs for which something is on its way.
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  /// All jobs are held.
  private volatile boolean isLoading;

  // Read and written where the manager delivers, or is paused.

  /// By job, the global ids of the components that find its targets.
  private Map<String, List<String>> finders = Map.of();

  /// What each job was served last.
  private final Map<String, Map<DiscoverySettings, List<TargetGroup>>> served = new HashMap<>();

  /// The graph that the components are part of.
  public interface Host {
    /// Waits until what components show has been evaluated.
    void awaitShown() throws InterruptedException;

    /// A job may take the targets that the graph has for it now.
    void release(String job);
  }

  /// `name` is that of the manager in metrics.
  public JobDiscovery(
      String name,
      Duration spacing,
      Clock clock,
      DiscovererFactory factory,
      DiscoveryMetrics metrics,
      Host host) {
    this.clock = clock;
    this.factory = factory;
    this.host = host;
    manager =
        new DiscoveryManager(
            name, spacing, DiscoveryLimits.DEFAULTS, clock, this::create, metrics, this::serve);
  }

  /// The kinds of components whose instances take part in this.
  public List<ComponentDefinition<?>> components() {
    return List.of(
        JobTargetsComponent.definition("discovery.dns", DnsComponent.ARGUMENTS, this),
        JobTargetsComponent.definition("discovery.file", FileComponent.ARGUMENTS, this),
        JobTargetsComponent.definition("discovery.http", HttpComponent.ARGUMENTS, this));
  }

  void add(String id, JobTargetsComponent<?> component) {
    components.put(id, component);
  }

  void remove(String id, JobTargetsComponent<?> component) {
    components.remove(id, component);
  }

  /// How discovery with some settings fares; empty until there is an answer.
  Optional<Health> health(DiscoverySettings settings) {
    return Optional.ofNullable(health.get(settings));
  }

  /// Whether a job goes on with the targets that it has.
  public boolean holds(String job) {
    return isLoading || held.contains(job);
  }

  /// Has all jobs hold on to their targets until [#apply], and nothing served before [#resume].
  public void hold() {
    manager.pause();
    isLoading = true;
  }

  /// Brings into force what the components say now. `owners` are the jobs by the ids of their
  /// components; `statics` is what jobs have beside them, by job, for all jobs.
  public void apply(
      Map<String, String> owners,
      Map<String, ? extends List<? extends DiscoverySettings>> statics) {
    var wanted = new LinkedHashMap<String, List<DiscoverySettings>>();
    statics.forEach((job, settings) -> wanted.put(job, new ArrayList<>(settings)));
    owners.forEach((id, job) -> {
      JobTargetsComponent<?> component = components.get(id);
      if (component != null) {
        wanted.computeIfAbsent(job, _ -> new ArrayList<>()).add(component.commit());
      }
    });
    finders =
        owners.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    served.keySet().retainAll(wanted.keySet());
    health
        .keySet()
        .retainAll(wanted.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
    held.clear();
    held.addAll(wanted.keySet());
    isLoading = false;
    Set<String> awaited = manager.apply(wanted);
    // The settings of the others are the same, but another component may have them now.
    List<String> known = wanted.keySet().stream().filter(job -> !awaited.contains(job)).toList();
    known.forEach(this::show);
    awaitShown();
    known.forEach(this::release);
  }

  /// Ends what [#hold] began; jobs whose targets are not known yet are still held.
  public void resume() {
    isLoading = false;
    manager.resume();
  }

  private void release(String job) {
    held.remove(job);
    host.release(job);
  }

  /// All of what was found is taken at once.
  private void serve(String job, Map<DiscoverySettings, List<TargetGroup>> groups) {
    held.add(job);
    served.put(job, groups);
    show(job);
    awaitShown();
    release(job);
  }

  private void show(String job) {
    Map<DiscoverySettings, List<TargetGroup>> groups = served.getOrDefault(job, Map.of());
    for (String id : finders.getOrDefault(job, List.of())) {
      JobTargetsComponent<?> component = components.get(id);
      if (component != null) {
        component.show(groups);
      }
    }
  }

  private void awaitShown() {
    try {
      host.awaitShown();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Discoverer create(DiscoverySettings settings, String config) throws IOException {
    try {
      return new Watched(settings, factory.create(settings, config));
    } catch (IOException e) {
      note(settings, false, "cannot discover targets: " + e.getMessage());
      throw e;
    }
  }

  private void note(DiscoverySettings settings, boolean isHealthy, String message) {
    Health before = health.get(settings);
    if (before == null || !before.message().equals(message)) {
      Instant now = Instant.ofEpochMilli(clock.wallMs());
      health.put(
          settings, isHealthy ? Health.healthy(message, now) : Health.unhealthy(message, now));
    }
  }

  /// A discoverer whose answers are the health of its settings.
  private final class Watched implements Discoverer {
    private final DiscoverySettings settings;
    private final Discoverer discoverer;

    Watched(DiscoverySettings settings, Discoverer discoverer) {
      this.settings = settings;
      this.discoverer = discoverer;
    }

    @Override
    public void start(Sink sink) {
      discoverer.start(
          new Sink() {
            @Override
            public boolean publish(List<TargetGroup> groups) {
              boolean isAccepted = sink.publish(groups);
              note(
                  settings,
                  isAccepted,
                  isAccepted ? "discovered targets" : TargetsComponent.TOO_MANY);
              return isAccepted;
            }

            @Override
            public void failed(String reason) {
              note(settings, false, "cannot discover all targets: " + reason);
              sink.failed(reason);
            }
          });
    }

    @Override
    public void close() {
      discoverer.close();
    }
  }

  /// Stops all discovery; targets stay as they are.
  @Override
  public void close() {
    manager.close();
  }
}
