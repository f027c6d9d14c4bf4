package io.tributary.bench.agents;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is raced over: a fleet, how often it is scraped, and how the agents forward.
///
/// @param mode similar, different or churn, see the fleet
/// @param protocol the remote-write version that agents are asked for, where they have the choice
public record Course(
    String mode, int targets, int seriesPerTarget, Duration interval, boolean gzip, int protocol) {
  private static final Pattern FLEET =
      Pattern.compile("(similar|different|churn)-(\\d+)x(\\d+)@(\\d+)(ms|s)");

  /// Reads `similar-100x1000@1s`: mode, targets, series of each, interval.
  public static Course parse(String fleet, boolean gzip, int protocol) {
    Matcher parts = FLEET.matcher(fleet);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "cannot read fleet '" + fleet + "', expected something like similar-100x1000@1s");
    }
    long number = Long.parseLong(parts.group(4));
    return new Course(
        parts.group(1),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)),
        parts.group(5).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number),
        gzip,
        protocol);
  }

  public List<String> fleetArguments() {
    return List.of(
        "--mode=" + mode,
        "--targets=" + targets,
        "--series=" + seriesPerTarget,
        "--gzip=" + (gzip ? "on" : "off"));
  }

  public long series() {
    return (long) targets * seriesPerTarget;
  }

  String intervalText() {
    return interval.toMillis() % 1000 == 0
        ? interval.toSeconds() + "s"
        : interval.toMillis() + "ms";
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s-%dx%d@%s %s rw%d",
        mode,
        targets,
        seriesPerTarget,
        intervalText(),
        gzip ? "gzip" : "identity",
        protocol);
  }
}
