package io.tributary.runtime.source;

import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Span;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One file: the name that diagnostics give it, its bytes in UTF-8, and how they are read. The
/// array is not changed.
public record SourceFile(String name, byte[] content, Dialect dialect) {
  /// What a file is written in. Whoever reads another language than River gives a tree of it, with
  /// the places of what stands in the file.
  @FunctionalInterface
  public interface Dialect {
    /// River and Alloy.
    Dialect RIVER = ParsedFile::ofRiver;

    /// Never throws: what is wrong is told by the diagnostics.
    ParsedFile read(String name, byte[] content);

    /// The file as it may be shown. Whoever prints lines hides the secrets of River; those of other
    /// languages are hidden here.
    default String shown(String name, byte[] content) {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  public SourceFile(String name, byte[] content) {
    this(name, content, Dialect.RIVER);
  }

  public static SourceFile of(String name, String text) {
    return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// From the bytes of a file, which a byte order mark may declare to be UTF-16.
  ///
  /// Source: grafana/alloy `internal/static/config/encoder`, EnsureUTF8.
  public static SourceFile read(String name, byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return of(name, new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8));
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return decoded(name, bytes, StandardCharsets.UTF_16BE);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return decoded(name, bytes, StandardCharsets.UTF_16LE);
    }
    return new SourceFile(name, bytes);
  }

  private static SourceFile decoded(String name, byte[] bytes, Charset charset) {
    return of(name, new String(bytes, 2, bytes.length - 2, charset));
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /// As it may be shown. One that is there and cannot be read: without a text, and with that as its
  /// error.
  static SourceFile unreadable(String name, String reason) {
    var error = Diagnostic.error(Span.of(name), "cannot read: " + reason);
    return new SourceFile(
        name, new byte[0], (_, _) -> new ParsedFile(name, List.of(), List.of(error)));
  }

  public String text() {
    return dialect.shown(name, content);
  }
}
