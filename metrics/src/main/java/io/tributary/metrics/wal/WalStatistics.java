package io.tributary.metrics.wal;

import java.util.List;
import java.util.Map;

/// The log at one moment, for metrics and status pages.
///
/// @param bytes of all segments, on disk and in memory
/// @param memoryBytes records that are not safe on the disk yet
/// @param writerBytes what writing holds beside that: buffers, and the last column of each stream
/// @param isMemoryOnly the disk cannot be written: what is appended now would not survive a crash
/// @param dropped samples that left the log as a whole, whoever wanted them
public record WalStatistics(
    WalPosition end,
    int segments,
    long bytes,
    long memoryBytes,
    long writerBytes,
    boolean isMemoryOnly,
    long activeSeries,
    Appended appended,
    Map<LossReason, Long> dropped,
    List<OfConsumer> consumers) {

  /// What was appended since the log was opened.
  public record Appended(
      long floatSamples, long histogramSamples, long exemplars, long records, long bytes) {}

  /// One destination.
  ///
  /// @param position everything before was handed out or reported as lost
  /// @param backlogBytes of log between what it has acknowledged and the end
  /// @param unreadMs how long ago, at most, the oldest record that was not handed out was appended
  /// @param readerBytes what its reader holds, its buffer and the last column of each stream
  /// @param lost samples that were reported to its [LossListener]
  public record OfConsumer(
      String name,
      WalPosition position,
      ConsumerBudget budget,
      long backlogBytes,
      long scrapesRead,
      long definitionsRead,
      long damagedRecords,
      long unreadMs,
      long readerBytes,
      Map<LossReason, Long> lost) {}
}
