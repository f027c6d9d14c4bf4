package io.tributary.metrics.remotewrite;

import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpResponse;

/// The way to one destination's host. Redirects are answers, not followed.
///
/// One call at a time; [#close] from another thread ends it.
interface Transport extends AutoCloseable {
  /// Sends the call and waits for the answer; any status is one. The call's timeout covers
  /// everything.
  HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException;

  @Override
  void close();

  /// Makes a transport; each shard has one of its own.
  interface Factory {
    Transport open();
  }
}
