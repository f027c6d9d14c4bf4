package io.tributary.agent.check;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Severity;
import io.tributary.base.config.SourcePosition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that a configuration may have and probably should not.
public record Lint(Check check, Diagnostic diagnostic) {

  /// What is looked for. The first two are those of `promtool check config`.
  public enum Check {
    /// About files of recording rules, which an agent does not have: nothing to find.
    DUPLICATE_RULES("duplicate-rules"),
    /// Series are stale for queries before the next scrape. Looked for only when asked for.
    TOO_LONG_SCRAPE_INTERVAL("too-long-scrape-interval"),
    /// Relabelling rules that can never match, that drop everything or that are never reached.
    NEVER_MATCHING_RULES("never-matching-rules"),
    /// Relabelling rules that probably do something else than they were written for.
    SUSPICIOUS_RULES("suspicious-rules"),
    /// Patterns of file discovery that match no file.
    MISSING_FILES("missing-files"),
    /// Targets that are the same after relabelling, or that two jobs scrape.
    DUPLICATE_TARGETS("duplicate-targets"),
    /// Parts that nothing refers to, jobs without targets, samples that go nowhere.
    UNUSED("unused");

    private final String text;

    Check(String text) {
      this.text = text;
    }

    /// The check called `text`.
    public static Optional<Check> named(String text) {
      return Arrays.stream(values()).filter(check -> check.text.equals(text)).findFirst();
    }

    public static List<String> names() {
      return Arrays.stream(values()).map(Check::toString).toList();
    }

    /// As the command line has it.
    @Override
    public String toString() {
      return text;
    }
  }

  /// At a place; where that is not known, about the file as a whole.
  static Lint at(Check check, SourcePosition position, String file, String message) {
    return at(check, position, file, message, null);
  }

  static Lint at(
      Check check, SourcePosition position, String file, String message, @Nullable String hint) {
    return new Lint(check, diagnostic(Severity.WARNING, position, file, message, hint));
  }

  static Diagnostic diagnostic(
      Severity severity,
      SourcePosition position,
      String file,
      String message,
      @Nullable String hint) {
    return new Diagnostic(
        severity,
        message,
        position.isKnown() ? position.file() : file,
        position.line(),
        position.column(),
        "",
        "",
        hint);
  }
}
