package io.tributary.agent.cli;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.config.Durations;
import io.tributary.base.config.GoDurations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of all flags: what was typed, else the defaults.
final class ParsedFlags {
  private final Map<String, Flag> byName;
  private final Map<String, List<String>> typed;
  private final List<String> rest;

  ParsedFlags(Map<String, Flag> byName, Map<String, List<String>> typed, List<String> rest) {
    this.byName = Map.copyOf(byName);
    this.typed = new LinkedHashMap<>(typed);
    this.rest = List.copyOf(rest);
  }

  /// True when the user gave the flag; a default does not count.
  boolean isTyped(String name) {
    return typed.containsKey(flag(name).name());
  }

  /// Arguments that are no flags.
  List<String> arguments() {
    return rest;
  }

  boolean isOn(String name) {
    return text(name).equals("true");
  }

  /// The value, or the empty text when there is neither a value nor a default.
  String text(String name) {
    List<String> values = texts(name);
    return values.isEmpty() ? "" : values.getLast();
  }

  List<String> texts(String name) {
    Flag flag = flag(name);
    List<String> values = typed.get(name);
    if (values != null) {
      return List.copyOf(values);
    }
    String defaultText = flag.defaultText();
    if (defaultText == null) {
      return List.of();
    }
    return flag.kind() instanceof FlagKind.Texts
        ? List.of(defaultText.split(","))
        : List.of(flag.kind().canonical(defaultText));
  }

  Duration duration(String name) {
    String text = text(name);
    return text.isEmpty() ? Duration.ZERO : Durations.parse(text);
  }

  /// The value of a flag that takes a duration of Go.
  Duration goDuration(String name) {
    return GoDurations.parse(text(name));
  }

  long bytes(String name) {
    String text = text(name);
    return text.isEmpty() ? 0 : ByteSizes.parse(text);
  }

  /// What no integer can hold counts as the nearest one.
  int number(String name) {
    return Math.clamp(Long.parseLong(text(name)), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  double fraction(String name) {
    return Double.parseDouble(text(name));
  }

  /// Every flag with the text of its value, in the order of the names: `/api/v1/status/flags`.
  Map<String, String> all() {
    var out = new java.util.TreeMap<String, String>();
    for (Flag flag : byName.values()) {
      String value = String.join(",", texts(flag.name()));
      if (value.isEmpty()) {
        value = emptyValue(flag.kind());
      }
      out.put(flag.name(), value);
    }
    out.remove("help");
    out.remove("version");
    out.remove("write-documentation");
    return out;
  }

  private static String emptyValue(FlagKind kind) {
    return switch (kind) {
      case FlagKind.Switch _, FlagKind.Bool _ -> "false";
      case FlagKind.Span _, FlagKind.GoSpan _ -> "0s";
      case FlagKind.Bytes _ -> "0B";
      case FlagKind.Whole _, FlagKind.Fraction _ -> "0";
      case FlagKind.Text _, FlagKind.Texts _, FlagKind.Choice _ -> "";
    };
  }

  private Flag flag(String name) {
    Flag flag = byName.get(name);
    if (flag == null) {
      throw new IllegalStateException("BUG: no flag " + name);
    }
    return flag;
  }
}
