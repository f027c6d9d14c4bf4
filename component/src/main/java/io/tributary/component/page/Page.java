package io.tributary.component.page;

import java.nio.charset.StandardCharsets;

/// An answer. The array is handed over.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Page(int status, String contentType, byte[] body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  public static final Page NOT_FOUND = text(404, "404 page not found\n");

  public static Page of(String contentType, byte[] body) {
    return new Page(200, contentType, body);
  }

  public static Page text(int status, String text) {
    return new Page(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }
}
