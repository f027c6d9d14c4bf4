package io.tributary.net.scrape;

import io.tributary.net.client.Urls;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Gunzip;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decodes the compressed pages of one target: in the loop, in the buffer that all channels share,
/// or beside it where they are large. Owned by the loop's thread.
final class PageDecoder {
  /// A page that turns out larger is decoded beside the loop.
  private static final int IN_LOOP_BYTES = 4 << 20;

  private static final Logger log = LoggerFactory.getLogger(PageDecoder.class);

  private final SelectorLoop loop;
  private final ScrapeEndpoint endpoint;
  private int lastPageBytes;

  PageDecoder(SelectorLoop loop, ScrapeEndpoint endpoint) {
    this.loop = loop;
    this.endpoint = endpoint;
  }

  /// The page of `body[0, length)`, valid until the next one is decoded; null where it is too large
  /// for the loop.
  @Nullable DecodedPage inLoop(byte[] body, int length) {
    if (lastPageBytes > IN_LOOP_BYTES) return null;
    int most = (int) Math.min(endpoint.effectiveBodyLimit() - 1, IN_LOOP_BYTES);
    var out = loop.decoded();
    try {
      out.reserve(Math.min(lastPageBytes + (lastPageBytes >> 5) + 1024, IN_LOOP_BYTES));
      loop.gunzip().decode(body, 0, length, most, out);
    } catch (Gunzip.TooLargeException e) {
      return most < IN_LOOP_BYTES ? DecodedPage.failed(ScrapeFailure.tooLarge(endpoint)) : null;
    } catch (WireException e) {
      return DecodedPage.malformed(e);
    } catch (RuntimeException e) {
      return broken(e);
    }
    int decoded = out.size();
    lastPageBytes = decoded;
    return new DecodedPage(out.reserve(ScrapeListener.PADDING), decoded, 0, null);
  }

  /// Decodes beside the loop and calls `then` in it, whatever happens. The body is given back to
  /// the loop's buffers, and the page's memory to the budget when `then` returns.
  void aside(byte[] body, int length, Consumer<DecodedPage> then) {
    int expected = lastPageBytes;
    loop.runAside(() -> {
      var decoded = decode(body, length, expected);
      loop.execute(() -> {
        loop.buffers().give(body);
        var failure = decoded.failure();
        boolean isBad = failure != null && failure.kind() == Kind.MALFORMED;
        if (!isBad) lastPageBytes = decoded.length();
        try {
          then.accept(decoded);
        } finally {
          loop.bodies().give(decoded.takenBytes());
        }
      });
    });
  }

  private DecodedPage decode(byte[] body, int length, int expected) {
    try (var gunzip = new Gunzip()) {
      return DecodedPage.of(gunzip, body, length, expected, endpoint, loop.bodies());
    } catch (RuntimeException e) {
      return broken(e);
    }
  }

  /// A decoder that breaks its promises costs its target this page, and nothing else.
  private DecodedPage broken(RuntimeException e) {
    log.error("BUG: the decoder of a page failed, target {}", Urls.brief(endpoint.url()), e);
    return DecodedPage.failed(
        new ScrapeFailure(Kind.MALFORMED, "cannot decode gzip body: internal error: " + e));
  }
}
