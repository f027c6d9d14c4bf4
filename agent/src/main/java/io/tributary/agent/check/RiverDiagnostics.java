package io.tributary.agent.check;

import io.tributary.base.config.Diagnostic;
import io.tributary.river.diag.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is found in a River file, in the form that all dialects share.
final class RiverDiagnostics {
  private RiverDiagnostics() {}

  /// All of them, in the order of the files. `texts` are these by name; `path` is what was asked
  /// for, where no file is known.
  static List<Diagnostic> translated(
      List<io.tributary.river.diag.Diagnostic> found, Map<String, String> texts, Path path) {
    var lines = new HashMap<String, List<String>>();
    texts.forEach((name, text) -> lines.put(name, text.lines().toList()));
    return found.stream()
        .map(one -> translated(one, lines, path))
        .sorted(Diagnostic.IN_FILE_ORDER)
        .toList();
  }

  private static Diagnostic translated(
      io.tributary.river.diag.Diagnostic found, Map<String, List<String>> lines, Path path) {
    Span span = found.span();
    String file = span.file().isEmpty() ? path.toString() : span.file();
    if (!span.isKnown()) {
      return new Diagnostic(found.severity(), found.message(), file, 0, 0, "", "", found.hint());
    }
    String line = line(lines.getOrDefault(file, List.of()), span.line());
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

  private static String line(List<String> lines, int number) {
    return number <= lines.size() ? lines.get(number - 1) : "";
  }

  /// How many characters the first `bytes` bytes of a line are.
  private static int characters(String line, int bytes) {
    byte[] all = line.getBytes(StandardCharsets.UTF_8);
    int known = Math.clamp(bytes, 0, all.length);
    return new String(all, 0, known, StandardCharsets.UTF_8).length();
  }
}
