package io.tributary.wire.writerequest;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A remote-write request, decoded: series in their order, each with its labels as a row in bytes
/// (see [io.tributary.model.layout.RowCursor]) and a run of samples.
///
/// Reusable after [#clear]; owned by one thread.
public final class WriteRequest {
  private static final int MAX_REMARKS = 10;

  private final ByteSink rows = new ByteSink(16 << 10);

  private int seriesCount;
  private int[] rowEnd = new int[64];
  private int[] sampleEnd = new int[64];
  private @Nullable String[] problem = new @Nullable String[64];
  private FamilyMetadata[] metadata = new FamilyMetadata[64];

  private int sampleCount;
  private long[] timestampMs = new long[64];
  private long[] startMs = new long[64];
  private long[] valueBits = new long[64];
  private @Nullable NativeHistogram[] histograms = new @Nullable NativeHistogram[0];

  private final List<SeriesExemplar> exemplars = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /// An exemplar of a series of the request.
  public record SeriesExemplar(int series, Labels labels, long valueBits, long timestampMs) {}

  public WriteRequest() {}

  public void clear() {
    rows.clear();
    Arrays.fill(problem, 0, seriesCount, null);
    Arrays.fill(histograms, 0, Math.min(sampleCount, histograms.length), null);
    seriesCount = 0;
    sampleCount = 0;
    exemplars.clear();
    remarks.clear();
  }

  public int seriesCount() {
    return seriesCount;
  }

  /// Samples and histograms.
  public int sampleCount() {
    return sampleCount;
  }

  /// What is wrong with the labels or the metadata of a series, null where nothing is. Such a
  /// series has no row.
  public @Nullable String problem(int series) {
    return problem[series];
  }

  /// [FamilyMetadata#NONE] where the request says nothing.
  public FamilyMetadata metadata(int series) {
    return metadata[series];
  }

  public byte[] rows() {
    return rows.array();
  }

  public int rowFrom(int series) {
    return series == 0 ? 0 : rowEnd[series - 1];
  }

  public int rowTo(int series) {
    return rowEnd[series];
  }

  public int firstSample(int series) {
    return series == 0 ? 0 : sampleEnd[series - 1];
  }

  /// Behind the last sample.
  public int endSample(int series) {
    return sampleEnd[series];
  }

  public long timestampMs(int sample) {
    return timestampMs[sample];
  }

  /// When counting began; 0 where nobody says so.
  public long startMs(int sample) {
    return startMs[sample];
  }

  /// The value as raw bits; nothing where the sample is a histogram.
  public long valueBits(int sample) {
    return valueBits[sample];
  }

  public @Nullable NativeHistogram histogram(int sample) {
    return sample < histograms.length ? histograms[sample] : null;
  }

  public List<SeriesExemplar> exemplars() {
    return exemplars;
  }

  /// What is wrong and costs no series, the first few.
  public List<String> remarks() {
    return remarks;
  }

  // What a reader does, series by series.

  ByteSink openRow() {
    return rows;
  }

  void addSample(long atMs, long sinceMs, long bits) {
    if (sampleCount == timestampMs.length) {
      timestampMs = Arrays.copyOf(timestampMs, 2 * sampleCount);
      startMs = Arrays.copyOf(startMs, 2 * sampleCount);
      valueBits = Arrays.copyOf(valueBits, 2 * sampleCount);
    }
    timestampMs[sampleCount] = atMs;
    startMs[sampleCount] = sinceMs;
    valueBits[sampleCount++] = bits;
  }

  void addHistogram(long atMs, long sinceMs, NativeHistogram histogram) {
    addSample(atMs, sinceMs, 0);
    if (histograms.length < sampleCount) {
      histograms = Arrays.copyOf(histograms, timestampMs.length);
    }
    histograms[sampleCount - 1] = histogram;
  }

  void addExemplar(Labels labels, long bits, long atMs) {
    exemplars.add(new SeriesExemplar(seriesCount, labels, bits, atMs));
  }

  void addRemark(String text) {
    if (remarks.size() < MAX_REMARKS) {
      remarks.add(text);
    }
  }

  /// Ends the series that was begun with its row and samples.
  void endSeries(FamilyMetadata of, @Nullable String wrong) {
    if (seriesCount == rowEnd.length) {
      rowEnd = Arrays.copyOf(rowEnd, 2 * seriesCount);
      sampleEnd = Arrays.copyOf(sampleEnd, 2 * seriesCount);
      problem = Arrays.copyOf(problem, 2 * seriesCount);
      metadata = Arrays.copyOf(metadata, 2 * seriesCount);
    }
    if (wrong != null) {
      rows.truncate(rowFrom(seriesCount));
    }
    rowEnd[seriesCount] = rows.size();
    sampleEnd[seriesCount] = sampleCount;
    problem[seriesCount] = wrong;
    metadata[seriesCount++] = of;
  }
}
