package io.tributary.wire.remotewrite;

import io.tributary.model.layout.SeriesBlock;
import io.tributary.wire.compress.SnappyBlock;

/// Encodes `prometheus.WriteRequest`, without metadata (that travels in requests of its own, see
/// [Rw1Metadata]).
///
/// Custom-bucket histograms cannot be represented and are left out; start timestamps do not exist.
///
/// Source: remote-write specification 1.0; prometheus/prometheus `prompb/types.proto`.
public final class Rw1Encoder implements RequestEncoder {
  private final Counts counts = new Counts();
  private final Rw1Rows rows;
  private final Rw1Compressor compressor;

  public Rw1Encoder(Options options, TemplateCache<SeriesBlock> templates) {
    rows = new Rw1Rows(options, templates, counts);
    compressor = new Rw1Compressor(rows, templates, counts);
  }

  @Override
  public EncodedRequest encode(Batch batch, boolean mergeSeries) {
    counts.clear();
    rows.clear();
    rows.write(batch, mergeSeries);
    return counts.request(rows.bytes(), 0, rows.size());
  }

  @Override
  public EncodedRequest encodeCompressed(Batch batch, boolean mergeSeries) {
    counts.clear();
    rows.clear();
    SnappyBlock block = compressor.compress(batch, mergeSeries);
    return counts.request(block.bytes(), block.start(), block.end() - block.start());
  }
}
