package io.tributary.metrics.scrape;

import io.tributary.cluster.sharing.Handed;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.net.scrape.ScrapeListener;
import io.tributary.wire.exposition.ExpositionFormat;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The series that a target had at its last scrape, as one agent hands them to another: an
/// exposition without its numbers.
///
/// ```
/// page := format:u8 (0 text, 1 OpenMetrics), text of the exposition, every value 0
/// ```
///
/// @param text with the padding behind `length` that readers need
record HandedPage(ExpositionFormat format, byte[] text, int length) {
  /// In the order of their numbers. Others cannot be told in text.
  private static final List<ExpositionFormat> FORMATS =
      List.of(ExpositionFormat.TEXT, ExpositionFormat.OPEN_METRICS);

  private static final byte[] NONE = new byte[0];

  /// Empty where the page cannot be told in text.
  static byte[] encode(@Nullable Page page) {
    int format = page == null ? -1 : FORMATS.indexOf(page.format());
    if (page == null || format < 0 || !page.matchable()) {
      return NONE;
    }
    byte[] text = page.unfolded().exposition();
    if (text.length >= Handed.MAX_PAGE_BYTES) {
      return NONE;
    }
    byte[] encoded = new byte[text.length + 1];
    encoded[0] = (byte) format;
    System.arraycopy(text, 0, encoded, 1, text.length);
    return encoded;
  }

  /// Null where there is none, or one of a version that knows more formats.
  static @Nullable HandedPage of(Handed handed) {
    byte[] page = handed.lastPage();
    if (page.length < 2
        || page.length > Handed.MAX_PAGE_BYTES
        || page[0] < 0
        || page[0] >= FORMATS.size()) {
      return null;
    }
    int length = page.length - 1;
    byte[] text = Arrays.copyOfRange(page, 1, page.length + ScrapeListener.PADDING);
    return new HandedPage(FORMATS.get(page[0]), text, length);
  }
}
