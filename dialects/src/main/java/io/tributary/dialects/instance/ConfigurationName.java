package io.tributary.dialects.instance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What a configuration may be called: its name is a key of the store, a segment of URLs and part
/// of a path in the data directory. The original takes any name, also those that lead out of its
/// directory.
public final class ConfigurationName {
  /// In UTF-8. Consul's keys have 512 at most, with the prefix.
  public static final int MOST_BYTES = 400;

  private ConfigurationName() {}

  /// What is wrong with a name; empty where nothing is.
  public static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("missing instance name");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.of("a name must not have more than " + MOST_BYTES + " bytes");
    }
    if (name.codePoints().anyMatch(ConfigurationName::isRefused)) {
      return Optional.of("a name must not have control characters or parts of characters");
    }
    boolean leadsAway =
        Arrays.stream(name.split("/", -1))
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    return leadsAway
        ? Optional.of("between slashes, a name must have something other than . and ..")
        : Optional.empty();
  }

  private static boolean isRefused(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
