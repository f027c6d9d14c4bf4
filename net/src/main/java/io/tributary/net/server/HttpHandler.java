package io.tributary.net.server;

/// Answers requests; blocking is fine, each request has a virtual thread of its own.
@FunctionalInterface
public interface HttpHandler {
  /// Whatever is thrown becomes a 500 whose text says no more than that; the cause is logged.
  Response handle(Request request) throws Exception;
}
