package io.tributary.dialects.yaml;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.text.Quoting;
import java.time.Duration;

/// Values as Go reads them where Prometheus has a grammar of its own.
public final class GoFields {
  private GoFields() {}

  /// A duration of hours and less; a bare number, which the original takes for nanoseconds, is an
  /// error.
  public static Duration duration(Fields fields, String key, Duration fallback) {
    return fields.parsed(
        key,
        fallback,
        Duration.ZERO,
        text -> {
          try {
            return GoDurations.parse(text);
          } catch (ConfigException e) {
            throw new ConfigException(
                "cannot unmarshal !!str " + Quoting.excerpt(text) + " into time.Duration", e);
          }
        },
        "a duration such as 90s, 1m30s or 12h; there are no days here");
  }
}
