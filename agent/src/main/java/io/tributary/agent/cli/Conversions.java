package io.tributary.agent.cli;

import io.tributary.base.text.Quoting;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.dialects.staticmode.StaticConversion;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.dialects.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;

/// Configurations of other agents as River: what `convert` prints, and `run --config.format` runs.
///
/// Source: grafana/alloy `internal/converter/converter.go`.
///
/// @param format what command lines call it
/// @param extraArguments what the program had that the file was written for, names and values apart
record Conversions(String format, List<String> extraArguments) {
  Conversions {
    extraArguments = List.copyOf(extraArguments);
  }

  /// Never throws for what the file holds. `file` is where it stands, or would stand: relative
  /// paths in it go by its directory.
  Conversion convert(Path file, byte[] content, Form form) {
    return switch (format) {
      case "prometheus" -> prometheus(file, content, form);
      case "static" -> statics(file, content, form);
      case "otelcol", "promtail" ->
          Conversion.failed("the source format " + format + " is not supported yet");
      default ->
          Conversion.failed(
              "unrecognized kind " + Quoting.quote(format) + " given to the config converter");
    };
  }

  private Conversion prometheus(Path file, byte[] content, Form form) {
    if (!extraArguments.isEmpty()) {
      return Conversion.failed(
          "extra arguments are not supported for the prometheus converter: ["
              + String.join(" ", extraArguments)
              + "]");
    }
    SourceText text = SourceText.of(file.toString(), content);
    return PrometheusTree.convert(file, text, LoadOptions.of(Environment.system()), form);
  }

  /// With all the flags that the original has.
  private Conversion statics(Path file, byte[] content, Form form) {
    try {
      GoFlags.Given given = StaticFlags.ALL.parse(extraArguments);
      StaticOptions reading = StaticRunOptions.of(given, true).reading();
      return StaticConversion.convert(file.toString(), content, reading, form);
    } catch (UsageException e) {
      return Conversion.failed(
          "failed to parse Static config: error parsing flags: " + e.getMessage());
    }
  }
}
