package io.tributary.component.block;

import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.Map;

/// The arguments of whatever follows a file: `local.file`, `import.file`, `module.file`.
///
/// Source: grafana/alloy `internal/component/local/file`, `internal/filedetector`,
/// `importsource/import_file.go`.
public record FileArguments(
    String filename, Detector detector, Duration pollFrequency, boolean isSecret) {
  /// How a change is noticed. With both, the file is read again at intervals.
  public enum Detector {
    FSNOTIFY,
    POLL
  }

  private static final Map<String, Detector> DETECTORS =
      Map.of("", Detector.FSNOTIFY, "fsnotify", Detector.FSNOTIFY, "poll", Detector.POLL);

  /// Where the content is a configuration, and no secret.
  public static final ArgumentsCodec<FileArguments> CODEC =
      ArgumentsCodec.of(block -> decode(block, false), FileArguments::describe);

  /// With `is_secret`.
  public static final ArgumentsCodec<FileArguments> SECRET_CODEC =
      ArgumentsCodec.of(
          block -> decode(block, block.attribute("is_secret").bool(false)),
          FileArguments::describe);

  private static FileArguments decode(BlockReader block, boolean isSecret) {
    AttributeReader pollFrequency = block.attribute("poll_frequency");
    Duration every = pollFrequency.duration(Duration.ofMinutes(1));
    if (!every.isPositive()) {
      pollFrequency.error("poll_frequency must be greater than 0");
    }
    return new FileArguments(
        block.required("filename").text(""),
        detector(block.attribute("detector")),
        every,
        isSecret);
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
