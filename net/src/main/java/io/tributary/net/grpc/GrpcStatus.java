package io.tributary.net.grpc;

import java.util.Arrays;

/// How a call ended.
///
/// Source: gRPC `doc/statuscodes.md`.
public enum GrpcStatus {
  OK(0),
  CANCELLED(1),
  UNKNOWN(2),
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  NOT_FOUND(5),
  ALREADY_EXISTS(6),
  PERMISSION_DENIED(7),
  RESOURCE_EXHAUSTED(8),
  FAILED_PRECONDITION(9),
  ABORTED(10),
  OUT_OF_RANGE(11),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14),
  DATA_LOSS(15),
  UNAUTHENTICATED(16);

  private final int number;

  GrpcStatus(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// `UNKNOWN` for what is no status.
  static GrpcStatus parse(String number) {
    try {
      int value = Integer.parseInt(number);
      return Arrays.stream(values())
          .filter(status -> status.number == value)
          .findFirst()
          .orElse(UNKNOWN);
    } catch (NumberFormatException _) {
      return UNKNOWN;
    }
  }

  /// What an answer means that is none of gRPC.
  ///
  /// Source: gRPC `doc/http-grpc-status-mapping.md`.
  static GrpcStatus ofHttp(int status) {
    return switch (status) {
      case 400 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> UNIMPLEMENTED;
      case 429, 502, 503, 504 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }
}
