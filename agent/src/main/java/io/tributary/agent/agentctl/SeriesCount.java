package io.tributary.agent.agentctl;

import io.tributary.base.bytes.Hash64;
import io.tributary.base.bytes.LongSet;
import io.tributary.model.labels.Labels;
import java.nio.charset.StandardCharsets;

/// Tells series that were not seen before from those that were, by a hash of 64 bits.
final class SeriesCount {
  /// Some 64 MiB.
  static final int MOST_SERIES = 4_000_000;

  private static final int FIRST_SERIES = 1 << 16;

  private final int most;
  private final LongSet seen = new LongSet(FIRST_SERIES);

  SeriesCount() {
    this(MOST_SERIES);
  }

  SeriesCount(int most) {
    this.most = most;
  }

  /// Whether it is new; false for all when there is no more room.
  boolean isNew(Labels labels) {
    return !isFull() && seen.add(hash(labels));
  }

  /// Whether there may have been more than were counted.
  boolean isFull() {
    return seen.size() >= most;
  }

  int size() {
    return seen.size();
  }

  private static long hash(Labels labels) {
    long hash = Hash64.SEED;
    for (int i = 0; i < labels.size(); i++) {
      hash = hash(labels.value(i), hash(labels.name(i), hash));
    }
    return hash;
  }

  private static long hash(String text, long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Hash64.of(bytes, 0, bytes.length, seed);
  }
}
