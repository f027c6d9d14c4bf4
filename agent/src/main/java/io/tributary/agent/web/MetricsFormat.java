package io.tributary.agent.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The formats in which the agent's own metrics can be had, and the choice that an `Accept` header
/// makes among them.
///
/// Source: prometheus/common `expfmt/encode.go`, `NegotiateIncludingOpenMetrics`.
enum MetricsFormat {
  TEXT,
  OPEN_METRICS,
  PROTOBUF;

  /// A part of the header, with its weight.
  private record Part(String type, List<String> parameters, double weight) {
    boolean has(String parameter) {
      return parameters.contains(parameter);
    }

    boolean hasNoVersionBut(String... versions) {
      return parameters.stream()
          .filter(parameter -> parameter.startsWith("version="))
          .allMatch(parameter -> List.of(versions).contains(parameter.substring(8)));
    }
  }

  /// The format of the greatest weight that there is; text where the header names none.
  static MetricsFormat of(@Nullable String accept) {
    if (accept == null) {
      return TEXT;
    }
    var parts = new ArrayList<Part>();
    for (String part : accept.split(",", -1)) {
      parts.add(part(part));
    }
    // The sort is stable: among equals the first wins.
    parts.sort(Comparator.comparingDouble(Part::weight).reversed());
    for (Part part : parts) {
      MetricsFormat format = formatOf(part);
      if (format != null) {
        return format;
      }
    }
    return TEXT;
  }

  private static @Nullable MetricsFormat formatOf(Part part) {
    return switch (part.type()) {
      case "application/vnd.google.protobuf" ->
          part.has("proto=io.prometheus.client.metricfamily") && part.has("encoding=delimited")
              ? PROTOBUF
              : null;
      case "application/openmetrics-text" ->
          part.hasNoVersionBut("1.0.0", "0.0.1") ? OPEN_METRICS : null;
      case "text/plain" -> part.hasNoVersionBut("0.0.4", "1.0.0") ? TEXT : null;
      default -> null;
    };
  }

  private static Part part(String text) {
    String[] words = text.split(";", -1);
    var parameters = new ArrayList<String>();
    double weight = 1;
    for (int i = 1; i < words.length; i++) {
      String parameter =
          words[i].strip().replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        weight = weight(parameter.substring(2));
      } else {
        parameters.add(parameter);
      }
    }
    return new Part(words[0].strip().toLowerCase(Locale.ROOT), parameters, weight);
  }

  private static double weight(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return 1;
    }
  }
}
