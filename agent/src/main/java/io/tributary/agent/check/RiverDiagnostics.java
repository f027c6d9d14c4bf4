package io.tributary.agent.check;

import io.tributary.base.config.Diagnostic;
import io.tributary.river.diag.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What is found in a River file, in the form that all dialects share.
final class RiverDiagnostics {
  private RiverDiagnostics() {}

  /// `texts` are the files by name; `path` is what was asked for, where no file is known.
  static Diagnostic translated(
      io.tributary.river.diag.Diagnostic found, Map<String, String> texts, Path path) {
    Span span = found.span();
    String file = span.file().isEmpty() ? path.toString() : span.file();
    if (!span.isKnown()) {
      return new Diagnostic(found.severity(), found.message(), file, 0, 0, "", "", found.hint());
    }
    String line = line(texts.getOrDefault(file, ""), span.line());
    int from = characters(line, span.column() - 1);
    int to = span.endLine() == span.line() ? characters(line, span.endColumn()) : line.length();
    return new Diagnostic(
        found.severity(),
        found.message(),
        file,
        span.line(),
        from + 1,
        line.substring(from, Math.max(from, to)),
        line,
        found.hint());
  }

  private static String line(String text, int number) {
    return text.lines().skip(number - 1L).findFirst().orElse("");
  }

  /// How many characters the first `bytes` bytes of a line are.
  private static int characters(String line, int bytes) {
    byte[] all = line.getBytes(StandardCharsets.UTF_8);
    int known = Math.clamp(bytes, 0, all.length);
    return new String(all, 0, known, StandardCharsets.UTF_8).length();
  }
}
