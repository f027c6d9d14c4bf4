package io.tributary.discovery.local;

import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.Map;

/// The arguments of `local.file`.
///
/// Source: grafana/alloy `internal/component/local/file`, `internal/filedetector`.
record LocalFileArguments(
    String filename, Detector detector, Duration pollFrequency, boolean isSecret) {
  static final ArgumentsCodec<LocalFileArguments> CODEC =
      ArgumentsCodec.of(LocalFileArguments::decode, LocalFileArguments::describe);

  private static final Map<String, Detector> DETECTORS =
      Map.of("", Detector.FSNOTIFY, "fsnotify", Detector.FSNOTIFY, "poll", Detector.POLL);

  /// How a change is noticed. With both, the file is read again at intervals.
  enum Detector {
    FSNOTIFY,
    POLL
  }

  private static LocalFileArguments decode(BlockReader block) {
    AttributeReader pollFrequency = block.attribute("poll_frequency");
    Duration every = pollFrequency.duration(Duration.ofMinutes(1));
    if (!every.isPositive()) {
      pollFrequency.error("poll_frequency must be greater than 0");
    }
    return new LocalFileArguments(
        block.required("filename").text(""),
        detector(block.attribute("detector")),
        every,
        block.attribute("is_secret").bool(false));
  }

  private static Detector detector(AttributeReader attribute) {
    String name = attribute.text("");
    Detector detector = DETECTORS.get(name);
    if (detector == null) {
      attribute.error("unrecognized detector \"" + name + "\", expected fsnotify or poll");
      return Detector.FSNOTIFY;
    }
    return detector;
  }

  private Body describe() {
    return Body.builder()
        .attr("filename", filename)
        .attr("detector", detector == Detector.POLL ? "poll" : "fsnotify")
        .attr("poll_frequency", GoDurations.format(pollFrequency))
        .attr("is_secret", Value.of(isSecret))
        .build();
  }
}
