package io.tributary.bench.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes maps, lists, numbers and strings as JSON.
public final class Json {
  private Json() {}

  public static String print(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> print(entry.getKey().toString()) + ": " + print(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(Json::print).collect(Collectors.joining(",\n", "[", "]"));
      case Double number when number.isNaN() || number.isInfinite() -> "null";
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      default -> "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    };
  }
}
