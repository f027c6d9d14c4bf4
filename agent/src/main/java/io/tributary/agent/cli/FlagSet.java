package io.tributary.agent.cli;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The flags of one command, and the reading of a command line against them.
///
/// Long flags with two dashes, or with one as older programs have it: `--name=value`, `--name
/// value`, `--switch`, `--no-switch`. A switch takes no value. Only `-h` is short. What is repeated
/// without need or not a value is a [UsageException] with exit code 2; what is unknown or has no
/// value ends with the code of the command.
///
/// Source: parity CLI-01 to CLI-04; wording after alecthomas/kingpin `parser.go`.
final class FlagSet {
  private final List<Flag> flags;
  private final int syntaxCode;
  private final Map<String, Flag> byName = new LinkedHashMap<>();

  /// As Prometheus ends, [UsageException#SYNTAX].
  FlagSet(List<Flag> flags) {
    this(flags, UsageException.SYNTAX);
  }

  FlagSet(List<Flag> flags, int syntaxCode) {
    this.flags = List.copyOf(flags);
    this.syntaxCode = syntaxCode;
    for (Flag flag : flags) {
      if (byName.put(flag.name(), flag) != null) {
        throw new IllegalStateException("BUG: flag " + flag.name() + " is declared twice");
      }
    }
  }

  List<Flag> flags() {
    return flags;
  }

  /// Reads everything, or throws [UsageException]. Arguments that are no flags are kept in order.
  ParsedFlags parse(List<String> arguments) {
    var typed = new LinkedHashMap<String, List<String>>();
    var rest = new ArrayList<String>();
    boolean onlyArguments = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (onlyArguments || argument.equals("-") || !argument.startsWith("-")) {
        rest.add(argument);
      } else if (argument.equals("--")) {
        onlyArguments = true;
      } else if (readFlag(
          argument, i + 1 < arguments.size() ? arguments.get(i + 1) : null, typed)) {
        i++;
      }
    }
    return new ParsedFlags(byName, typed, rest);
  }

  /// True when the next argument was the value.
  private boolean readFlag(
      String argument, @Nullable String next, Map<String, List<String>> typed) {
    String body = argument.startsWith("--") ? argument.substring(2) : argument.substring(1);
    if (argument.equals("-h")) {
      body = "help";
    }
    int equals = body.indexOf('=');
    String name = equals < 0 ? body : body.substring(0, equals);
    String value = equals < 0 ? null : body.substring(equals + 1);

    Flag flag = byName.get(name);
    boolean negated = false;
    if (flag == null && name.startsWith("no-")) {
      flag = byName.get(name.substring(3));
      negated = flag != null && flag.kind().isSwitch();
    }
    if (flag == null || (name.startsWith("no-") && !negated && !flag.name().equals(name))) {
      throw new UsageException(syntaxCode, unknown(argument, name));
    }
    if (flag.kind().isSwitch()) {
      if (value != null && (negated || !(flag.kind() instanceof FlagKind.Bool))) {
        throw new UsageException(
            syntaxCode, "unexpected " + value + ": --" + name + " takes no value");
      }
      record(flag, value != null ? value : negated ? "false" : "true", typed);
      return false;
    }
    if (value != null) {
      record(flag, value, typed);
      return false;
    }
    if (next == null || (next.startsWith("-") && next.length() > 1)) {
      throw new UsageException(syntaxCode, "expected argument for flag '--" + name + "'");
    }
    record(flag, next, typed);
    return true;
  }

  private void record(Flag flag, String value, Map<String, List<String>> typed) {
    List<String> values = typed.computeIfAbsent(flag.name(), _ -> new ArrayList<>());
    if (!values.isEmpty() && !flag.kind().isRepeatable()) {
      throw new UsageException(2, "flag '" + flag.name() + "' cannot be repeated");
    }
    try {
      values.add(flag.kind().canonical(value));
    } catch (ConfigException e) {
      throw new UsageException(2, "--" + flag.name() + ": " + e.getMessage());
    }
    if (flag.kind() instanceof FlagKind.Texts texts
        && !texts.choices().isEmpty()
        && new HashSet<>(values).size() < values.size()) {
      throw new UsageException(2, "--" + flag.name() + ": duplicate value " + value);
    }
  }

  private String unknown(String argument, String name) {
    String shown = (argument.startsWith("--") ? "--" : "-") + name;
    return "unknown long flag '"
        + shown
        + "'"
        + Suggestions.nearest(name, byName.keySet())
            .map(near -> ", did you mean --" + near + "?")
            .orElse("");
  }
}
