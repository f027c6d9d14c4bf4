package io.tributary.agent.cli;

import io.tributary.base.config.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of a command line taken apart: `--name=value`, `--name value`, switches, and the rest.
///
/// One dash is as good as two, and `--` ends the options. Throws [UsageException] where that does
/// not work out.
record WordOptions(Map<String, String> values, Set<String> switches, List<String> rest) {
  /// What a command ends with when its words make no sense.
  static final int EXIT_CODE = 2;

  static WordOptions parse(List<String> words, Set<String> withValue, Set<String> without) {
    var values = new HashMap<String, String>();
    var switches = new HashSet<String>();
    var rest = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        rest.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (!word.startsWith("-") || word.length() == 1) {
        rest.add(word);
        continue;
      }
      String option = word.replaceFirst("^--?", "");
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (without.contains(name) && equals < 0) {
        switches.add(name);
      } else if (!withValue.contains(name)) {
        throw unknown(word, name, withValue, without);
      } else if (equals >= 0) {
        values.put(name, option.substring(equals + 1));
      } else if (++i < words.size()) {
        values.put(name, words.get(i));
      } else {
        throw new UsageException(EXIT_CODE, "flag --" + name + " needs a value");
      }
    }
    return new WordOptions(values, switches, rest);
  }

  private static UsageException unknown(
      String word, String name, Set<String> withValue, Set<String> without) {
    var all = new HashSet<>(withValue);
    all.addAll(without);
    return new UsageException(
        EXIT_CODE,
        "unknown flag "
            + word
            + Suggestions.nearest(name, all)
                .map(near -> ", did you mean --" + near + "?")
                .orElse(""));
  }

  boolean isOn(String name) {
    return switches.contains(name);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// One of some words; the first is the default.
  String choice(String name, List<String> choices) {
    String word = values.getOrDefault(name, choices.getFirst());
    if (!choices.contains(word)) {
      throw new UsageException(
          EXIT_CODE, "--" + name + " is one of " + String.join(", ", choices) + ", not " + word);
    }
    return word;
  }
}
