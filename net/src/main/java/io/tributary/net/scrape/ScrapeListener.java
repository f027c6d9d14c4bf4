package io.tributary.net.scrape;

import org.jspecify.annotations.Nullable;

/// What became of a fetch. Called on the thread of the target's loop.
public interface ScrapeListener {
  /// Room behind the body, so that wide loads near its end stay inside the array.
  int PADDING = 16;

  /// The page, status 200, decoded. `body` belongs to the loop and is only valid during the call;
  /// bytes 0 to `length - 1` are the page, at least [#PADDING] more bytes of any content follow.
  ///
  /// `contentType` is the header's value, null where it is missing; the same text is the same
  /// object from one fetch of a target to the next. `wireBytes` is the size of the body as it was
  /// received.
  void onBody(byte[] body, int length, @Nullable String contentType, int wireBytes);

  /// No page: the reason is worded for the target's last error.
  void onFailure(ScrapeFailure failure);
}
