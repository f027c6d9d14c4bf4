package io.tributary.net.client;

/// Makes HTTP requests with one set of settings; blocks, so call it on a virtual thread.
///
/// Safe for any number of threads. Connections are kept alive and shared.
public interface HttpCaller extends AutoCloseable {
  /// Sends the call and waits for the whole answer. Any status is an answer; only the lack of one
  /// throws. Interrupting the thread aborts the call.
  HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException;

  /// Closes all connections; calls under way fail.
  @Override
  void close();
}
