package io.tributary.discovery;

/// Label names made of text that others chose: tags, annotations, metadata keys.
public final class LabelNames {
  private LabelNames() {}

  /// `text` with every character but ASCII letters, digits and the underscore replaced by an
  /// underscore, whatever the validation scheme.
  ///
  /// Source: prometheus/prometheus `util/strutil/strconv.go`, `SanitizeLabelName`.
  public static String sanitize(String text) {
    var name = new StringBuilder(text.length());
    text.codePoints().forEach(c -> name.append(isAllowed(c) ? (char) c : '_'));
    return name.toString();
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
