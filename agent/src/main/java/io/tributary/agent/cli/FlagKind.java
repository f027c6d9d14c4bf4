package io.tributary.agent.cli;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Durations;
import io.tributary.base.config.GoDurations;
import io.tributary.base.text.GoBooleans;
import java.util.List;

/// What a flag takes, and how its value is checked and printed.
///
/// `canonical` turns what was typed into the text that help and `/api/v1/status/flags` show; it
/// throws [ConfigException] for what is not a value.
sealed interface FlagKind {
  /// The form in which the value is printed; throws [ConfigException] when it is none.
  String canonical(String typed);

  /// True for a flag without a value, which has a `--no-` form.
  default boolean isSwitch() {
    return false;
  }

  /// True for a flag that may be given several times.
  default boolean isRepeatable() {
    return false;
  }

  /// Switched on by its name, off by `--no-` and its name.
  record Switch() implements FlagKind {
    @Override
    public String canonical(String typed) {
      return typed;
    }

    @Override
    public boolean isSwitch() {
      return true;
    }
  }

  /// Switched on by its name, and set by `--name=true` and `--name=false`.
  record Bool() implements FlagKind {
    @Override
    public String canonical(String typed) {
      return GoBooleans.parse(typed)
          .map(String::valueOf)
          .orElseThrow(() -> new ConfigException("expected true or false, got '" + typed + "'"));
    }

    @Override
    public boolean isSwitch() {
      return true;
    }
  }

  /// Any text, taken as it stands.
  record Text() implements FlagKind {
    @Override
    public String canonical(String typed) {
      return typed;
    }
  }

  /// Text that may be given several times; with `choices`, each one of them at most once.
  record Texts(List<String> choices) implements FlagKind {
    @Override
    public String canonical(String typed) {
      if (!choices.isEmpty() && !choices.contains(typed)) {
        throw new ConfigException(
            "unknown value " + typed + ", supported: " + String.join(", ", choices));
      }
      return typed;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }
  }

  /// A Prometheus duration: `1h30m`.
  record Span() implements FlagKind {
    @Override
    public String canonical(String typed) {
      return Durations.format(Durations.parse(typed));
    }
  }

  /// A duration as Go writes it: `1m30s`.
  record GoSpan() implements FlagKind {
    @Override
    public String canonical(String typed) {
      return GoDurations.format(GoDurations.parse(typed));
    }
  }

  /// A size: `100MB`, powers of two.
  record Bytes() implements FlagKind {
    @Override
    public String canonical(String typed) {
      return ByteSizes.format(ByteSizes.parse(typed));
    }
  }

  /// A whole number. The defaults of the original include `5e7`, so that form is understood too.
  record Whole() implements FlagKind {
    private static final double MOST_EXACT = 1L << 53;

    /// Always decimal: `010` is ten, as in the original.
    @Override
    public String canonical(String typed) {
      try {
        return Long.toString(Long.parseLong(typed));
      } catch (NumberFormatException _) {
        return exact(typed);
      }
    }

    /// By way of a double and not of a `BigDecimal`, whose tables cost every start some
    /// milliseconds.
    private static String exact(String typed) {
      try {
        double value = Double.parseDouble(typed);
        boolean isDecimal = typed.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
        if (isDecimal && value == Math.rint(value) && Math.abs(value) <= MOST_EXACT) {
          return Long.toString((long) value);
        }
      } catch (NumberFormatException _) {
        // Said below.
      }
      throw new ConfigException("strconv.ParseFloat: parsing \"" + typed + "\": invalid syntax");
    }
  }

  /// A number with a fraction.
  record Fraction() implements FlagKind {
    @Override
    public String canonical(String typed) {
      try {
        double value = Double.parseDouble(typed);
        return value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
      } catch (NumberFormatException _) {
        throw new ConfigException("strconv.ParseFloat: parsing \"" + typed + "\": invalid syntax");
      }
    }
  }

  /// One of a few words.
  record Choice(List<String> words) implements FlagKind {
    @Override
    public String canonical(String typed) {
      if (!words.contains(typed)) {
        throw new ConfigException(
            "enum value must be one of " + String.join(",", words) + ", got '" + typed + "'");
      }
      return typed;
    }
  }
}
