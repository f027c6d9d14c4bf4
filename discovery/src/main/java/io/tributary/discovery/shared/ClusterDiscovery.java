package io.tributary.discovery.shared;

import io.tributary.base.time.Clock;
import io.tributary.cluster.discovery.DiscoveryShare;
import io.tributary.discovery.Discoverer;
import java.io.IOException;
import java.util.Optional;

/// Whether components share what they discover with those of other agents; a service. `share` is
/// empty where each discovers for itself.
public record ClusterDiscovery(Optional<DiscoveryShare> share) {
  public static final ClusterDiscovery OFF = new ClusterDiscovery(Optional.empty());

  /// Makes a mechanism; throws where that cannot be.
  @FunctionalInterface
  public interface Maker {
    Discoverer make() throws IOException;
  }

  /// A mechanism whose result is shared among those with the same key.
  public Discoverer open(Optional<Fingerprint> key, Maker maker, Clock clock) throws IOException {
    Discoverer made = maker.make(); // Whether it can be is to be known here.
    return share.isPresent() && key.isPresent()
        ? new SharedDiscoverer(share.get(), key.get().key(), made, maker, clock)
        : made;
  }
}
