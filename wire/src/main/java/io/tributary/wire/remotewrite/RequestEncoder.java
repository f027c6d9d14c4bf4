package io.tributary.wire.remotewrite;

/// Turns batches into messages of one protocol version.
///
/// Owned by one thread at a time. Labels are written in the order of their rows, which is sorted by
/// name; labels with an empty value are left out.
public sealed interface RequestEncoder permits Rw1Encoder, Rw2Encoder {

  /// What the destination wants to have besides samples.
  record Options(boolean exemplars, boolean nativeHistograms) {
    public static final Options ALL = new Options(true, true);
  }

  /// Encodes `batch`.
  ///
  /// With `mergeSeries`, the samples of neighbouring slices of one stream share a series entry;
  /// without, each sample has an entry of its own.
  EncodedRequest encode(Batch batch, boolean mergeSeries);

  /// Encodes `batch` and compresses the message to a block of snappy's format. Series may come in
  /// another order than with [#encode], but the samples of one series never do.
  EncodedRequest encodeCompressed(Batch batch, boolean mergeSeries);
}
