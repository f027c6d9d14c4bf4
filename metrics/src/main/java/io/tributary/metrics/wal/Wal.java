package io.tributary.metrics.wal;

import io.tributary.model.layout.ColumnSink;

/// The log of one pipeline: scrapes go in at the end, every consumer reads at its own pace.
///
/// Thread-safe. [#append] never throws for trouble with the disk and never waits for it: records go
/// to memory and a thread of the log writes and forces them. While the disk cannot be written the
/// log goes on in bounded memory.
public interface Wal extends ColumnSink, AutoCloseable {
  /// The oldest record that is still there.
  WalPosition oldest();

  /// Behind the newest record.
  WalPosition end();

  /// Keeps what lies behind `start` for `name`, within `budget`. For a known name this replaces
  /// budget and listener, and leaves the place alone.
  void registerConsumer(
      String name, ConsumerBudget budget, WalPosition start, LossListener listener);

  /// Forgets a consumer: nothing is kept for it any more.
  void unregister(String name);

  /// The reader of a registered consumer, at `from`; the consumer's earlier reader ends.
  WalReader openReader(String consumer, WalPosition from);

  /// Everything before `position` was delivered, and [CursorStore#store] has made that durable:
  /// segments that every consumer has passed may go.
  void acknowledge(String consumer, WalPosition position);

  /// Where `consumer` keeps its position.
  CursorStore cursor(String consumer);

  /// Writes and forces what it can, and lets go of the directory.
  @Override
  void close();
}
