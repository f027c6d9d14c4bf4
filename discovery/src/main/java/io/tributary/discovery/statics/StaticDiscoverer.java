package io.tributary.discovery.statics;

import io.tributary.discovery.Discoverer;

/// Publishes the targets that the configuration lists, once.
public final class StaticDiscoverer implements Discoverer {
  private final StaticDiscoverySettings settings;

  public StaticDiscoverer(StaticDiscoverySettings settings) {
    this.settings = settings;
  }

  @Override
  public void start(Sink sink) {
    sink.publish(settings.groups());
  }

  @Override
  public void close() {}
}
