package io.tributary.agent.cli;

import java.util.ArrayList;
import java.util.List;

/// What `tributary convert` was asked to do; `file` is `-` for the standard input.
record ConvertOptions(
    String file,
    String format,
    String output,
    String report,
    boolean bypassesErrors,
    String extra,
    boolean isForAlloy,
    boolean wantsHelp) {
  private static final PosixFlags FLAGS =
      new PosixFlags()
          .value("source-format", 'f')
          .value("output", 'o')
          .value("report", 'r')
          .toggle("bypass-errors", 'b')
          .value("extra-args", 'e')
          .toggle("for-alloy")
          .toggle("help", 'h');

  static ConvertOptions parse(List<String> arguments) {
    PosixFlags.Given flags = FLAGS.parse(arguments);
    List<String> files = flags.rest();
    if (files.size() > 1) {
      throw new UsageException(1, "accepts between 0 and 1 arg(s), received " + files.size());
    }
    return new ConvertOptions(
        files.isEmpty() ? "-" : files.getFirst(),
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
}
