package io.tributary.net.scrape;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.memory.MemoryBudget;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Gunzip;
import org.jspecify.annotations.Nullable;

/// What came of decoding a body of its own, away from the loop's buffers: a page in memory that was
/// taken from the budget, or why there is none.
///
/// Memory is taken in doubling steps, so that a bomb meets its limit, or the budget's, having taken
/// little more than it was entitled to.
record DecodedPage(byte[] page, int length, long takenBytes, @Nullable ScrapeFailure failure) {
  private static final byte[] NOTHING = new byte[0];

  /// Decodes `body[0, length)`. `expected` is what the last page took, 0 where there was none.
  static DecodedPage of(
      Gunzip gunzip,
      byte[] body,
      int length,
      int expected,
      ScrapeEndpoint endpoint,
      MemoryBudget bodies) {
    // A body that reaches the limit is too large already.
    int most = (int) Math.min(endpoint.effectiveBodyLimit(), BodyBuffers.MAX_BYTES - 64L) - 1;
    long room = Math.clamp(Math.max(expected + (expected >> 4), 4L * length), 1024, most);
    while (true) {
      if (!bodies.take(room + ScrapeListener.PADDING)) {
        return failed(ScrapeFailure.noMemory(bodies));
      }
      boolean isKept = false;
      try {
        var out = new ByteSink((int) room + ScrapeListener.PADDING);
        gunzip.decode(body, 0, length, (int) room, out);
        isKept = true;
        return new DecodedPage(out.array(), out.size(), room + ScrapeListener.PADDING, null);
      } catch (Gunzip.TooLargeException e) {
        if (room >= most) return failed(ScrapeFailure.tooLarge(endpoint));
      } catch (WireException e) {
        return malformed(e);
      } finally {
        if (!isKept) bodies.give(room + ScrapeListener.PADDING);
      }
      room = Math.min(2 * room, most);
    }
  }

  static DecodedPage malformed(WireException e) {
    return failed(new ScrapeFailure(Kind.MALFORMED, "cannot decode gzip body: " + e.getMessage()));
  }

  static DecodedPage failed(ScrapeFailure failure) {
    return new DecodedPage(NOTHING, 0, 0, failure);
  }
}
