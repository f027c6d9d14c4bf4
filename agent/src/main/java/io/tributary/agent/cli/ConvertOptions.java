package io.tributary.agent.cli;

import io.tributary.base.text.GoBooleans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `tributary convert` was asked to do; `file` is `-` for the standard input.
///
/// Flags are those of pflag: `--name=value`, `--name value`, `-nvalue`, `-n value`, switches
/// together as in `-bh`.
record ConvertOptions(
    String file,
    String format,
    String output,
    String report,
    boolean bypassesErrors,
    String extra,
    boolean isForAlloy,
    boolean wantsHelp) {
  private static final Map<Character, String> SHORT =
      Map.of(
          'f', "source-format",
          'o', "output",
          'r', "report",
          'b', "bypass-errors",
          'e', "extra-args",
          'h', "help");

  private static final List<String> SWITCHES = List.of("bypass-errors", "for-alloy", "help");

  static ConvertOptions parse(List<String> arguments) {
    var flags = new Parser(arguments);
    flags.parse();
    if (flags.files.size() > 1) {
      throw new UsageException(1, "accepts between 0 and 1 arg(s), received " + flags.files.size());
    }
    return new ConvertOptions(
        flags.files.isEmpty() ? "-" : flags.files.getFirst(),
        flags.text("source-format"),
        flags.text("output"),
        flags.text("report"),
        flags.isOn("bypass-errors"),
        flags.text("extra-args"),
        flags.isOn("for-alloy"),
        flags.isOn("help"));
  }

  boolean readsInput() {
    return file.equals("-");
  }

  /// The words of `extra`, a flag's name and its value apart.
  List<String> extraArguments() {
    return words(extra);
  }

  /// The words of a text of flags, a flag's name and its value apart.
  static List<String> words(String extra) {
    var words = new ArrayList<String>();
    for (String word : extra.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        words.add(word);
        continue;
      }
      if (!word.startsWith("-")) {
        throw new UsageException(1, "invalid flag found: " + word);
      }
      words.add(word.substring(0, equals));
      if (equals + 1 < word.length()) {
        words.add(word.substring(equals + 1));
      }
    }
    words.removeIf(String::isEmpty);
    return words;
  }

  /// Belongs to one parsing.
  private static final class Parser {
    final List<String> files = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<String> arguments;
    private int next;

    Parser(List<String> arguments) {
      this.arguments = arguments;
    }

    String text(String name) {
      return values.getOrDefault(name, "");
    }

    boolean isOn(String name) {
      return text(name).equals("true");
    }

    void parse() {
      while (next < arguments.size()) {
        String argument = arguments.get(next++);
        if (argument.equals("--")) {
          files.addAll(arguments.subList(next, arguments.size()));
          return;
        }
        if (argument.startsWith("--")) {
          longFlag(argument.substring(2));
        } else if (argument.startsWith("-") && argument.length() > 1) {
          shortFlags(argument);
        } else {
          files.add(argument);
        }
      }
    }

    private void longFlag(String text) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      boolean isSwitch = SWITCHES.contains(name);
      if (!isSwitch && !SHORT.containsValue(name)) {
        throw new UsageException(1, "unknown flag: --" + name);
      }
      if (equals >= 0) {
        set(name, text.substring(equals + 1));
      } else {
        set(name, isSwitch ? "true" : argumentOf("--" + name));
      }
    }

    private void shortFlags(String argument) {
      for (int i = 1; i < argument.length(); i++) {
        char letter = argument.charAt(i);
        String name = SHORT.get(letter);
        if (name == null) {
          throw new UsageException(1, "unknown shorthand flag: '" + letter + "' in " + argument);
        }
        String rest = argument.substring(i + 1);
        if (rest.startsWith("=")) {
          set(name, rest.substring(1));
          return;
        }
        if (!SWITCHES.contains(name)) {
          set(name, rest.isEmpty() ? argumentOf("'" + letter + "' in " + argument) : rest);
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
      if (!SWITCHES.contains(name)) {
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
