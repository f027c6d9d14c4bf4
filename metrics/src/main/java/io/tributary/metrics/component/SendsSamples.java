package io.tributary.metrics.component;

import io.tributary.metrics.remotewrite.DestinationStatus;
import io.tributary.metrics.wal.WalStatistics;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// A component that sends samples to destinations, for those who want to know what became of them.
public interface SendsSamples {
  List<Account> accounts();

  /// How the log is that it sends from.
  WalStatistics log();

  /// The books of one destination.
  ///
  /// @param url where it is, without secrets
  /// @param backlogBytes of log that it has not acknowledged
  /// @param budgetBytes most of that which is kept; empty where there is no limit
  /// @param oldestUnsent for how long the oldest record that waits has been waiting
  record Account(
      DestinationStatus status,
      String url,
      long backlogBytes,
      OptionalLong budgetBytes,
      Duration oldestUnsent) {}
}
