package io.tributary.metrics.remotewrite;

import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;

/// The way to one destination's host. Redirects are answers, not followed.
///
/// One call at a time; [#close] from another thread ends it.
interface Transport extends AutoCloseable {
  /// Most bytes that are kept of an answer's body.
  int MAX_BODY_BYTES = 4 << 10;

  /// Posts the first `length` bytes of `body` and waits for the whole answer; any status is an
  /// answer. `timeout` covers everything.
  HttpResponse post(URI url, byte[] body, int length, HttpHeaders headers, Duration timeout)
      throws HttpCallException, InterruptedException;

  @Override
  void close();

  /// Makes a transport; each shard has one of its own.
  interface Factory {
    Transport open();
  }
}
