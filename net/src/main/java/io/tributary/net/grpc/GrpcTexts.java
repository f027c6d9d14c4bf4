package io.tributary.net.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// What gRPC writes into headers.
///
/// Source: gRPC `doc/PROTOCOL-HTTP2.md`.
final class GrpcTexts {
  private static final String DIGITS = "0123456789ABCDEF";
  private static final int MAX_MESSAGE_BYTES = 1024;

  private GrpcTexts() {}

  /// `grpc-message`: UTF-8, with all that is not plain ASCII percent-encoded. Cut where it is long.
  static String encode(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    var text = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, MAX_MESSAGE_BYTES); i++) {
      int one = bytes[i] & 0xff;
      if (one >= ' ' && one <= '~' && one != '%') {
        text.append((char) one);
      } else {
        text.append('%').append(DIGITS.charAt(one >> 4)).append(DIGITS.charAt(one & 15));
      }
    }
    return text.toString();
  }

  /// What is not encoded as it should be stays as it is.
  static String decode(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low < 0) {
        bytes.write(c);
      } else {
        bytes.write(high << 4 | low);
        i += 2;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// `grpc-timeout`: at most eight digits and a unit.
  static String timeout(Duration timeout) {
    long ms = Math.max(1, timeout.toMillis());
    return ms < 100_000_000 ? ms + "m" : Math.min(99_999_999, ms / 1000) + "S";
  }

  /// Empty where the text is none.
  static Optional<Duration> timeout(String text) {
    if (!text.matches("[0-9]{1,8}[HMSmun]")) {
      return Optional.empty();
    }
    long value = Long.parseLong(text.substring(0, text.length() - 1));
    return Optional.of(
        switch (text.charAt(text.length() - 1)) {
          case 'H' -> Duration.ofHours(value);
          case 'M' -> Duration.ofMinutes(value);
          case 'S' -> Duration.ofSeconds(value);
          case 'm' -> Duration.ofMillis(value);
          case 'u' -> Duration.ofNanos(1000 * value);
          default -> Duration.ofNanos(value);
        });
  }
}
