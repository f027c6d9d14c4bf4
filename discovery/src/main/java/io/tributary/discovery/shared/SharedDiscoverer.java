package io.tributary.discovery.shared;

import io.tributary.base.time.Clock;
import io.tributary.cluster.discovery.DiscoveryShare;
import io.tributary.cluster.discovery.DiscoveryStatus;
import io.tributary.cluster.discovery.Finder;
import io.tributary.cluster.discovery.Shared;
import io.tributary.cluster.discovery.UnitKey;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mechanism that runs on one agent of the cluster, and elsewhere publishes what is found there.
///
/// Where it begins to run in place of another one, what that one found stays until it has found
/// everything itself: a part is added to it.
public final class SharedDiscoverer implements Discoverer {
  /// The group of what others found.
  private static final String SOURCE = "cluster";

  private static final String TOO_MANY =
      "more than %d targets were discovered".formatted(DiscoveryLimits.DEFAULTS.maxTargets());

  /// What cannot be built, for want of a file say, is tried again.
  private static final Duration BUILD_AGAIN = Duration.ofSeconds(30);

  private final DiscoveryShare share;
  private final UnitKey key;
  private final ClusterDiscovery.Maker maker;
  private final Clock clock;

  // Guarded by this.
  /// Built, and has not run yet.
  private @Nullable Discoverer ready;

  private @Nullable Sink sink;
  private @Nullable Shared shared;
  private @Nullable Run run;
  private boolean isClosed;

  /// What others found, as long as it is in force.
  private List<Labels> inherited = List.of();

  private boolean hasInherited;

  /// Groups of runs that have ended.
  private final Set<String> ended = new LinkedHashSet<>();

  /// `made` is what `maker` has made.
  SharedDiscoverer(
      DiscoveryShare share,
      UnitKey key,
      Discoverer made,
      ClusterDiscovery.Maker maker,
      Clock clock) {
    this.share = share;
    this.key = key;
    this.maker = maker;
    this.clock = clock;
    ready = made;
  }

  @Override
  public synchronized void start(Sink to) {
    sink = to;
    shared = share.join(key, new Told());
  }

  /// Where the cluster's discovery stands; empty before anything is known.
  public Optional<DiscoveryStatus> status() {
    Shared joined;
    synchronized (this) {
      joined = shared;
    }
    return joined == null ? Optional.empty() : joined.status();
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      Shared joined = shared;
      if (joined != null) {
        joined.close();
      }
      endRun();
      Discoverer unused = ready;
      if (unused != null) {
        unused.close();
      }
      ready = null;
    }
  }

  private void endRun() {
    Run running = run;
    run = null;
    if (running != null) {
      ended.addAll(running.groups.keySet());
      running.end();
    }
  }

  /// What whoever shares the discovery out says.
  private final class Told implements Finder {
    @Override
    public void start() {
      synchronized (SharedDiscoverer.this) {
        if (!isClosed && run == null) {
          var begun = new Run();
          run = begun;
          begun.begin();
        }
      }
    }

    @Override
    public void stop() {
      synchronized (SharedDiscoverer.this) {
        endRun();
      }
    }

    @Override
    public void found(List<Labels> targets) {
      synchronized (SharedDiscoverer.this) {
        Run running = run;
        Sink to = sink;
        if (isClosed || to == null || (running != null && running.hasFound)) {
          return;
        }
        inherited = targets;
        hasInherited = true;
        var groups = new ArrayList<TargetGroup>();
        groups.add(new TargetGroup(SOURCE, targets, Labels.EMPTY));
        ended.forEach(source -> groups.add(none(source)));
        ended.clear();
        to.publish(groups);
      }
    }

    @Override
    public void failed(String reason) {
      synchronized (SharedDiscoverer.this) {
        Sink to = sink;
        if (!isClosed && to != null) {
          to.failed(reason);
        }
      }
    }
  }

  /// The mechanism, while it runs here. Its state is guarded by the discoverer.
  private final class Run implements Sink {
    final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    boolean hasFound;
    private @Nullable Discoverer discoverer;
    private @Nullable Thread building;

    void begin() {
      Discoverer made = ready;
      ready = null;
      if (made != null) {
        discoverer = made;
        made.start(this);
      } else {
        building = Thread.ofVirtual().name("discovery-build-" + key.kind()).start(this::build);
      }
    }

    private void build() {
      try {
        while (!tryBuild()) {
          clock.sleepUntil(clock.nanos() + BUILD_AGAIN.toNanos());
        }
      } catch (InterruptedException _) {
        // Another agent runs it, or it is gone.
      }
    }

    private boolean tryBuild() {
      try {
        start(maker.make());
        return true;
      } catch (IOException | RuntimeException e) {
        failed("cannot begin: " + e.getMessage());
        return false;
      }
    }

    private void start(Discoverer made) {
      synchronized (SharedDiscoverer.this) {
        if (run == this) {
          discoverer = made;
          made.start(this);
          return;
        }
      }
      made.close();
    }

    void end() {
      if (building != null) {
        building.interrupt();
      }
      if (discoverer != null) {
        discoverer.close();
      }
    }

    @Override
    public boolean publish(List<TargetGroup> published) {
      return publish(published, "");
    }

    @Override
    public boolean publishPart(List<TargetGroup> published, String reason) {
      return publish(published, reason);
    }

    private boolean publish(List<TargetGroup> published, String problem) {
      synchronized (SharedDiscoverer.this) {
        Sink to = sink;
        Shared joined = shared;
        if (run != this || to == null || joined == null) {
          return true;
        }
        var next = new LinkedHashMap<>(groups);
        published.forEach(group -> next.put(group.source(), group));
        boolean isPart = !problem.isEmpty();
        List<Labels> all = flat(next.values());
        List<Labels> more = isPart ? inheritedBut(all) : List.of();
        all.addAll(more);
        var told = new ArrayList<TargetGroup>(published);
        ended.stream()
            .filter(source -> !next.containsKey(source))
            .forEach(source -> told.add(none(source)));
        if (hasInherited) {
          told.add(new TargetGroup(SOURCE, more, Labels.EMPTY));
        }
        boolean isAccepted = isPart ? to.publishPart(told, problem) : to.publish(told);
        if (isAccepted) {
          accepted(next, isPart);
          joined.publish(all, problem);
        } else {
          joined.failed(TOO_MANY);
        }
        return isAccepted;
      }
    }

    private void accepted(Map<String, TargetGroup> next, boolean isPart) {
      hasFound = true;
      groups.clear();
      next.forEach((source, group) -> {
        if (!group.targets().isEmpty()) {
          groups.put(source, group);
        }
      });
      ended.clear();
      if (!isPart) {
        hasInherited = false;
        inherited = List.of();
      }
    }

    @Override
    public void failed(String reason) {
      synchronized (SharedDiscoverer.this) {
        Sink to = sink;
        Shared joined = shared;
        if (run == this && to != null && joined != null) {
          to.failed(reason);
          joined.failed(reason);
        }
      }
    }
  }

  private List<Labels> inheritedBut(List<Labels> targets) {
    var known = new HashSet<>(targets);
    return inherited.stream().filter(target -> !known.contains(target)).toList();
  }

  private static TargetGroup none(String source) {
    return new TargetGroup(source, List.of(), Labels.EMPTY);
  }

  private static List<Labels> flat(Iterable<TargetGroup> groups) {
    var all = new ArrayList<Labels>();
    groups.forEach(group -> all.addAll(group.complete()));
    return all;
  }
}
