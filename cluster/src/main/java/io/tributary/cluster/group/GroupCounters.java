package io.tributary.cluster.group;

import java.util.concurrent.atomic.LongAdder;

/// What a member of a group counts.
public final class GroupCounters {
  /// Connections that were refused: no member, or no proof of it.
  public final LongAdder refused = new LongAdder();

  /// Messages that found no room on their way out, or in.
  public final LongAdder lost = new LongAdder();

  /// Frames that could not be written, to agents that may be gone, too.
  public final LongAdder lostFrames = new LongAdder();

  public final LongAdder sentMessages = new LongAdder();
  public final LongAdder sentBytes = new LongAdder();
  public final LongAdder failedSends = new LongAdder();
  public final LongAdder receivedMessages = new LongAdder();
  public final LongAdder receivedBytes = new LongAdder();
  public final LongAdder joins = new LongAdder();
  public final LongAdder leaves = new LongAdder();
  public final LongAdder stateChanges = new LongAdder();
  public final LongAdder stateBroadcasts = new LongAdder();
  public final LongAdder unknownMessages = new LongAdder();

  /// Agents that came with a name that another one has.
  public final LongAdder conflicts = new LongAdder();
}
