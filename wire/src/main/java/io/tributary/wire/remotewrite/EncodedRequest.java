package io.tributary.wire.remotewrite;

/// One message, compressed or not, and what is in it; valid until its encoder's next call.
///
/// @param bytes the encoder's own array: the message is `length` bytes from `offset`
/// @param samples ordinary samples in the message
/// @param histograms native histograms in the message
/// @param exemplars exemplars in the message
/// @param histogramsOff native histograms left out because they are not asked for
/// @param customBucketHistograms custom-bucket histograms left out because the message cannot carry
///   them
public record EncodedRequest(
    byte[] bytes,
    int offset,
    int length,
    int samples,
    int histograms,
    int exemplars,
    int histogramsOff,
    int customBucketHistograms) {}
