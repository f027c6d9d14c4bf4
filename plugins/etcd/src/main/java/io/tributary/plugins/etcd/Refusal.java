package io.tributary.plugins.etcd;

import io.grpc.Status;

/// A request that failed, by the cause that the library tells.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(Throwable cause) {
    super(cause);
  }

  Status.Code code() {
    return Status.fromThrowable(this).getCode();
  }

  /// Whether etcd's own words, somewhere among the causes, have these.
  boolean says(String words) {
    return Reason.of(this).contains(words);
  }
}
