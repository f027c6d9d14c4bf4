package io.tributary.agent.blocks;

import io.tributary.agent.traces.OwnTraces;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import io.tributary.runtime.ConfigBlock;
import java.util.List;
import java.util.function.Consumer;

/// The block `tracing`: how many traces of itself the agent takes. Where they go, the environment
/// says ([OwnTraces]); components that take traces do not exist yet, and a block that names one is
/// an error.
///
/// Source: grafana/alloy `internal/runtime/tracing/tracing.go`, Options.
final class TracingBlock {
  /// As the configuration says it.
  record Settings(double samplingFraction) {}

  static final Settings DEFAULTS = new Settings(OwnTraces.DEFAULT_FRACTION);

  private TracingBlock() {}

  static ConfigBlock<Settings> block(Consumer<Settings> onChange) {
    return ConfigBlock.config(
        "tracing",
        ArgumentsCodec.of(
            TracingBlock::decode,
            settings ->
                Body.builder()
                    .attr("sampling_fraction", Value.of(settings.samplingFraction()))
                    .build()),
        DEFAULTS,
        onChange);
  }

  private static Settings decode(BlockReader block) {
    var fraction = block.attribute("sampling_fraction");
    double sampling = fraction.decimal(DEFAULTS.samplingFraction());
    if (!(sampling >= 0 && sampling <= 1)) {
      fraction.error("sampling_fraction must be a number between 0 and 1");
    }
    var writeTo = block.attribute("write_to");
    if (!writeTo.list(value -> value).orElse(List.<Value>of()).isEmpty()) {
      writeTo.error(
          "write_to cannot be used: this version of Tributary has no pipeline for traces; its own"
              + " go where OTEL_EXPORTER_OTLP_ENDPOINT says");
    }
    var traceparent = block.attribute("send_traceparent");
    if (traceparent.bool(false)) {
      traceparent.error("send_traceparent cannot be used: requests carry no traces");
    }
    block
        .block("sampler")
        .ifPresent(sampler ->
            sampler.error("sampler cannot be used: this version of Tributary samples no traces"));
    return new Settings(sampling);
  }
}
