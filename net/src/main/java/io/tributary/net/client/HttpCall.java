package io.tributary.net.client;

import io.tributary.net.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/// One request: what to send, and the bounds of the answer.
///
/// `body` is not copied: bytes `bodyFrom` to `bodyFrom + bodyLength` must stay as they are until
/// the call returns. `timeout` covers everything from name resolution to the last byte of the
/// answer. An answer with status 2xx whose body is longer than `maxBodyBytes` fails; of any other
/// answer at most `maxErrorBytes` are kept. Where `headSuffices`, an answer is one as soon as its
/// head is there: a body that is too long, late or broken is cut, whatever the status.
public record HttpCall(
    String method,
    URI url,
    HttpHeaders headers,
    byte[] body,
    int bodyFrom,
    int bodyLength,
    Duration timeout,
    int maxBodyBytes,
    int maxErrorBytes,
    boolean headSuffices) {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  public static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;
  public static final int DEFAULT_MAX_ERROR_BYTES = 4 << 10;

  private static final byte[] NO_BODY = new byte[0];

  public HttpCall {
    Objects.checkFromIndexSize(bodyFrom, bodyLength, body.length);
  }

  public static HttpCall get(URI url) {
    return of("GET", url, NO_BODY, 0, 0);
  }

  public static HttpCall post(URI url, String contentType, byte[] body) {
    return post(url, contentType, body, 0, body.length);
  }

  public static HttpCall post(URI url, String contentType, byte[] body, int from, int length) {
    return of("POST", url, body, from, length).withHeader("Content-Type", contentType);
  }

  public static HttpCall of(String method, URI url, byte[] body, int from, int length) {
    return new HttpCall(
        method,
        url,
        HttpHeaders.EMPTY,
        body,
        from,
        length,
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_BODY_BYTES,
        DEFAULT_MAX_ERROR_BYTES,
        false);
  }

  public HttpCall withHeader(String name, String value) {
    return withHeaders(headers.with(name, value));
  }

  public HttpCall withHeaders(HttpHeaders newHeaders) {
    return new HttpCall(
        method,
        url,
        newHeaders,
        body,
        bodyFrom,
        bodyLength,
        timeout,
        maxBodyBytes,
        maxErrorBytes,
        headSuffices);
  }

  public HttpCall withTimeout(Duration newTimeout) {
    return new HttpCall(
        method,
        url,
        headers,
        body,
        bodyFrom,
        bodyLength,
        newTimeout,
        maxBodyBytes,
        maxErrorBytes,
        headSuffices);
  }

  public HttpCall withMaxBodyBytes(int bytes) {
    return new HttpCall(
        method,
        url,
        headers,
        body,
        bodyFrom,
        bodyLength,
        timeout,
        bytes,
        maxErrorBytes,
        headSuffices);
  }

  public HttpCall withMaxErrorBytes(int bytes) {
    return new HttpCall(
        method,
        url,
        headers,
        body,
        bodyFrom,
        bodyLength,
        timeout,
        maxBodyBytes,
        bytes,
        headSuffices);
  }

  /// For a caller to whom the body is a remark: at most `bytes` of it are kept, and only its first
  /// moments are waited for.
  public HttpCall withBodyAsRemark(int bytes) {
    return new HttpCall(
        method, url, headers, body, bodyFrom, bodyLength, timeout, bytes, bytes, true);
  }

  /// Method and URL; the URL without credentials and query.
  @Override
  public String toString() {
    return method + " " + Urls.brief(url);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
