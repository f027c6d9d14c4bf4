package io.tributary.metrics.remotewrite;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.EncodedRequest;
import io.tributary.wire.remotewrite.RequestEncoder;
import io.tributary.wire.remotewrite.Rw1Encoder;
import io.tributary.wire.remotewrite.Rw2Encoder;
import io.tributary.wire.remotewrite.TemplateCache;
import java.util.Arrays;

/// Makes requests of one destination out of batches. Shared by its shards: encoding is a matter of
/// microseconds, and one set of buffers serves them all. Guarded by `this`.
final class Requests {
  /// A request ready to be posted.
  ///
  /// @param body holds `length` bytes; belongs to the caller of [#prepare]
  /// @param samples ordinary samples in it
  /// @param histogramsOff left out because nobody asked for them
  /// @param customBucketHistograms left out because the message cannot carry them
  record Prepared(
      ProtobufMessage message,
      byte[] body,
      int length,
      int samples,
      int histograms,
      int exemplars,
      int histogramsOff,
      int customBucketHistograms) {
    int items() {
      return samples + histograms;
    }
  }

  private final RequestEncoder version1;
  private final RequestEncoder version2;
  private final Snappy snappy = new Snappy();

  Requests(
      RemoteWriteSettings settings, TemplateCache<SeriesBlock> rw1, TemplateCache<Layout> rw2) {
    var options =
        new RequestEncoder.Options(settings.sendExemplars(), settings.sendNativeHistograms());
    version1 = new Rw1Encoder(options, rw1);
    version2 = new Rw2Encoder(options, rw2);
  }

  /// Encodes and compresses into `buffer`, or into a larger array where it does not fit.
  synchronized Prepared prepare(
      Batch batch, boolean mergeSeries, ProtobufMessage message, byte[] buffer) {
    RequestEncoder encoder = message == ProtobufMessage.V1 ? version1 : version2;
    EncodedRequest request = encoder.encodeCompressed(batch, mergeSeries);
    int length = request.length();
    byte[] body = buffer.length >= length ? buffer : new byte[length + (length >> 3)];
    System.arraycopy(request.bytes(), request.offset(), body, 0, length);
    return new Prepared(
        message,
        body,
        length,
        request.samples(),
        request.histograms(),
        request.exemplars(),
        request.histogramsOff(),
        request.customBucketHistograms());
  }

  /// Compresses a message of metadata.
  synchronized byte[] compress(byte[] message) {
    int length = snappy.compress(message, 0, message.length);
    return Arrays.copyOf(snappy.output(), length);
  }
}
