package io.tributary.metrics.wal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One segment of the log: a run of records that can be read alone. Its head is in files, its end
/// in memory.
///
/// ```
/// offset 0 ────────► kept ────────► written ────────► end
///   files only        both            memory only
/// ```
///
/// Memory holds what is not forced yet, so that a failed force costs nothing: the bytes go into
/// another file, a further part of the segment. All four places lie between records. Guarded by the
/// lock of the log.
final class Segment {
  /// A file, which holds the segment from `firstOffset` to the first offset of the next part.
  record Part(int index, Path file, long firstOffset) {
    /// Where `offset` of the segment is in the file.
    long inFile(long offset) {
      return SegmentHeader.BYTES + offset - firstOffset;
    }
  }

  final long number;
  final WalPosition base;
  final long createdMs;
  final long openMs;
  final List<Part> parts = new ArrayList<>();

  WalPosition kept;
  WalPosition written;
  WalPosition end;

  /// No more records come.
  boolean isSealed;

  /// When the newest record was appended, in time that the log was open.
  long newestOpenMs;

  /// Slices of the memory are being written.
  boolean isInFlight;

  int nextPart;

  /// Why samples right before this segment are missing, where the log knows.
  @Nullable LossReason gapBefore;

  private final TailMemory memory;

  Segment(WalPosition base, long createdMs, long openMs, TailMemory memory) {
    this.number = base.segment();
    this.base = base;
    this.createdMs = createdMs;
    this.openMs = openMs;
    this.newestOpenMs = openMs;
    this.memory = memory;
    this.kept = base;
    this.written = base;
    this.end = base;
  }

  /// The header of the file that holds `part`.
  SegmentHeader headerOf(Part part) {
    return new SegmentHeader(
        number,
        part.index(),
        part.firstOffset(),
        base.sequence(),
        base.samples(),
        createdMs,
        openMs);
  }

  /// Adds records that end at `newEnd`.
  void append(byte[] records, int length, WalPosition newEnd, long nowOpenMs) {
    memory.append(records, length);
    end = newEnd;
    newestOpenMs = nowOpenMs;
  }

  TailMemory memory() {
    return memory;
  }

  long bytes() {
    return end.offset();
  }

  long memoryBytes() {
    return end.offset() - kept.offset();
  }

  /// Whether what it holds of the log before `to` is in a file, or forced.
  boolean isWritten(WalPosition to, boolean mustBeForced) {
    if (number > to.segment()) {
      return true;
    }
    long safe = (mustBeForced ? kept : written).offset();
    return safe >= (number == to.segment() ? to.offset() : end.offset());
  }

  /// Everything before `position` is safe without the memory.
  void release(WalPosition position) {
    if (position.offset() > kept.offset()) {
      kept = position;
      memory.release(position.offset());
    }
  }

  /// Gives up what was not written; returns the samples lost.
  long dropUnwritten() {
    long samples = end.samples() - written.samples();
    end = written;
    kept = written;
    memory.release(Long.MAX_VALUE);
    isSealed = true;
    return samples;
  }

  /// The part that holds `offset`, null when none does.
  @Nullable Part partAt(long offset) {
    Part found = null;
    for (Part part : parts) {
      if (part.firstOffset <= offset) {
        found = part;
      }
    }
    return found;
  }

  /// Where the run of bytes in one place that holds `offset` ends: at the next part, at the memory,
  /// or at the end.
  long runEnd(long offset) {
    if (offset >= kept.offset()) {
      return end.offset();
    }
    for (Part part : parts) {
      if (part.firstOffset > offset) {
        return Math.min(part.firstOffset, kept.offset());
      }
    }
    return kept.offset();
  }
}
