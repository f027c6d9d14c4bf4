package io.tributary.dialects.prometheus;

import io.tributary.dialects.yaml.Fields;
import java.util.List;
import java.util.regex.Pattern;

/// Puts problems that settings report by their words where the words point.
final class Problems {
  private Problems() {}

  /// Reports `problem` at the last of `keys` that is present and that the problem names, else at
  /// the mapping.
  static void report(Fields fields, String problem, List<String> keys) {
    String place = null;
    for (String key : keys) {
      if (fields.has(key) && names(problem, key)) {
        place = key;
      }
    }
    if (place == null) {
      fields.error(problem);
    } else {
      fields.error(place, problem);
    }
  }

  private static boolean names(String problem, String key) {
    return Pattern.compile("(?<![\\w])" + Pattern.quote(key) + "(?![\\w])").matcher(problem).find();
  }
}
