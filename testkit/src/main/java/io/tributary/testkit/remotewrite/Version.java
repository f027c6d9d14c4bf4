package io.tributary.testkit.remotewrite;

/// The two remote-write messages, by what stands in the `Content-Type` header.
public enum Version {
  /// `prometheus.WriteRequest`.
  V1,
  /// `io.prometheus.write.v2.Request`.
  V2
}
