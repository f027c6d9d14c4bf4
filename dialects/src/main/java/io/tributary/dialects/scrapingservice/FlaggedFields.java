package io.tributary.dialects.scrapingservice;

import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.base.text.GoBooleans;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.GoFields;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of a section, over which flags of the command line win, as in the original, which
/// reads its flags a second time after the file.
///
/// A field without a flag has an empty one. What is wrong with the value of a flag is reported at
/// the section, with the name of the flag. A section that is not there has the fields of an empty
/// one.
final class FlaggedFields {
  private final Fields fields;
  private final Map<String, String> flags;
  private final List<String> prefixes;

  /// `flags` are those that were given, with values that were checked; where several prefixes have
  /// one, the first wins.
  FlaggedFields(Fields fields, Map<String, String> flags, String... prefixes) {
    this.fields = fields;
    this.flags = flags;
    this.prefixes = List.of(prefixes);
  }

  /// A part of `parent`, without its fields where it is not written.
  static FlaggedFields of(
      Fields parent, String key, Map<String, String> flags, String... prefixes) {
    Fields written = parent.section(key, key);
    return new FlaggedFields(written == null ? nothing(parent, key) : written, flags, prefixes);
  }

  private static Fields nothing(Fields parent, String type) {
    Mapping mapping = parent.mapping();
    return new Fields(
        parent.document(), new Mapping(mapping.line(), mapping.column(), List.of()), type);
  }

  /// A part whose flags have the same prefixes.
  FlaggedFields section(String key) {
    return of(fields, key, flags, prefixes.toArray(String[]::new));
  }

  /// A part whose flags have another prefix.
  FlaggedFields section(String key, String prefix) {
    return of(fields, key, flags, prefix);
  }

  Fields fields() {
    return fields;
  }

  /// The name of the flag that was given, if one was.
  private Optional<String> given(String flag) {
    return flag.isEmpty()
        ? Optional.empty()
        : prefixes.stream().map(prefix -> prefix + flag).filter(flags::containsKey).findFirst();
  }

  private @Nullable String value(String flag) {
    return given(flag).map(flags::get).orElse(null);
  }

  /// Whether it is written, or its flag was given.
  boolean isSet(String key, String flag) {
    return given(flag).isPresent() || fields.isSet(key);
  }

  String text(String key, String flag, String fallback) {
    String written = fields.string(key, fallback);
    String given = value(flag);
    return given == null ? written : given;
  }

  Secret secret(String key, String flag) {
    Secret written = fields.secret(key);
    String given = value(flag);
    return given == null ? written : Secret.of(given);
  }

  boolean bool(String key, String flag, boolean fallback) {
    boolean written = fields.bool(key, fallback);
    String given = value(flag);
    return given == null ? written : GoBooleans.parse(given).orElse(fallback);
  }

  Duration duration(String key, String flag, Duration fallback) {
    Duration written = GoFields.duration(fields, key, fallback);
    String given = value(flag);
    Duration value = given == null ? written : GoDurations.parse(given);
    if (value.isNegative()) {
      error(key, flag, key + " must not be negative");
      return fallback;
    }
    return value;
  }

  /// The same above zero.
  Duration positive(String key, String flag, Duration fallback) {
    Duration value = duration(key, flag, fallback);
    if (value.isZero()) {
      error(key, flag, key + " must be greater than 0s");
      return fallback;
    }
    return value;
  }

  int whole(String key, String flag, int fallback, int least, int most) {
    int written = fields.integer(key, fallback);
    String given = value(flag);
    int value = given == null ? written : Integer.decode(given);
    if (value < least || value > most) {
      error(key, flag, key + " must be " + least + " to " + most + ", not " + value);
      return fallback;
    }
    return value;
  }

  double number(String key, String flag, double fallback) {
    double written = fields.decimal(key, fallback);
    String given = value(flag);
    double value = given == null ? written : Double.parseDouble(given);
    if (!(value >= 0) || Double.isInfinite(value)) {
      error(key, flag, key + " must be a number that is not negative");
      return fallback;
    }
    return value;
  }

  /// A list; that of a flag has commas.
  List<String> texts(String key, String flag) {
    List<String> written = fields.strings(key);
    String given = value(flag);
    return given == null ? written : words(given);
  }

  /// A text with commas, in the file as in the flag.
  List<String> words(String key, String flag) {
    return words(text(key, flag, ""));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  /// Reports at the value, or names the flag that it comes from.
  void error(String key, String flag, String message) {
    Optional<String> given = given(flag);
    if (given.isPresent()) {
      fields.error("-" + given.get() + ": " + message);
    } else if (!fields.failed(key)) {
      fields.error(key, message);
    }
  }

  /// The same for what is not wrong but does nothing. Flags say so themselves.
  void warning(String key, String message) {
    if (fields.isSet(key)) {
      fields.warning(key, message);
    }
  }

  void finish() {
    fields.finish();
  }
}
