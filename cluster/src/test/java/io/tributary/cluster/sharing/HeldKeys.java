package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Holds what it is given, and hands nothing over.
record HeldKeys(Set<Long> keys) implements Holder {
  HeldKeys() {
    this(new HashSet<>());
  }

  @Override
  public void probe(long key, Consumer<Boolean> done) {
    done.accept(true);
  }

  @Override
  public void release(long key, Consumer<Handed> done) {
    keys.remove(key);
    done.accept(Handed.NOTHING);
  }

  @Override
  public void take(long key, Optional<Handed> handed) {
    keys.add(key);
  }

  @Override
  public void end(long key) {
    keys.remove(key);
  }

  @Override
  public Cost cost(long key) {
    return Cost.UNKNOWN;
  }
}
