package io.tributary.bench.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Command-line options of the form `--name=value` or `--name`; nothing else is accepted.
public final class Options {
  private final Map<String, String> values = new LinkedHashMap<>();

  private Options() {}

  /// Throws [IllegalArgumentException] where an argument is no option or its name not one of
  /// `known`.
  public static Options parse(String[] arguments, Set<String> known) {
    var options = new Options();
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      var name = equals < 0 ? argument : argument.substring(0, equals);
      if (!name.startsWith("--") || !known.contains(name.substring(2))) {
        throw new IllegalArgumentException(
            "cannot understand '" + argument + "', options are --" + String.join(" --", known));
      }
      options.values.put(name.substring(2), equals < 0 ? "true" : argument.substring(equals + 1));
    }
    return options;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  public int number(String name, int otherwise) {
    var value = values.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("cannot read --" + name + "=" + value, e);
    }
  }

  /// `on`, `true` or the bare option, against `off` and `false`.
  public boolean flag(String name, boolean otherwise) {
    var value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException("cannot read --" + name + "=" + value);
    };
  }

  public List<String> list(String name, String otherwise) {
    return List.of(text(name, otherwise).split(","));
  }
}
