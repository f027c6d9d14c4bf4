package io.tributary.runtime.content;

import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.Map;

/// The arguments of `import.file` and `module.file`.
///
/// Source: grafana/alloy `importsource/import_file.go`; grafana/agent `component/local/file`.
public record FileArguments(
    String filename, Detector detector, Duration pollFrequency, boolean isSecret) {
  /// How a change is noticed.
  public enum Detector {
    FSNOTIFY,
    POLL
  }

  private static final Map<String, Detector> DETECTORS =
      Map.of("fsnotify", Detector.FSNOTIFY, "poll", Detector.POLL);

  static final ArgumentsCodec<FileArguments> CODEC =
      ArgumentsCodec.of(block -> decode(block, false), FileArguments::describe);

  /// With what `module.file` has of `local.file`.
  static final ArgumentsCodec<FileArguments> MODULE_CODEC =
      ArgumentsCodec.of(
          block -> decode(block, block.attribute("is_secret").bool(false)),
          FileArguments::describe);

  private static FileArguments decode(BlockReader block, boolean isSecret) {
    var pollFrequency = block.attribute("poll_frequency");
    Duration every = pollFrequency.duration(Duration.ofMinutes(1));
    if (!every.isPositive()) {
      pollFrequency.error("poll_frequency must be greater than 0");
    }
    return new FileArguments(
        block.required("filename").text(""),
        block.attribute("detector").choice(Detector.FSNOTIFY, DETECTORS),
        every,
        isSecret);
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
