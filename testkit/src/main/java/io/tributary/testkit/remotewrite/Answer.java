package io.tributary.testkit.remotewrite;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the receiver does with one request: what it stores, and what it says.
///
/// ```java
/// receiver.script(Answer.status(503).withHeader("Retry-After", "1"), Answer.reset(), Answer.ok());
/// ```
///
/// @param kind how the connection is treated
/// @param stores whether the samples count as delivered; a success stores, everything else does
///   not, unless [#storing()] says that the receiver took the data and only the answer went wrong
/// @param writtenCounts whether the `X-Prometheus-Remote-Write-*-Written` headers are set
/// @param bodyBytes how many bytes of `x` follow `body`; may be far more than fits in memory
/// @param delay how long the receiver waits before it answers
public record Answer(
    Kind kind,
    int status,
    boolean stores,
    boolean writtenCounts,
    List<Map.Entry<String, String>> headers,
    String body,
    long bodyBytes,
    Duration delay) {

  /// How the connection is treated.
  public enum Kind {
    /// An HTTP response.
    RESPONSE,
    /// Nothing is ever said; the connection stays open until the sender or the receiver closes it.
    HANG,
    /// The connection is reset (RST) without an answer.
    RESET,
    /// `body` is written raw instead of an HTTP response, then the connection is closed.
    RAW,
    /// The response's head is sent and promises more body than ever comes; then as [#HANG].
    STALL,
    /// The response's head and `body` are sent and promise more, then the connection is reset.
    BREAK,
    /// A status line, and then header after header until the sender has had enough.
    ENDLESS_HEAD,
    /// An HTTP response, a byte at a time, with `delay` before each.
    DRIP
  }

  public Answer {
    headers = List.copyOf(headers);
  }

  /// 204, stored, with correct written-count headers.
  public static Answer ok() {
    return status(204);
  }

  public static Answer status(int status) {
    boolean success = status / 100 == 2;
    return new Answer(Kind.RESPONSE, status, success, success, List.of(), "", 0, Duration.ZERO);
  }

  public static Answer hang() {
    return failing(Kind.HANG, "");
  }

  public static Answer reset() {
    return failing(Kind.RESET, "");
  }

  /// Bytes that are no HTTP response.
  public static Answer garbage(String bytes) {
    return failing(Kind.RAW, bytes);
  }

  public static Answer stall() {
    return failing(Kind.STALL, "");
  }

  /// The head of an answer, and a reset where its body should be.
  public static Answer broken(int status) {
    return new Answer(Kind.BREAK, status, false, false, List.of(), "", 0, Duration.ZERO);
  }

  public static Answer endlessHead() {
    return failing(Kind.ENDLESS_HEAD, "");
  }

  /// 204, so slowly that nobody waits for it.
  public static Answer drip(Duration perByte) {
    return new Answer(Kind.DRIP, 204, false, false, List.of(), "", 0, perByte);
  }

  private static Answer failing(Kind kind, String body) {
    return new Answer(kind, 200, false, false, List.of(), body, 0, Duration.ZERO);
  }

  /// The receiver keeps the samples, whatever it answers.
  public Answer storing() {
    return new Answer(kind, status, true, writtenCounts, headers, body, bodyBytes, delay);
  }

  /// The receiver throws the samples away, whatever it answers.
  public Answer discarding() {
    return new Answer(kind, status, false, writtenCounts, headers, body, bodyBytes, delay);
  }

  /// As a receiver of before 2.0, which says nothing about what it wrote.
  public Answer withoutWrittenCounts() {
    return new Answer(kind, status, stores, false, headers, body, bodyBytes, delay);
  }

  public Answer withHeader(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Answer(kind, status, stores, writtenCounts, more, body, bodyBytes, delay);
  }

  public Answer withRetryAfter(String value) {
    return withHeader("Retry-After", value);
  }

  public Answer withBody(String text) {
    return new Answer(kind, status, stores, writtenCounts, headers, text, bodyBytes, delay);
  }

  public Answer withBodyBytes(long bytes) {
    return new Answer(kind, status, stores, writtenCounts, headers, body, bytes, delay);
  }

  public Answer after(Duration wait) {
    return new Answer(kind, status, stores, writtenCounts, headers, body, bodyBytes, wait);
  }

  byte[] rawBody() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
