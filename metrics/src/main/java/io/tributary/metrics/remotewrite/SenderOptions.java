package io.tributary.metrics.remotewrite;

/// What applies to all destinations and has no place in a Prometheus configuration.
///
/// @param userAgent of all requests
/// @param readAheadBytes most memory that the samples of one destination take on their way: how
///   much backlog is read ahead to be sent series by series
/// @param isolateRejected whether a batch that the receiver refuses as invalid is sent again in
///   halves, to lose no more than the offending samples. The specification forbids to repeat a
///   refused request, so it is off unless asked for
/// @param templateBytes most memory for prepared requests, for each protocol version
public record SenderOptions(
    String userAgent, long readAheadBytes, boolean isolateRejected, long templateBytes) {
  public static final long DEFAULT_READ_AHEAD_BYTES = 16L << 20;

  public static SenderOptions defaults(String userAgent) {
    return new SenderOptions(
        userAgent,
        DEFAULT_READ_AHEAD_BYTES,
        false,
        io.tributary.wire.remotewrite.TemplateCache.DEFAULT_MAX_BYTES);
  }

  public SenderOptions withReadAheadBytes(long bytes) {
    return new SenderOptions(userAgent, bytes, isolateRejected, templateBytes);
  }

  public SenderOptions withIsolateRejected(boolean isolate) {
    return new SenderOptions(userAgent, readAheadBytes, isolate, templateBytes);
  }
}
