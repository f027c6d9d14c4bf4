package io.tributary.net.scrape;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where one target is and what to ask of it, fixed for the life of a channel.
///
/// `url` is complete: scheme `http` or `https`, address, path and query. `unixSocket` is the socket
/// to dial instead of the address. `headers` are the request's own (Accept, Accept-Encoding,
/// User-Agent, X-Prometheus-Scrape-Timeout-Seconds); Host, credentials and `http_headers` are added
/// by the transport. A decoded body that reaches `bodySizeLimit` bytes fails; 0 is no limit but
/// [#IMPLICIT_BODY_LIMIT].
public record ScrapeEndpoint(
    URI url, @Nullable Path unixSocket, List<Header> headers, long bodySizeLimit) {

  /// Bound of a decoded body where the configuration sets none, so that no target can take all
  /// memory: an eighth of the largest heap in whole mebibytes, at most 256 MiB; or the system
  /// property `tributary.scrape.body-limit` in bytes.
  public static final long IMPLICIT_BODY_LIMIT =
      Long.getLong(
          "tributary.scrape.body-limit",
          Math.clamp(Runtime.getRuntime().maxMemory() >> 23, 4, 256) << 20);

  public ScrapeEndpoint {
    headers = List.copyOf(headers);
  }

  public record Header(String name, String value) {}

  /// The bound that is enforced: a body of this many bytes is too large already.
  public long effectiveBodyLimit() {
    return bodySizeLimit > 0 ? bodySizeLimit : IMPLICIT_BODY_LIMIT;
  }
}
