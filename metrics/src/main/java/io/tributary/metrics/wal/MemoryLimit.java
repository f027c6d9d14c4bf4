package io.tributary.metrics.wal;

import java.util.List;
import java.util.function.ObjLongConsumer;

/// The memory that holds what is not safe on the disk yet, kept within its limit.
///
/// Looks at the segments of its [Log]; the caller holds that log's lock.
final class MemoryLimit {
  /// With more than this part of the memory in use the disk does not keep up.
  private static final int BEHIND_PART = 4;

  private final long limitBytes;
  private final List<Segment> segments;
  private final ObjLongConsumer<LossReason> dropped;
  private long bytes;

  /// @param dropped is told of samples that are given up
  MemoryLimit(long limitBytes, List<Segment> segments, ObjLongConsumer<LossReason> dropped) {
    this.limitBytes = limitBytes;
    this.segments = segments;
    this.dropped = dropped;
  }

  long bytes() {
    return bytes;
  }

  void added(long more) {
    bytes += more;
  }

  /// A write that hangs holds the segment that it is of: what comes meanwhile goes to small
  /// segments of its own, which can be given up one by one.
  boolean isDiskBehind() {
    return bytes > limitBytes / BEHIND_PART;
  }

  /// Everything of `segment` before `position` is safe, or as safe as it gets.
  void release(Segment segment, WalPosition position) {
    bytes -= segment.memoryBytes();
    segment.release(position);
    bytes += segment.memoryBytes();
  }

  /// Lets go of what the disk has, if unforced, and then of what is oldest. `rotate` ends the open
  /// segment: what is given up is never in the one that records go to.
  void makeRoom(Runnable rotate) {
    while (bytes > limitBytes) {
      if (!releaseWritten() && !dropOldestUnwritten(rotate)) {
        return;
      }
    }
  }

  private boolean releaseWritten() {
    for (Segment segment : segments) {
      if (segment.kept.offset() < segment.written.offset()) {
        release(segment, segment.written);
        return true;
      }
    }
    return false;
  }

  private boolean dropOldestUnwritten(Runnable rotate) {
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (segment.written.offset() < segment.end.offset() && !segment.isInFlight) {
        if (segment == segments.getLast()) {
          rotate.run();
        }
        bytes -= segment.memoryBytes();
        dropped.accept(LossReason.MEMORY_LIMIT, segment.dropUnwritten());
        segments.get(i + 1).gapBefore = LossReason.MEMORY_LIMIT;
        if (segment.parts.isEmpty()) {
          segments.remove(i);
        }
        return true;
      }
    }
    return false;
  }
}
