package io.tributary.metrics.wal;

import java.nio.file.Path;
import java.time.Duration;

/// Where the log lives and how much it may take.
///
/// @param directory the storage path (`--storage.agent.path`); created when missing
/// @param lockFile whether a lock file keeps a second process out
/// @param force when records are forced to the disk
/// @param segmentBytes a segment is closed when it is this large
/// @param segmentAge a segment is closed when it is this old
/// @param memoryBytes records that wait for a disk that cannot be written; beyond it the oldest go
/// @param unclaimedBytes what is kept while there is no consumer
public record WalSettings(
    Path directory,
    boolean lockFile,
    ForcePolicy force,
    long segmentBytes,
    Duration segmentAge,
    long memoryBytes,
    long unclaimedBytes) {
  public static final long DEFAULT_SEGMENT_BYTES = 128L << 20;

  /// Restating the series costs about as much as thirty scrapes of them: seldom enough not to
  /// matter.
  public static final Duration DEFAULT_SEGMENT_AGE = Duration.ofHours(2);

  public static final long DEFAULT_MEMORY_BYTES = 64L << 20;
  public static final long DEFAULT_UNCLAIMED_BYTES = 512L << 20;

  public WalSettings {
    requirePositive("segment size", segmentBytes);
    requirePositive("segment age", segmentAge.toMillis());
    requirePositive("memory limit", memoryBytes);
    requirePositive("unclaimed limit", unclaimedBytes);
  }

  public static WalSettings of(Path directory) {
    return new WalSettings(
        directory,
        true,
        ForcePolicy.DEFAULT,
        DEFAULT_SEGMENT_BYTES,
        DEFAULT_SEGMENT_AGE,
        DEFAULT_MEMORY_BYTES,
        DEFAULT_UNCLAIMED_BYTES);
  }

  public WalSettings withLockFile(boolean newLockFile) {
    return new WalSettings(
        directory, newLockFile, force, segmentBytes, segmentAge, memoryBytes, unclaimedBytes);
  }

  public WalSettings withForce(ForcePolicy newForce) {
    return new WalSettings(
        directory, lockFile, newForce, segmentBytes, segmentAge, memoryBytes, unclaimedBytes);
  }

  public WalSettings withSegments(long newBytes, Duration newAge) {
    return new WalSettings(
        directory, lockFile, force, newBytes, newAge, memoryBytes, unclaimedBytes);
  }

  public WalSettings withLimits(long newMemoryBytes, long newUnclaimedBytes) {
    return new WalSettings(
        directory, lockFile, force, segmentBytes, segmentAge, newMemoryBytes, newUnclaimedBytes);
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("cannot open a log with a " + what + " of " + value);
    }
  }
}
