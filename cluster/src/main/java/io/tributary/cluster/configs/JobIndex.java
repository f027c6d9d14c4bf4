package io.tributary.cluster.configs;

import io.tributary.base.config.ConfigException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Which configuration has which jobs. A configuration is read once, not again for each that is to
/// be stored.
///
/// Not thread-safe. Holds as many entries as there are configurations.
final class JobIndex {
  private final DocumentCheck check;
  private final Map<String, Entry> entries = new HashMap<>();

  private record Entry(byte[] packed, Set<String> jobs) {}

  JobIndex(DocumentCheck check) {
    this.check = check;
  }

  /// A job of `jobs` that a configuration other than `name` has, too.
  Optional<String> clash(SortedMap<String, byte[]> all, String name, Set<String> jobs) {
    entries.keySet().retainAll(all.keySet());
    for (var other : all.entrySet()) {
      if (other.getKey().equals(name)) {
        continue;
      }
      for (String job : jobs(other.getKey(), other.getValue())) {
        if (jobs.contains(job)) {
          return Optional.of(job);
        }
      }
    }
    return Optional.empty();
  }

  /// Reads one ahead.
  void learn(String name, byte[] packed) {
    var _ = jobs(name, packed);
  }

  private Set<String> jobs(String name, byte[] packed) {
    Entry entry = entries.get(name);
    if (entry == null || !Arrays.equals(entry.packed, packed)) {
      entry = new Entry(packed, read(packed));
      entries.put(name, entry);
    }
    return entry.jobs;
  }

  /// One that nobody can read runs nowhere, so its jobs are free.
  private Set<String> read(byte[] packed) {
    try {
      return Set.copyOf(check.jobs(Packed.unpack(packed)));
    } catch (ConfigException _) {
      return Set.of();
    }
  }
}
