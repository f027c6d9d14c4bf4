package io.tributary.dialects.yaml;

/// A file as it may be shown: secrets are overwritten, everything else stands where it stood.
public final class ShownText {
  private ShownText() {}

  /// `content` is in any of the encodings of [ByteOrderMark].
  public static String of(String name, byte[] content) {
    var mark = ByteOrderMark.withUtf32(content);
    if (mark.length() <= 3) {
      return of(SourceText.of(name, content));
    }
    int length = content.length - mark.length();
    return of(SourceText.of(name, new String(content, mark.length(), length, mark.charset())));
  }

  private static String of(SourceText source) {
    YamlDocument document = YamlDocument.parse(source, YamlLimits.DEFAULT, new Findings());
    SecretMask mask = SecretMask.of(source, document.root());
    var shown = new StringBuilder();
    int lines = source.lines();
    for (int line = 1; line <= lines; line++) {
      shown.append(line == 1 ? "" : "\n").append(mask.line(line));
    }
    return shown.toString();
  }
}
