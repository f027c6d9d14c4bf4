package io.tributary.agent.cli;

import org.jspecify.annotations.Nullable;

/// One flag of a command.
///
/// `defaultText` is null where there is no default; `placeholder` stands for the value in help.
/// `help` has no suffix: [#description] adds the mode.
record Flag(
    String name,
    FlagKind kind,
    @Nullable String defaultText,
    String placeholder,
    boolean isHidden,
    Mode mode,
    String help) {

  /// In which mode of Prometheus a flag has a meaning. Tributary is always an agent.
  enum Mode {
    ANY(""),
    AGENT(" Use with agent mode only."),
    SERVER(" Use with server mode only.");

    private final String suffix;

    Mode(String suffix) {
      this.suffix = suffix;
    }
  }

  /// One that has a meaning whatever the mode.
  static Flag of(
      String name, FlagKind kind, @Nullable String defaultText, String placeholder, String help) {
    return new Flag(name, kind, defaultText, placeholder, false, Mode.ANY, help);
  }

  String description() {
    return help + mode.suffix;
  }

  /// The left column of help: `--web.listen-address=0.0.0.0:9090 ...`.
  String usage() {
    if (kind instanceof FlagKind.Bool) {
      return "--" + name;
    }
    if (kind.isSwitch()) {
      return "--[no-]" + name;
    }
    String value = placeholder;
    if (value.isEmpty()) {
      value = defaultText == null || defaultText.isEmpty() ? upper(name) : quoted(defaultText);
    }
    return "--" + name + "=" + value + (kind.isRepeatable() ? " ..." : "");
  }

  private String quoted(String text) {
    return kind instanceof FlagKind.Text ? '"' + text + '"' : text;
  }

  private static String upper(String name) {
    return name.toUpperCase(java.util.Locale.ROOT).replace('.', '-');
  }
}
