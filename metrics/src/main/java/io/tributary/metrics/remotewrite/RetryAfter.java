package io.tributary.metrics.remotewrite;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a receiver asks us to wait.
///
/// Source: RFC 9110, section 10.2.3.
final class RetryAfter {
  /// Whatever the receiver says, no longer than this: a typo there must not silence us for years.
  static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  /// Empty where the header is absent, unreadable, or in the past.
  static Optional<Duration> parse(@Nullable String header, long nowMs) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    Duration wait = isNumber(text) ? seconds(text) : date(text, nowMs);
    if (wait.isNegative() || wait.isZero()) {
      return Optional.empty();
    }
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Duration seconds(String digits) {
    // More digits than a long has are more than the longest wait.
    return digits.length() > 18 ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Duration date(String text, long nowMs) {
    try {
      long atMs =
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli();
      return Duration.ofMillis(atMs - nowMs);
    } catch (DateTimeException | ArithmeticException _) {
      return Duration.ZERO;
    }
  }
}
