package io.tributary.metrics.component;

import io.tributary.cluster.placement.Cost;
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

/// The targets of a component that shares them with its likes on other agents: all that discovery
/// has, and those of them that are scraped here.
///
/// Who shares them out takes and releases one after the other; the engine is told of what has come
/// together.
final class SharedTargets implements Holder, AutoCloseable {
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
  private KeyedTargets all = KeyedTargets.NONE;
  private List<String> keyLabels;
  private final Set<Long> held = new LinkedHashSet<>();

  /// Among those held, what discovery has no longer: scraped until it is known who goes on.
  private final Map<Long, List<Labels>> lost = new HashMap<>();

  private final Map<Labels, Handed> taken = new HashMap<>();
  private final Map<Labels, Consumer<Handed>> released = new HashMap<>();
  private boolean isChanged;
  private boolean isTold;
  private long moved;

  /// @param keyLabels those that make up the key of a target; empty for all
  SharedTargets(
      Sharing sharing, String id, String digest, List<String> keyLabels, Scrapes scrapes) {
    this.sharing = sharing;
    this.id = id;
    this.scrapes = scrapes;
    this.keyLabels = keyLabels;
    unit = sharing.join(id, digest, this);
  }

  /// Takes part with another configuration: what is scraped here may be somebody else's now. Until
  /// that is known, nothing is. Follow up with [#offer].
  void rejoin(String digest, List<String> nextKeyLabels) {
    unit.close();
    synchronized (this) {
      for (long key : held) {
        labels(key).forEach(labels -> released.put(labels, _ -> {}));
      }
      held.clear();
      lost.clear();
      keyLabels = nextKeyLabels;
    }
    unit = sharing.join(id, digest, this);
  }

  /// Everything that discovery has now. Follow up with [#drain].
  void offer(List<Labels> targets) {
    KeyedTargets next;
    synchronized (this) {
      next = KeyedTargets.of(targets, keyLabels);
      for (long key : held) {
        if (next.at(key).isEmpty()) {
          lost.computeIfAbsent(key, all::at);
        } else {
          lost.remove(key);
        }
      }
      all = next;
      isChanged = true;
      isTold = true; // Whoever offers drains.
    }
    unit.offer(next.keys());
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
      targets.addAll(labels(key));
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
    List<Labels> targets = all.at(key);
    if (!targets.isEmpty() && held.add(key)) {
      handed.ifPresent(from -> targets.forEach(labels -> taken.put(labels, from)));
      change();
    }
  }

  @Override
  public void release(long key, Consumer<Handed> done) {
    synchronized (this) {
      List<Labels> targets = labels(key);
      if (!targets.isEmpty() && held.remove(key)) {
        lost.remove(key);
        Consumer<Handed> each = targets.size() == 1 ? done : new Together(targets.size(), done);
        for (Labels labels : targets) {
          taken.remove(labels);
          released.put(labels, each);
        }
        moved += targets.size();
        change();
        return;
      }
    }
    done.accept(Handed.NOTHING);
  }

  @Override
  public synchronized void end(long key) {
    if (held.remove(key)) {
      labels(key).forEach(taken::remove);
      lost.remove(key);
      change();
    }
  }

  @Override
  public void probe(long key, Consumer<Boolean> done) {
    List<Labels> targets = targets(key);
    if (targets.isEmpty()) {
      done.accept(false);
    } else {
      scrapes.probe(targets.getFirst(), done); // The others are alike.
    }
  }

  @Override
  public Cost cost(long key) {
    List<Labels> targets = targets(key);
    long series = 0;
    long bytes = 0;
    for (Labels labels : targets) {
      Optional<TargetSnapshot> last =
          scrapes.snapshot(labels).filter(known -> known.lastScrapeMs() != 0);
      if (last.isEmpty()) {
        return Cost.UNKNOWN;
      }
      series += last.get().samples();
      bytes += last.get().bodyBytes();
    }
    return targets.isEmpty() ? Cost.UNKNOWN : new Cost(series, bytes);
  }

  private synchronized List<Labels> targets(long key) {
    return labels(key);
  }

  private List<Labels> labels(long key) {
    return lost.getOrDefault(key, all.at(key));
  }

  /// Targets that went to other agents.
  synchronized long moved() {
    return moved;
  }

  /// Whether other agents go on with what is scraped here when this one takes no part any more.
  boolean goOnElsewhere() {
    return unit.isShared();
  }

  /// Takes no part any more. What is scraped goes on until the engine is told otherwise.
  @Override
  public void close() {
    unit.close();
  }

  /// Targets of one key that are let go: the next owner is told when all are. It gets the last
  /// timestamp of all, and no page, for a page is that of one target.
  private static final class Together implements Consumer<Handed> {
    private final Consumer<Handed> done;

    // Guarded by this.
    private int waiting;
    private long lastMs = Handed.NOTHING.lastTimestampMs();

    Together(int count, Consumer<Handed> done) {
      waiting = count;
      this.done = done;
    }

    @Override
    public void accept(Handed handed) {
      Handed all;
      synchronized (this) {
        lastMs = Math.max(lastMs, handed.lastTimestampMs());
        waiting--;
        if (waiting != 0) {
          return;
        }
        all = new Handed(lastMs, new byte[0]);
      }
      done.accept(all);
    }
  }
}
