package io.tributary.net.scrape;

/// Where a [LoopChannel] is, and what it is doing then, in words for a timeout.
enum LoopState {
  IDLE("waiting"),
  PREPARING("reading credentials"),
  RESOLVING("resolving the name"),
  CONNECTING("connecting"),
  SENDING("sending the request"),
  HEAD("waiting for the answer"),
  LENGTH_BODY("reading the body"),
  CHUNKED_BODY("reading the body"),
  ENDLESS_BODY("reading the body"),
  DECODING("decoding the body"),
  DELEGATED("waiting"),
  CLOSED("waiting");

  private final String phase;

  LoopState(String phase) {
    this.phase = phase;
  }

  String phase() {
    return phase;
  }
}
