package io.tributary.net.grpc;

import io.tributary.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/// A call as its method sees it.
///
/// @param metadata headers of the request
/// @param timeout how long the caller waits, counted from when the call came
@SuppressWarnings("ArrayRecordComponent") // handed over whole; never compared
public record GrpcCall(byte[] message, HttpHeaders metadata, Optional<Duration> timeout) {
  /// Answers calls; blocking is fine, each has a virtual thread of its own.
  @FunctionalInterface
  public interface Method {
    /// Answers the message, or throws [GrpcException] with the status that the caller is to see.
    byte[] answer(GrpcCall call) throws GrpcException, InterruptedException;
  }
}
