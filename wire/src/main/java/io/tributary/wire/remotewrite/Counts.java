package io.tributary.wire.remotewrite;

/// What went into the message under construction, and what was left out.
final class Counts {
  int samples;
  int histograms;
  int exemplars;
  int histogramsOff;
  int customBucketHistograms;

  void clear() {
    samples = 0;
    histograms = 0;
    exemplars = 0;
    histogramsOff = 0;
    customBucketHistograms = 0;
  }

  EncodedRequest request(byte[] bytes, int offset, int length) {
    return new EncodedRequest(
        bytes,
        offset,
        length,
        samples,
        histograms,
        exemplars,
        histogramsOff,
        customBucketHistograms);
  }
}
