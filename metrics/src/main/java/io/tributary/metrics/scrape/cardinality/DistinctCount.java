package io.tributary.metrics.scrape.cardinality;

import io.tributary.base.bytes.LongSet;
import org.jspecify.annotations.Nullable;

/// Counts different hashes: exactly while they are few, then by HyperLogLog with a standard error
/// of 2.3 %, in at most 16 KiB.
///
/// Source: Flajolet et al., "HyperLogLog: the analysis of a near-optimal cardinality estimation
/// algorithm", 2007.
final class DistinctCount {
  static final int MOST_EXACT = 1024;

  private static final int BITS = 11;
  private static final int REGISTERS = 1 << BITS;

  private @Nullable LongSet exact = new LongSet(1);

  /// The longest run of zeros, and one, that was seen by each register.
  private byte[] registers = {};

  void add(long hash) {
    LongSet known = exact;
    if (known != null) {
      if (known.size() < MOST_EXACT || known.contains(hash)) {
        known.add(hash);
        return;
      }
      exact = null;
      registers = new byte[REGISTERS];
      known.forEach(this::register);
    }
    register(hash);
  }

  private void register(long hash) {
    int index = (int) (hash >>> (64 - BITS));
    int run = Long.numberOfLeadingZeros(hash << BITS | 1L << (BITS - 1)) + 1;
    if (run > registers[index]) {
      registers[index] = (byte) run;
    }
  }

  long count() {
    LongSet known = exact;
    if (known != null) {
      return known.size();
    }
    double sum = 0;
    int empty = 0;
    for (byte run : registers) {
      sum += Math.scalb(1.0, -run);
      empty += run == 0 ? 1 : 0;
    }
    double estimate = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
    return Math.round(
        estimate <= 2.5 * REGISTERS && empty > 0
            ? REGISTERS * Math.log((double) REGISTERS / empty)
            : estimate);
  }
}
