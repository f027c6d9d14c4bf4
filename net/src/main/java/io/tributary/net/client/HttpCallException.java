package io.tributary.net.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// No answer, or none that could be used. The message names the URL without credentials.
public final class HttpCallException extends IOException {
  /// What went wrong, for those who treat one class differently from another.
  public enum Kind {
    /// The name could not be resolved, or the connection was refused, or a proxy refused it.
    CONNECT,
    TIMEOUT,
    /// The TLS handshake failed, or certificates could not be read.
    TLS,
    /// Credentials could not be read, or no token was granted.
    CREDENTIALS,
    /// The connection broke before the answer was complete.
    CLOSED,
    /// The answer is not HTTP, or its head is too large.
    MALFORMED,
    /// The body is longer than allowed.
    BODY_SIZE,
    /// More redirects than are followed, or one to a URL that cannot be called.
    REDIRECT
  }

  private final Kind kind;

  public HttpCallException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
