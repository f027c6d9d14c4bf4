package io.tributary.metrics.component;

import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.placement.TargetKey;
import io.tributary.cluster.sharing.Handed;
import io.tributary.cluster.sharing.Holder;
import io.tributary.cluster.sharing.Sharing;
import io.tributary.cluster.sharing.Unit;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.Transfers;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The targets of a component that shares them with its likes on other agents: all that discovery
/// has, and those of them that are scraped here.
///
/// Who shares them out takes and releases one after the other; the engine is told of what has come
/// together. Targets with the same labels but for `__meta_…` are one.
final class SharedTargets implements Holder, AutoCloseable {
  private static final TargetKey KEYS = TargetKey.ofAll();

  /// The engine, for one job. `changed` is to call [#drain], on any thread.
  interface Scrapes {
    void changed();

    void probe(Labels target, Consumer<Boolean> done);

    Optional<TargetSnapshot> snapshot(Labels target);
  }

  /// What is to be scraped from now on, and what of it moves.
  record Batch(List<Labels> targets, Transfers transfers) {}

  private final Scrapes scrapes;
  private final Sharing sharing;
  private final String id;
  private volatile Unit unit;

  // Guarded by this.
  private Map<Long, Labels> all = Map.of();
  private final Set<Long> held = new LinkedHashSet<>();
  private final Map<Labels, Handed> taken = new HashMap<>();
  private final Map<Labels, Consumer<Handed>> released = new HashMap<>();
  private boolean isChanged;
  private boolean isTold;
  private long moved;

  SharedTargets(Sharing sharing, String id, String digest, Scrapes scrapes) {
    this.sharing = sharing;
    this.id = id;
    this.scrapes = scrapes;
    unit = sharing.join(id, digest, this);
  }

  /// Takes part with another configuration: what is scraped here may be somebody else's now. Until
  /// that is known, nothing is. Follow up with [#offer].
  void rejoin(String digest) {
    unit.close();
    synchronized (this) {
      for (long key : held) {
        Labels labels = all.get(key);
        if (labels != null) {
          released.put(labels, _ -> {});
        }
      }
      held.clear();
    }
    unit = sharing.join(id, digest, this);
  }

  /// Everything that discovery has now. Follow up with [#drain].
  void offer(List<Labels> targets) {
    var byKey = new HashMap<Long, Labels>();
    targets.forEach(labels -> byKey.putIfAbsent(KEYS.of(labels), labels));
    synchronized (this) {
      all = byKey;
      held.retainAll(byKey.keySet());
      isChanged = true;
      isTold = true; // Whoever offers drains.
    }
    unit.offer(byKey.keySet());
  }

  /// What has changed since the last call; empty where nothing has.
  synchronized Optional<Batch> drain() {
    isTold = false;
    if (!isChanged) {
      return Optional.empty();
    }
    isChanged = false;
    var targets = new ArrayList<Labels>(held.size());
    for (long key : held) { // Few of `all`: those of one agent among many.
      Labels labels = all.get(key);
      if (labels != null) {
        targets.add(labels);
      }
    }
    var batch = new Batch(targets, new Transfers(taken, released));
    taken.clear();
    released.clear();
    return Optional.of(batch);
  }

  private void change() {
    isChanged = true;
    if (!isTold) {
      isTold = true;
      Thread.ofVirtual().name("cluster-targets").start(scrapes::changed);
    }
  }

  @Override
  public synchronized void take(long key, Optional<Handed> handed) {
    Labels labels = all.get(key);
    if (labels != null && held.add(key)) {
      handed.ifPresent(from -> taken.put(labels, from));
      change();
    }
  }

  @Override
  public void release(long key, Consumer<Handed> done) {
    synchronized (this) {
      Labels labels = all.get(key);
      if (labels != null && held.remove(key)) {
        taken.remove(labels);
        released.put(labels, done);
        moved++;
        change();
        return;
      }
    }
    done.accept(Handed.NOTHING);
  }

  @Override
  public void probe(long key, Consumer<Boolean> done) {
    Labels labels = labels(key);
    if (labels == null) {
      done.accept(false);
    } else {
      scrapes.probe(labels, done);
    }
  }

  @Override
  public Cost cost(long key) {
    Labels labels = labels(key);
    return Optional.ofNullable(labels)
        .flatMap(scrapes::snapshot)
        .filter(last -> last.lastScrapeMs() != 0)
        .map(last -> new Cost(last.samples(), last.bodyBytes()))
        .orElse(Cost.UNKNOWN);
  }

  private synchronized @Nullable Labels labels(long key) {
    return all.get(key);
  }

  /// Targets that went to other agents.
  synchronized long moved() {
    return moved;
  }

  /// Takes no part any more. What is scraped goes on until the engine is told otherwise.
  @Override
  public void close() {
    unit.close();
  }
}
