package io.tributary.metrics.wal;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the log knows of one destination. Guarded by the lock of the log.
final class Consumer {
  final String name;
  ConsumerBudget budget;
  LossListener listener;

  /// Known by its cursor file alone: its destination has not come back yet.
  boolean isDormant;

  /// Everything before is delivered or given up: what lies before this is not kept.
  WalPosition acknowledged;

  /// Everything before was handed out or reported as lost.
  WalPosition position;

  /// Rises whenever the position is moved under the reader.
  int epoch;

  /// Whose turn it is to read; an earlier reader finds that it is not.
  @Nullable WalReader reader;

  /// The reader that waits, and for how many samples.
  @Nullable Thread waiting;

  long wantedSamples;

  /// When everything had been handed out for the last time, in time that the log was open.
  long caughtUpOpenMs;

  long scrapesRead;
  long definitionsRead;
  long damagedRecords;

  /// What its reader holds.
  long readerBytes;

  final Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);

  Consumer(String name, ConsumerBudget budget, WalPosition start, LossListener listener) {
    this.name = name;
    this.budget = budget;
    this.acknowledged = start;
    this.position = start;
    this.listener = listener;
  }

  /// Counts a loss; the caller tells the listener once it holds no lock.
  void count(LossReason reason, long samples) {
    lost.merge(reason, samples, Long::sum);
  }

  void moveTo(WalPosition newPosition) {
    position = newPosition;
    epoch++;
  }

  /// Figures for metrics; `unreadMs` is the age of the oldest record that was not handed out.
  WalStatistics.OfConsumer statistics(long unreadMs, long backlogBytes) {
    return new WalStatistics.OfConsumer(
        name,
        position,
        budget,
        backlogBytes,
        scrapesRead,
        definitionsRead,
        damagedRecords,
        unreadMs,
        readerBytes,
        Map.copyOf(lost));
  }
}
