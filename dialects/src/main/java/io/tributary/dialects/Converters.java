package io.tributary.dialects;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.dialects.staticmode.StaticConversion;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All formats that become River, by the names that command lines give them.
///
/// Source: grafana/alloy `internal/converter/converter.go`.
public final class Converters {
  private static final List<String> EXPAND_ENV =
      List.of("-config.expand-env", "--config.expand-env");

  private Converters() {}

  /// A file to convert.
  ///
  /// @param file where it stands, or would stand: relative paths in it go by its directory
  /// @param extraArguments what the program had that the file was written for, names and values
  ///   apart
  public record Input(
      String format,
      Path file,
      byte[] content,
      List<String> extraArguments,
      Environment environment) {
    public Input {
      extraArguments = List.copyOf(extraArguments);
    }
  }

  /// Reads what is to be converted. Throws [ConfigException] where it is larger than any sound
  /// file.
  public static byte[] read(InputStream in) throws IOException {
    long most = YamlLimits.DEFAULT.bytes();
    byte[] content = in.readNBytes(Math.toIntExact(most) + 1);
    if (content.length > most) {
      throw new ConfigException("larger than the limit of " + (most >> 20) + " MiB");
    }
    return content;
  }

  /// Never throws for what the file holds.
  public static Conversion convert(Input input, Form form) {
    return switch (input.format) {
      case "prometheus" -> prometheus(input, form);
      case "static" -> statics(input, form);
      case "otelcol", "promtail" ->
          Conversion.failed("the source format " + input.format + " is not supported yet");
      default ->
          Conversion.failed(
              "unrecognized kind "
                  + Quoting.quote(input.format)
                  + " given to the config converter");
    };
  }

  private static Conversion prometheus(Input input, Form form) {
    if (!input.extraArguments.isEmpty()) {
      return Conversion.failed(
          "extra arguments are not supported for the prometheus converter: ["
              + String.join(" ", input.extraArguments)
              + "]");
    }
    SourceText text = SourceText.of(input.file.toString(), input.content);
    return PrometheusTree.convert(input.file, text, LoadOptions.of(input.environment), form);
  }

  private static Conversion statics(Input input, Form form) {
    var rest = new ArrayList<>(input.extraArguments);
    boolean isExpanded = rest.removeAll(EXPAND_ENV);
    if (!rest.isEmpty()) {
      return Conversion.failed(
          "failed to parse Static config: flag provided but not supported: " + rest.getFirst());
    }
    StaticOptions options = StaticOptions.of(input.environment);
    return StaticConversion.convert(
        input.file.toString(), input.content, isExpanded ? options.expanding() : options, form);
  }
}
