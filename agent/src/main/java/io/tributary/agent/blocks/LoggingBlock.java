package io.tributary.agent.blocks;

import io.tributary.agent.logging.LogFormat;
import io.tributary.agent.logging.Logging;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import io.tributary.runtime.ConfigBlock;
import java.util.List;
import java.util.Map;

/// The block `logging`. Level and format hold from the moment that it is evaluated; what was logged
/// before has waited for it.
///
/// Source: grafana/alloy `internal/runtime/logging/options.go`.
final class LoggingBlock {
  /// As the configuration says it.
  record Settings(String level, LogFormat format) {}

  private static final Settings DEFAULTS = new Settings("info", LogFormat.LOGFMT);

  private static final Map<String, String> LEVELS =
      Map.of("debug", "debug", "info", "info", "warn", "warn", "error", "error");

  private static final Map<String, LogFormat> FORMATS =
      Map.of("logfmt", LogFormat.LOGFMT, "json", LogFormat.JSON);

  private LoggingBlock() {}

  static ConfigBlock<Settings> block() {
    return ConfigBlock.config(
        "logging",
        ArgumentsCodec.of(LoggingBlock::decode, LoggingBlock::describe),
        DEFAULTS,
        settings -> Logging.change(settings.level(), settings.format()));
  }

  private static Settings decode(BlockReader block) {
    var writeTo = block.attribute("write_to");
    if (!writeTo.list(value -> value).orElse(List.<Value>of()).isEmpty()) {
      writeTo.error("write_to cannot be used: this version of Tributary has no pipeline for logs");
    }
    var destination = block.attribute("destination");
    if (!destination.text("stderr").equals("stderr")) {
      destination.error("the log can only be written to \"stderr\"");
    }
    return new Settings(
        block.attribute("level").choice(DEFAULTS.level(), LEVELS),
        block.attribute("format").choice(DEFAULTS.format(), FORMATS));
  }

  private static Body describe(Settings settings) {
    return Body.builder()
        .attr("level", settings.level())
        .attr("format", settings.format() == LogFormat.JSON ? "json" : "logfmt")
        .build();
  }
}
