package io.tributary.e2e.cluster;

import io.tributary.e2e.cluster.Arrivals.Scrape;
import java.util.Map;

/// Due times of targets that more than one node scraped.
///
/// @param scrapes of all targets
/// @param longestMs from the first of those in a row to the last one
record Overlap(int scrapes, long longestMs) {
  /// Those between two times.
  static Overlap of(Arrivals arrivals, int targets, long fromMs, long untilMs) {
    int scrapes = 0;
    long longestMs = 0;
    synchronized (arrivals) {
      for (int target = 0; target < targets; target++) {
        long firstMs = Long.MAX_VALUE;
        for (Map.Entry<Long, Scrape> scrape :
            arrivals.of(target).scrapes.subMap(fromMs, untilMs).entrySet()) {
          if (scrape.getValue().others.isEmpty()) {
            firstMs = Long.MAX_VALUE;
          } else {
            firstMs = Math.min(firstMs, scrape.getKey());
            longestMs = Math.max(longestMs, scrape.getKey() - firstMs);
            scrapes++;
          }
        }
      }
    }
    return new Overlap(scrapes, longestMs);
  }

  @Override
  public String toString() {
    return scrapes == 0
        ? "none"
        : "%,d scrapes, %,d ms of one target".formatted(scrapes, longestMs);
  }
}
