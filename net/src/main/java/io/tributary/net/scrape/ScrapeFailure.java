package io.tributary.net.scrape;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.memory.MemoryBudget;
import io.tributary.net.http.HttpStatus;

/// Why a page could not be fetched. `status` is 0 unless an answer with another status than 200
/// came.
public record ScrapeFailure(Kind kind, String message, int status) {
  /// Classes of failure, for counting and for the size that is reported of the body.
  public enum Kind {
    /// The name could not be resolved, or the connection was refused.
    CONNECT,
    /// Connecting, headers and body together took longer than allowed.
    TIMEOUT,
    /// An answer with a status other than 200.
    STATUS,
    /// The decoded body reaches the limit.
    BODY_SIZE,
    /// The body would take more memory than is left for bodies.
    MEMORY,
    /// The answer is not HTTP, or its compressed body is damaged.
    MALFORMED,
    /// The connection broke before the answer was complete.
    CLOSED,
    /// The TLS handshake failed.
    TLS,
    /// Credentials could not be read or obtained.
    CREDENTIALS
  }

  public ScrapeFailure(Kind kind, String message) {
    this(kind, message, 0);
  }

  /// The decoded body reaches the limit of its target.
  static ScrapeFailure tooLarge(ScrapeEndpoint endpoint) {
    return new ScrapeFailure(
        Kind.BODY_SIZE,
        endpoint.bodySizeLimit() > 0
            ? "body size limit exceeded"
            : "body size limit exceeded: without a body_size_limit, %s fit this process's memory"
                .formatted(ByteSizes.format(ScrapeEndpoint.IMPLICIT_BODY_LIMIT)));
  }

  /// Other bodies have the memory that this one needs.
  public static ScrapeFailure noMemory(MemoryBudget bodies) {
    return new ScrapeFailure(
        Kind.MEMORY,
        "not enough memory for the body: all bodies together may have %s"
            .formatted(ByteSizes.format(bodies.totalBytes())));
  }

  /// An answer with a status other than 200.
  static ScrapeFailure status(int status) {
    return new ScrapeFailure(
        Kind.STATUS, "server returned HTTP status " + HttpStatus.describe(status), status);
  }
}
