package io.tributary.net.client;

import io.tributary.net.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The answer to a call: complete, or, where the status is not 2xx or the head suffices, perhaps
/// with its body cut.
///
/// `url` is the one that answered, after redirects. The body is as it was sent: nothing decodes a
/// `Content-Encoding`.
@SuppressWarnings("ArrayRecordComponent") // handed over whole; responses are never compared
public record HttpResponse(
    int status, HttpHeaders headers, byte[] body, boolean isTruncated, URI url) {

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// The body read as UTF-8.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpResponse[" + status + ", " + body.length + " bytes]";
  }
}
