package io.tributary.river.stdlib.json;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Floats;
import io.tributary.river.value.GoNumbers;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;

/// Numbers in JSON.
final class JsonNumbers {
  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double SMALLEST_WITH_EXPONENT = 1e21;

  private JsonNumbers() {}

  static Value value(String text, boolean mayBeWhole) {
    if (mayBeWhole) {
      try {
        return Value.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        // Larger than 64 bits: floating point then.
      }
    }
    Double value = GoNumbers.parse(text);
    if (value == null) {
      throw new ConfigException(
          "json: cannot unmarshal number " + text + " into Go value of type float64");
    }
    return Value.of(value);
  }

  /// Throws [ConfigException] for what is no number in JSON.
  static String text(NumberValue number) {
    if (!number.isFinite()) {
      throw new ConfigException("json: unsupported value: " + number.text());
    }
    double value = number.toDouble();
    double size = Math.abs(value);
    boolean isPlain = size == 0 || (size >= SMALLEST_PLAIN && size < SMALLEST_WITH_EXPONENT);
    if (!number.isFloat() || isPlain) {
      return number.text();
    }
    return Floats.scientific(Floats.shortest(value), 1);
  }
}
