package io.tributary.net.grpc;

import java.io.IOException;

/// A call that did not end well, on either side of it.
public final class GrpcException extends IOException {
  private static final long serialVersionUID = 1L;

  private final GrpcStatus status;

  public GrpcException(GrpcStatus status, String message) {
    super(message);
    this.status = status;
  }

  public GrpcException(GrpcStatus status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  public GrpcStatus status() {
    return status;
  }
}
