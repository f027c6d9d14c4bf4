package io.tributary.cluster.configs;

import java.util.Set;

/// What a configuration must be to be stored. Thread-safe.
public interface DocumentCheck {
  /// Reads and checks a configuration that is to be stored under a name. Throws
  /// [io.tributary.base.config.ConfigException] where it must not be.
  Document check(String name, byte[] yaml);

  /// The names of the jobs of a configuration that is in the store already. Throws
  /// [io.tributary.base.config.ConfigException] where that cannot be read.
  Set<String> jobs(byte[] yaml);

  /// @param yaml as it is to lie in the store
  /// @param jobs names of its jobs
  @SuppressWarnings("ArrayRecordComponent") // handed over whole; never compared
  record Document(byte[] yaml, Set<String> jobs) {
    public Document {
      jobs = Set.copyOf(jobs);
    }
  }
}
