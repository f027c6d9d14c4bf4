package io.tributary.net.server;

/// Hears of every request that was answered; for metrics. Called on the request's thread.
@FunctionalInterface
public interface RequestObserver {
  RequestObserver NONE = (handler, method, status, nanos, bytes) -> {};

  /// `handler` is the route's metric name, empty where no route matched; `responseBytes` is the
  /// size of the body as it was sent, compressed where it was.
  void answered(String handler, String method, int status, long nanos, long responseBytes);
}
