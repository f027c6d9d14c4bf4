package io.tributary.discovery.file;

import io.tributary.discovery.DiscoverySettings;
import java.time.Duration;
import java.util.List;

/// Targets in YAML and JSON files. `files` are absolute paths whose last element may be a glob.
public record FileDiscoverySettings(List<String> files, Duration refreshInterval)
    implements DiscoverySettings {
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofMinutes(5);

  public FileDiscoverySettings {
    files = List.copyOf(files);
  }

  @Override
  public String mechanism() {
    return "file";
  }
}
