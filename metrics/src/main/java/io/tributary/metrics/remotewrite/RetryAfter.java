package io.tributary.metrics.remotewrite;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a receiver asks us to wait, in seconds or as a date.
///
/// The specification leaves it to the sender whether to heed the wish, and peers follow whatever it
/// says. Here it is followed up to [#LONGEST]: a mistake at the receiver must not silence an agent
/// for years while its budget runs out. What was asked for and not given is logged.
///
/// Source: RFC 9110, section 10.2.3; remote-write specification 2.0, "Retries & Backoff".
final class RetryAfter {
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /// Empty where the header is absent, unreadable, or in the past; not cut to [#LONGEST].
  static Optional<Duration> parse(@Nullable String header, long nowMs) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    Duration wait = isNumber(text) ? seconds(text) : date(text, nowMs);
    return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(wait);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Duration seconds(String digits) {
    // A number that no long holds stands for the largest that one does.
    return Duration.ofSeconds(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
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
