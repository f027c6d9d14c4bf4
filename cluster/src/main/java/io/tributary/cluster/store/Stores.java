package io.tributary.cluster.store;

import io.tributary.base.plugin.Plugins;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Opens the stores that configurations ask for. One for a process: what is in memory is shared by
/// all who open that.
///
/// The clients of etcd and Consul are plugins, loaded with the first store of their kind.
public final class Stores {
  private final Plugins plugins;
  private final StoreMetrics metrics;
  private final Clock clock;
  private final RandomGenerator random;
  private final MemoryStore memory = new MemoryStore();

  /// @param random used by several threads
  public Stores(Plugins plugins, StoreMetrics metrics, Clock clock, RandomGenerator random) {
    this.plugins = plugins;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
  }

  /// Opens a store, and does not wait until it answers. Throws where these settings can never work.
  public KeyValueStore open(StoreSettings settings, StoreUse use) throws StoreException {
    String problems =
        settings.problems().stream()
            .map(StoreSettings.Problem::toString)
            .collect(Collectors.joining("; "));
    if (!problems.isEmpty()) {
      throw new StoreException("cannot use the store of " + use.name() + ": " + problems);
    }
    return open(settings, settings.kind(), settings.prefix(), use, "primary");
  }

  private KeyValueStore open(
      StoreSettings settings, StoreSettings.Kind kind, String prefix, StoreUse use, String role)
      throws StoreException {
    KeyValueStore store =
        switch (kind) {
          case CONSUL, ETCD -> plugin(kind).open(settings, context(use));
          case INMEMORY -> new SharedStore(memory);
          case MULTI -> two(settings, use);
        };
    KeyValueStore part = prefix.isEmpty() ? store : new PrefixedStore(store, prefix);
    return new MeteredStore(part, clock, requests(kind, use, role));
  }

  private StorePlugin plugin(StoreSettings.Kind kind) throws StoreException {
    try {
      return plugins.load(kind.toString(), StorePlugin.class);
    } catch (IOException e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    }
  }

  private StoreContext context(StoreUse use) {
    return new StoreContext(
        clock,
        random,
        (operation, isSuccess, nanos) -> metrics.consulRequested(use, operation, isSuccess, nanos));
  }

  private StoreContext.Requests requests(StoreSettings.Kind kind, StoreUse use, String role) {
    String type = kind.toString();
    boolean isListing = use.isConfigurations() && kind == StoreSettings.Kind.CONSUL;
    return (operation, isSuccess, nanos) -> {
      metrics.requested(use, role, type, operation, isSuccess, nanos);
      if (isListing && operation.equals("List")) {
        metrics.listed(isSuccess, nanos);
      }
    };
  }

  private KeyValueStore two(StoreSettings settings, StoreUse use) throws StoreException {
    StoreSettings.Multi multi = settings.multi();
    StoreSettings.Kind first = multi.primary().orElseThrow();
    StoreSettings.Kind second = multi.secondary().orElseThrow();
    KeyValueStore primary = open(settings, first, "", use, "primary");
    try {
      KeyValueStore secondary = open(settings, second, "", use, "secondary");
      metrics.usesTwo(use, first.toString(), second.toString(), multi.mirrors());
      return new MultiStore(
          primary,
          secondary,
          multi.mirrors(),
          multi.mirrorTimeout(),
          isSuccess -> metrics.mirrored(use, isSuccess));
    } catch (StoreException e) {
      primary.close();
      throw e;
    }
  }
}
