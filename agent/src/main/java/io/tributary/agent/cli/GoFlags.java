package io.tributary.agent.cli;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.config.Suggestions;
import io.tributary.base.text.GoBooleans;
import io.tributary.base.text.Quoting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Flags as Go's package `flag` reads them: one dash or two, `-name=value` or `-name value`; a
/// switch takes a value behind `=` only. Reading ends at the first argument that is no flag, and
/// behind `--`.
///
/// Source: Go `flag/flag.go`.
final class GoFlags {
  private final Map<String, Flag> flags = new TreeMap<>();

  /// What a value has to be.
  enum Kind {
    TEXT("string"),
    SWITCH(""),
    WHOLE("int"),
    UNSIGNED("uint"),
    NUMBER("float"),
    DURATION("duration"),
    WORDS("value"),

    /// One that may be given several times; the values are put together with commas.
    LIST("value");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /// One flag; `fate` is what becomes of it when it is given.
  record Flag(String name, Kind kind, String defaultText, String help, Fate fate) {}

  /// What becomes of a flag that is given.
  enum Fate {
    /// It does what it says.
    WORKS,

    /// It has no effect, and a warning says so.
    NO_EFFECT,

    /// Nothing starts with it.
    REFUSED
  }

  GoFlags add(String name, Kind kind, String defaultText, String help, Fate fate) {
    if (flags.put(name, new Flag(name, kind, defaultText, help, fate)) != null) {
      throw new IllegalStateException("BUG: flag " + name + " is declared twice");
    }
    return this;
  }

  /// What was given: the values, and the arguments behind the flags.
  record Given(Map<String, Flag> flags, Map<String, String> values, List<String> rest) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    String text(String name) {
      Flag flag = flags.get(name);
      if (flag == null) {
        throw new IllegalStateException("BUG: no flag " + name);
      }
      return values.getOrDefault(name, flag.defaultText);
    }

    boolean isOn(String name) {
      return GoBooleans.parse(text(name)).orElse(false);
    }

    Duration duration(String name) {
      return GoDurations.parse(text(name));
    }

    int whole(String name) {
      return Integer.decode(text(name));
    }

    /// The flags that were given and have this fate; not those that were given their default, for
    /// which nobody would ask for more than there is.
    List<Flag> ofFate(Fate fate) {
      return new TreeMap<>(flags)
          .values().stream().filter(flag -> flag.fate == fate && !isDefault(flag)).toList();
    }

    private boolean isDefault(Flag flag) {
      String value = values.getOrDefault(flag.name, flag.defaultText);
      return value.equals(flag.defaultText)
          || meaning(flag.kind, value).equals(meaning(flag.kind, flag.defaultText));
    }

    /// All flags with their values.
    Map<String, String> all() {
      var all = new TreeMap<String, String>();
      flags.keySet().forEach(name -> all.put(name, text(name)));
      return all;
    }
  }

  /// Throws [UsageException] with code 2 for what it cannot read, in Go's words; with code 0 and no
  /// message where help is asked for.
  Given parse(List<String> arguments) {
    var values = new LinkedHashMap<String, String>();
    int at = 0;
    while (at < arguments.size()) {
      String argument = arguments.get(at);
      if (argument.length() < 2 || argument.charAt(0) != '-') {
        break;
      }
      at++;
      if (argument.equals("--")) {
        break;
      }
      at += read(argument, at < arguments.size() ? arguments.get(at) : null, values);
    }
    return new Given(Map.copyOf(flags), values, arguments.subList(at, arguments.size()));
  }

  /// How many of the following arguments belong to the flag.
  private int read(String argument, @Nullable String next, Map<String, String> values) {
    String body = argument.substring(argument.startsWith("--") ? 2 : 1);
    if (body.isEmpty() || body.charAt(0) == '-' || body.charAt(0) == '=') {
      throw failure("bad flag syntax: " + argument);
    }
    int equals = body.indexOf('=');
    String name = equals < 0 ? body : body.substring(0, equals);
    String value = equals < 0 ? null : body.substring(equals + 1);
    Flag flag = flags.get(name);
    if (flag == null) {
      if (name.equals("help") || name.equals("h")) {
        throw new UsageException(0, "");
      }
      throw failure(
          "flag provided but not defined: -"
              + name
              + Suggestions.nearest(name, flags.keySet())
                  .map(near -> ", did you mean -" + near + "?")
                  .orElse(""));
    }
    if (flag.kind == Kind.SWITCH) {
      values.put(name, checked(flag, value == null ? "true" : value));
      return 0;
    }
    if (value == null && next == null) {
      throw failure("flag needs an argument: -" + name);
    }
    String given = value == null ? String.valueOf(next) : value;
    if (flag.kind == Kind.LIST) {
      values.merge(name, given, (before, more) -> before + "," + more);
    } else {
      values.put(name, checked(flag, given));
    }
    return value == null ? 1 : 0;
  }

  /// Throws for what is no value of that kind.
  private static Object meaning(Kind kind, String value) {
    return switch (kind) {
      case TEXT, WORDS, LIST -> value;
      case SWITCH ->
          GoBooleans.parse(value).orElseThrow(() -> new ConfigException("neither true nor false"));
      case WHOLE -> Integer.decode(value);
      case UNSIGNED -> {
        if (value.startsWith("-")) {
          throw new NumberFormatException(value);
        }
        yield Integer.decode(value);
      }
      case NUMBER -> Double.valueOf(value);
      case DURATION -> GoDurations.parse(value);
    };
  }

  private static boolean isSound(Kind kind, String value) {
    try {
      var _ = meaning(kind, value);
      return true;
    } catch (NumberFormatException | ConfigException _) {
      return false;
    }
  }

  private static String checked(Flag flag, String value) {
    if (!isSound(flag.kind, value)) {
      throw failure(
          flag.kind == Kind.SWITCH
              ? "invalid boolean value "
                  + Quoting.quote(value)
                  + " for -"
                  + flag.name
                  + ": parse error"
              : "invalid value "
                  + Quoting.quote(value)
                  + " for flag -"
                  + flag.name
                  + ": parse error");
    }
    return value;
  }

  private static UsageException failure(String message) {
    return new UsageException(2, message);
  }

  /// All flags, as Go prints them.
  String help() {
    var out = new StringBuilder();
    for (Flag flag : flags.values()) {
      out.append("  -").append(flag.name);
      if (!flag.kind.word.isEmpty()) {
        out.append(' ').append(flag.kind.word);
      }
      out.append("\n    \t").append(flag.help);
      var notes = new ArrayList<String>();
      switch (flag.fate) {
        case WORKS -> {}
        case NO_EFFECT -> notes.add("no effect here");
        case REFUSED -> notes.add("not supported");
      }
      boolean isZero = List.of("", "false", "0", "0s").contains(flag.defaultText);
      if (!isZero) {
        boolean quoted = flag.kind == Kind.TEXT;
        notes.add("default " + (quoted ? Quoting.quote(flag.defaultText) : flag.defaultText));
      }
      if (!notes.isEmpty()) {
        out.append(" (").append(String.join("; ", notes)).append(')');
      }
      out.append('\n');
    }
    return out.toString();
  }
}
