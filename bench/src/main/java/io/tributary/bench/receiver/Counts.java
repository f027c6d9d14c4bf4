package io.tributary.bench.receiver;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What arrived. Guarded by its monitor; a request is counted under one lock.
///
/// For every series: the newest timestamp and the number of samples. For one series in
/// `verifyOneIn`, chosen by hash, and for those that number the scrapes: every sample.
final class Counts {
  static final long STALE_BITS = 0x7ff0000000000002L;
  private static final String SEQUENCE_METRIC = "fleet_scrapes_total";

  private final int verifyOneIn;
  private final StringBuilder duplicateLog = new StringBuilder();
  private final Map<Integer, History> sequences = new HashMap<>(); // by the target's port

  private long[] keys = new long[1 << 16];
  private int[] rows = new int[1 << 16]; // one more than the row, 0 where free
  private int series;
  private long[] newestMs = new long[1 << 14];
  private int[] port = new int[1 << 14];
  private boolean[] exposed = new boolean[1 << 14];
  private boolean[] health = new boolean[1 << 14]; // `up`: 0 says that a scrape failed
  private @Nullable History[] histories = new @Nullable History[1 << 14];

  private long requests;
  private long wireBytes;
  private long messageBytes;
  private long samples;
  private long exposedSamples;
  private long staleMarkers;
  private long failedScrapes;
  private long repeated;
  private long regressed;
  private long identical;
  private long conflicting;
  private long late;
  private long metadata;
  private long histograms;
  private long exemplars;
  private long refused;
  private long firstSampleAtMs;
  private long newestTimestampMs;

  Counts(int verifyOneIn) {
    this.verifyOneIn = verifyOneIn;
  }

  synchronized void add(Decoder decoder, Batch batch, boolean versionTwo, int wire, int message) {
    long nowMs = System.currentTimeMillis();
    requests++;
    wireBytes += wire;
    messageBytes += message;
    metadata += batch.metadata;
    histograms += batch.histograms;
    exemplars += batch.exemplars;
    samples += batch.samples;
    if (firstSampleAtMs == 0 && batch.samples > 0) {
      firstSampleAtMs = nowMs;
    }
    for (int i = 0; i < batch.samples; i++) {
      int row = row(batch.seriesHash[i]);
      if (row < 0) {
        row = register(decoder, batch, i, versionTwo);
      }
      count(row, batch.timestampMs[i], batch.valueBits[i], nowMs);
    }
  }

  private void count(int row, long timestampMs, long bits, long nowMs) {
    boolean stale = bits == STALE_BITS;
    if (timestampMs > newestMs[row]) {
      newestMs[row] = timestampMs;
      newestTimestampMs = Math.max(newestTimestampMs, timestampMs);
    } else if (timestampMs == newestMs[row]) {
      repeated++;
    } else {
      regressed++;
    }
    if (stale) {
      staleMarkers++;
    } else if (exposed[row]) {
      exposedSamples++;
    }
    if (health[row] && bits == 0) {
      failedScrapes++;
    }
    var history = histories[row];
    if (history != null) {
      verify(history, timestampMs, bits, nowMs);
    }
  }

  private void verify(History history, long timestampMs, long bits, long nowMs) {
    var arrival = history.add(timestampMs, bits, nowMs);
    switch (arrival) {
      case NEW -> {}
      case LATE -> late++;
      case IDENTICAL, CONFLICTING -> {
        if (arrival == History.Arrival.IDENTICAL) {
          identical++;
        } else {
          conflicting++;
        }
        duplicateLog.append(history.firstArrivalMs()).append(' ').append(nowMs).append('\n');
      }
    }
  }

  private int row(long hash) {
    int mask = keys.length - 1;
    for (int slot = (int) hash & mask; rows[slot] != 0; slot = (slot + 1) & mask) {
      if (keys[slot] == hash) {
        return rows[slot] - 1;
      }
    }
    return -1;
  }

  /// A series for the first time: remember whose it is and how closely to look at it.
  private int register(Decoder decoder, Batch batch, int i, boolean versionTwo) {
    var labels = new HashMap<String, String>();
    decoder.labels(batch.seriesFrom[i], batch.seriesTo[i], versionTwo, labels::put);
    var name = labels.getOrDefault("__name__", "");
    var instance = labels.getOrDefault("instance", "");
    int row = insert(batch.seriesHash[i]);
    port[row] = portOf(instance);
    // What agents add of their own accord is no sample of the fleet's.
    exposed[row] = !name.equals("up") && !name.startsWith("scrape_");
    health[row] = name.equals("up");
    boolean numbers = name.equals(SEQUENCE_METRIC);
    if (numbers || Long.remainderUnsigned(batch.seriesHash[i] >>> 7, verifyOneIn) == 0) {
      histories[row] = new History();
    }
    if (numbers) {
      sequences.put(port[row], histories[row]);
    }
    return row;
  }

  private static int portOf(String instance) {
    int colon = instance.lastIndexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(instance.substring(colon + 1));
  }

  private int insert(long hash) {
    if (series * 2 >= keys.length) {
      rehash();
    }
    if (series == newestMs.length) {
      newestMs = Arrays.copyOf(newestMs, series * 2);
      port = Arrays.copyOf(port, series * 2);
      exposed = Arrays.copyOf(exposed, series * 2);
      health = Arrays.copyOf(health, series * 2);
      histories = Arrays.copyOf(histories, series * 2);
    }
    place(hash, series + 1);
    return series++;
  }

  private void place(long hash, int rowPlusOne) {
    int mask = keys.length - 1;
    int slot = (int) hash & mask;
    while (rows[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = hash;
    rows[slot] = rowPlusOne;
  }

  private void rehash() {
    var oldKeys = keys;
    var oldRows = rows;
    keys = new long[oldKeys.length * 2];
    rows = new int[oldRows.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldRows[i] != 0) {
        place(oldKeys[i], oldRows[i]);
      }
    }
  }

  synchronized void refused() {
    refused++;
  }

  synchronized String stats() {
    return ("requests=%d wireBytes=%d messageBytes=%d samples=%d exposed=%d stale=%d failed=%d series=%d"
            + " repeated=%d regressed=%d identical=%d conflicting=%d late=%d metadata=%d"
            + " histograms=%d exemplars=%d refused=%d firstSampleAtMs=%d newestMs=%d")
        .formatted(
            requests,
            wireBytes,
            messageBytes,
            samples,
            exposedSamples,
            staleMarkers,
            failedScrapes,
            series,
            repeated,
            regressed,
            identical,
            conflicting,
            late,
            metadata,
            histograms,
            exemplars,
            refused,
            firstSampleAtMs,
            newestTimestampMs);
  }

  /// Gaps in the verified series, and how many of those there are.
  synchronized String gaps(long longestMs) {
    long gaps = 0;
    long verified = 0;
    for (int row = 0; row < series; row++) {
      var history = histories[row];
      if (history != null && exposed[row]) {
        verified++;
        gaps += history.gaps(longestMs);
      }
    }
    return "gaps=" + gaps + " verified=" + verified;
  }

  /// `S port scrape timestampMs arrivedAtMs` for each scrape that is known to have arrived, `T port
  /// samples` with the distinct samples of each target that were exposed (complete only if every
  /// series is verified), and `D firstArrivalMs againMs` for each sample that came twice.
  synchronized String dump() {
    var text = new StringBuilder();
    sequences.forEach((port, history) -> {
      for (int i = 0; i < history.size(); i++) {
        if (!history.isStale(i)) {
          text.append("S ").append(port).append(' ').append((long) history.value(i));
          text.append(' ').append(history.timestampMs(i)).append(' ');
          text.append(history.arrivedAtMs(i)).append('\n');
        }
      }
    });
    var distinct = new HashMap<Integer, Long>();
    for (int row = 0; row < series; row++) {
      var history = histories[row];
      if (history != null && exposed[row]) {
        long fresh = 0;
        for (int i = 0; i < history.size(); i++) {
          fresh += history.isStale(i) ? 0 : 1;
        }
        distinct.merge(port[row], fresh, Long::sum);
      }
    }
    distinct.forEach((port, count) -> text.append("T " + port + " " + count + "\n"));
    duplicateLog.toString().lines().forEach(line -> text.append("D " + line + "\n"));
    return text.toString();
  }

  synchronized void reset() {
    series = 0;
    Arrays.fill(rows, 0);
    Arrays.fill(newestMs, 0);
    Arrays.fill(histories, null);
    sequences.clear();
    duplicateLog.setLength(0);
    requests =
        wireBytes = messageBytes = samples = exposedSamples = staleMarkers = failedScrapes = 0;
    repeated = regressed = identical = conflicting = late = 0;
    metadata = histograms = exemplars = refused = firstSampleAtMs = newestTimestampMs = 0;
  }
}
