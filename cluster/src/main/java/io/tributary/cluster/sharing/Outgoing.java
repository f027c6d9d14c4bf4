package io.tributary.cluster.sharing;

import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Collects keys for a moment, so that a thousand of them are one message. Owned by the loop.
final class Outgoing {
  private static final Duration DELAY = Duration.ofMillis(20);

  private final Loop loop;
  private final Sender sender;
  private final StampedKeys waiting = new StampedKeys();
  private boolean isDue;

  interface Sender {
    void send(long[] keys, long[] stamps);
  }

  Outgoing(Loop loop, Sender sender) {
    this.loop = loop;
    this.sender = sender;
  }

  void add(long key, long stamp) {
    waiting.add(key, stamp);
    if (!isDue) {
      isDue = true;
      loop.after(DELAY, this::flush);
    }
  }

  void discard() {
    waiting.clear();
  }

  /// Sends what has been collected.
  void flush() {
    isDue = false;
    if (!waiting.isEmpty()) {
      sender.send(waiting.keys(), waiting.stamps());
      waiting.clear();
    }
  }

  /// A list as messages that are not too long.
  static List<Batch> batches(
      Verb verb, String unit, long term, String to, long[] keys, long[] stamps) {
    var batches = new ArrayList<Batch>();
    for (int from = 0; from < keys.length; from += MessageCodec.MAX_KEYS) {
      int end = Math.min(from + MessageCodec.MAX_KEYS, keys.length);
      batches.add(
          new Batch(
              verb,
              unit,
              term,
              to,
              Arrays.copyOfRange(keys, from, end),
              Arrays.copyOfRange(stamps, from, end)));
    }
    return batches;
  }
}
