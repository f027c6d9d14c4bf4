package io.tributary.metrics.scrape;

import io.tributary.metrics.scrape.page.PageReader;
import io.tributary.metrics.scrape.page.ReadPage;
import org.jspecify.annotations.Nullable;

/// What came of reading a body: a page, or a message and how far the reader got.
record Reading(
    @Nullable ReadPage page, String error, boolean lacksMemory, int rows, int kept, int series) {

  static Reading of(ReadPage page) {
    return new Reading(page, "", false, 0, 0, 0);
  }

  static Reading refused(RuntimeException e, PageReader reader) {
    return new Reading(
        null,
        String.valueOf(e.getMessage()),
        false,
        reader.rowsRead(),
        reader.rowsKept(),
        reader.seriesKept());
  }

  static Reading refusedForMemory(int bytes) {
    return new Reading(
        null,
        "not enough memory to read a page of %d bytes that differs from the one before"
            .formatted(bytes),
        true,
        0,
        0,
        0);
  }
}
