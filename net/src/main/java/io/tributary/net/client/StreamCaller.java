package io.tributary.net.client;

import java.io.IOException;
import java.io.InputStream;

/// Makes HTTP requests whose answers may be read while they arrive.
public interface StreamCaller extends HttpCaller {
  /// Sends the call and returns as soon as the head of the answer is there; for watches and
  /// streams.
  ///
  /// The call's timeout bounds the wait for the head, and after it each silence of the body.
  /// `maxBodyBytes` does not apply: the reader bounds what it keeps.
  Stream open(HttpCall call) throws HttpCallException, InterruptedException;

  /// An answer whose body is still arriving.
  interface Stream extends AutoCloseable {
    /// Status, headers and URL; its body is empty.
    HttpResponse head();

    /// The body. Reading throws where the connection breaks or stays silent for too long.
    InputStream body();

    /// Abandons what has not been read.
    @Override
    void close() throws IOException;
  }
}
