package io.tributary.agent.agentctl;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as Go prints them: `2024-01-02 03:04:05.678 +0000 UTC`, without a fraction that is zero.
final class GoTimes {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private GoTimes() {}

  static String print(long ms) {
    Instant time = Instant.ofEpochMilli(ms);
    long millis = Math.floorMod(ms, 1_000L);
    String fraction = millis == 0 ? "" : ".%03d".formatted(millis).replaceAll("0+$", "");
    return SECONDS.format(time) + fraction + " +0000 UTC";
  }
}
