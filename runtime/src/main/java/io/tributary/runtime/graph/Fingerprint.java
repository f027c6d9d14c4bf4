package io.tributary.runtime.graph;

import io.tributary.base.bytes.Digests;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the module of an item of a `foreach` is called by.
///
/// Source: grafana/alloy `controller/node_config_foreach.go`, objectFingerprint.
final class Fingerprint {
  private Fingerprint() {}

  static String of(Value item, boolean hashText) {
    return switch (item) {
      case StringValue(var text) -> hashText ? sha256(text) : cleaned(text);
      case BoolValue(var bool) -> String.valueOf(bool);
      case NumberValue number when number.isFloat() ->
          cleaned(String.format(Locale.ROOT, "%f", number.toDouble()));
      case NumberValue number -> cleaned(number.text());
      default -> sha256(ValuePrinter.print(item));
    };
  }

  /// A field of an item that has fields.
  static Optional<Value> field(Value item, String name) {
    Map<String, Value> fields =
        switch (item) {
          case ObjectValue(var all) -> all;
          case CapsuleValue(var capsule) -> capsule.asObject().orElse(Map.of());
          default -> Map.of();
        };
    return Optional.ofNullable(fields.get(name));
  }

  private static String cleaned(String text) {
    var out = new StringBuilder();
    text.codePoints().forEach(c -> out.appendCodePoint(Character.isLetterOrDigit(c) ? c : '_'));
    return out.toString();
  }

  private static String sha256(String text) {
    return Digests.hex(Digests.sha256(), text);
  }
}
