package io.tributary.discovery;

import java.io.IOException;

/// Makes discoverers from settings.
@FunctionalInterface
public interface DiscovererFactory {
  /// `config` is the job that asked first: it stands in logs and metrics. Throws where the
  /// mechanism cannot be built, for lack of credentials or the like; the rest of the configuration
  /// is applied without it.
  Discoverer create(DiscoverySettings settings, String config) throws IOException;
}
