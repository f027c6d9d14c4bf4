package io.tributary.metrics.wal;

/// Hears of samples that a consumer will not get.
///
/// What a reader hands out and what is reported here add up, to the sample, to what was appended.
/// Called from the log's thread or the reader's, never while a lock of the log is held; must not
/// block.
@FunctionalInterface
public interface LossListener {
  LossListener NONE = (_, _) -> {};

  void lost(LossReason reason, long samples);
}
