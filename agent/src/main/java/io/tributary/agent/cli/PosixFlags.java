package io.tributary.agent.cli;

import io.tributary.base.text.GoBooleans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Flags with long and short names, as pflag reads them: `--name=value`, `--name value`, `-nvalue`,
/// `-n value`, switches together as in `-bh`. What it cannot read is a [UsageException] with code
/// 1.
///
/// Source: spf13/pflag `flag.go`.
final class PosixFlags {
  private final Map<Character, String> shortNames = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> toggles = new TreeSet<>();

  /// Adds a flag that takes a value.
  PosixFlags value(String name) {
    names.add(name);
    return this;
  }

  PosixFlags value(String name, char shortName) {
    shortNames.put(shortName, name);
    return value(name);
  }

  /// Adds a flag that is on or off.
  PosixFlags toggle(String name) {
    toggles.add(name);
    return value(name);
  }

  PosixFlags toggle(String name, char shortName) {
    shortNames.put(shortName, name);
    return toggle(name);
  }

  /// What was given: values by long names, and the arguments that are no flags.
  record Given(Map<String, String> values, List<String> rest) {
    Given {
      values = Map.copyOf(values);
      rest = List.copyOf(rest);
    }

    boolean has(String name) {
      return values.containsKey(name);
    }

    String text(String name) {
      return text(name, "");
    }

    String text(String name, String fallback) {
      return values.getOrDefault(name, fallback);
    }

    boolean isOn(String name) {
      return text(name).equals("true");
    }

    /// The only argument. Throws where there is none or more.
    String only() {
      if (rest.size() != 1) {
        throw new UsageException(1, "accepts 1 arg(s), received " + rest.size());
      }
      return rest.getFirst();
    }
  }

  Given parse(List<String> arguments) {
    var parser = new Parser(arguments);
    parser.parse();
    return new Given(parser.values, parser.rest);
  }

  /// Belongs to one parsing.
  private final class Parser {
    final List<String> rest = new ArrayList<>();
    final Map<String, String> values = new HashMap<>();
    private final List<String> arguments;
    private int next;

    Parser(List<String> arguments) {
      this.arguments = arguments;
    }

    void parse() {
      while (next < arguments.size()) {
        String argument = arguments.get(next++);
        if (argument.equals("--")) {
          rest.addAll(arguments.subList(next, arguments.size()));
          return;
        }
        if (argument.startsWith("--")) {
          longFlag(argument.substring(2));
        } else if (argument.startsWith("-") && argument.length() > 1) {
          shortFlags(argument);
        } else {
          rest.add(argument);
        }
      }
    }

    private void longFlag(String text) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      if (!names.contains(name)) {
        throw new UsageException(1, "unknown flag: --" + name);
      }
      if (equals >= 0) {
        set(name, text.substring(equals + 1));
      } else {
        set(name, toggles.contains(name) ? "true" : argumentOf("--" + name));
      }
    }

    private void shortFlags(String argument) {
      for (int i = 1; i < argument.length(); i++) {
        char letter = argument.charAt(i);
        String name = shortNames.get(letter);
        if (name == null) {
          throw new UsageException(1, "unknown shorthand flag: '" + letter + "' in " + argument);
        }
        String more = argument.substring(i + 1);
        if (more.startsWith("=")) {
          set(name, more.substring(1));
          return;
        }
        if (!toggles.contains(name)) {
          set(name, more.isEmpty() ? argumentOf("'" + letter + "' in " + argument) : more);
          return;
        }
        set(name, "true");
      }
    }

    private String argumentOf(String flag) {
      if (next == arguments.size()) {
        throw new UsageException(1, "flag needs an argument: " + flag);
      }
      return arguments.get(next++);
    }

    private void set(String name, String value) {
      if (!toggles.contains(name)) {
        values.put(name, value);
        return;
      }
      boolean isOn =
          GoBooleans.parse(value)
              .orElseThrow(() ->
                  new UsageException(
                      1, "invalid argument \"" + value + "\" for \"--" + name + "\" flag"));
      values.put(name, String.valueOf(isOn));
    }
  }
}
