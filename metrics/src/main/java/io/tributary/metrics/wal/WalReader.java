package io.tributary.metrics.wal;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Reads the log in order for one consumer.
///
/// Owned by one thread. After [#next] returned true the accessors describe that record until the
/// next call; arrays belong to the reader and are overwritten by it.
public interface WalReader extends AutoCloseable {
  /// Moves to the next record; false at the present end. Records that cannot be had any more are
  /// passed over and reported to the consumer's [LossListener].
  boolean next();

  Stream stream();

  /// The layout, shared through the log's `Layouts`.
  Layout layout();

  long timestampMs();

  /// Raw bits by row; only the rows of [#selected] mean anything, and rows with a native histogram
  /// have no value here.
  long[] values();

  /// The rows that carry a sample; null means all.
  @Nullable BitSet selected();

  @Nullable SideColumns side();

  /// Samples in this record: floats and histograms.
  int sampleCount();

  /// The place behind the record: what to acknowledge when everything up to it was delivered.
  WalPosition position();

  /// Waits until there is a record to read, or `deadlineNanos` of the log's clock, or an interrupt;
  /// true when there is one.
  boolean awaitMore(long deadlineNanos);

  /// Waits until at least `samples` can be read: a sender that wakes for a full batch wakes seldom.
  boolean awaitSamples(long samples, long deadlineNanos);

  @Override
  void close();
}
