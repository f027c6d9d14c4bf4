package io.tributary.dialects.yaml;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Severity;
import io.tributary.dialects.yaml.YamlComposer.YamlProblem;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// One YAML file: its node graph, and the way to report findings at its nodes.
///
/// Only the first document of a file counts; a warning points out a second. Files that are hostile
/// rather than wrong (too large, too deep, aliases that multiply) end with an error within the
/// [YamlLimits]. Not thread safe.
public final class YamlDocument {
  private static final int MAX_MESSAGE = 2_000;

  private final SourceText source;
  private final Relocation relocation;
  private final Findings findings;
  private final @Nullable YamlNode root;
  private final boolean readable;
  private int expansionsLeft;
  private @Nullable SecretMask mask;

  private YamlDocument(
      SourceText text, Relocation relocation, YamlLimits limits, Findings findings) {
    this.source = relocation.file();
    this.relocation = relocation;
    this.findings = findings;
    YamlNode composed = null;
    boolean complete = false;
    int[] malformed = text.firstMalformed();
    if (malformed != null) {
      reportSyntax(malformed[0], malformed[1], "not valid UTF-8");
    } else {
      try {
        var composer = new YamlComposer(text, limits);
        composed = composer.compose();
        complete = true;
        // Each Fields spends one for itself and one for each entry.
        expansionsLeft = 2 * composer.nodes() + limits.expanded();
        noteSecondDocument(composer.secondDocument());
      } catch (YamlProblem e) {
        reportSyntax(e.line(), e.column(), e.problem());
      } catch (MarkedYamlEngineException e) {
        if (!complete) {
          reportSyntax(e);
        }
      } catch (ReaderException e) {
        reportUnprintable(text, e);
      } catch (YamlEngineException e) {
        reportSyntax(1, 1, String.valueOf(e.getMessage()));
      }
    }
    YamlNode found = complete ? composed : null;
    root = found == null || text == source ? found : new Relocator(relocation).move(found);
    readable = complete;
  }

  public static YamlDocument parse(SourceText source, YamlLimits limits, Findings findings) {
    return new YamlDocument(source, Relocation.none(source), limits, findings);
  }

  /// Reads `text`, and has every node and finding where `relocation` says that it stood.
  public static YamlDocument parse(
      SourceText text, Relocation relocation, YamlLimits limits, Findings findings) {
    return new YamlDocument(text, relocation, limits, findings);
  }

  /// The root node; null when the file is empty or could not be read ([#isReadable]).
  public @Nullable YamlNode root() {
    return root;
  }

  /// False when the syntax is broken; the finding says where.
  public boolean isReadable() {
    return readable;
  }

  public String file() {
    return source.name();
  }

  public Findings findings() {
    return findings;
  }

  public void error(YamlNode at, String message) {
    report(Severity.ERROR, at, message, null);
  }

  public void error(YamlNode at, String message, @Nullable String hint) {
    report(Severity.ERROR, at, message, hint);
  }

  public void warning(YamlNode at, String message, @Nullable String hint) {
    report(Severity.WARNING, at, message, hint);
  }

  /// `file:line:column` of a node, to point from one finding to another place.
  public String position(YamlNode node) {
    return source.name() + ":" + node.line() + ":" + node.column();
  }

  /// A line as it is written, empty where it is too long to be read: not for showing, it may hold a
  /// secret.
  public String line(int number) {
    return source.line(number);
  }

  /// Counts nodes as they are bound; throws [ExpansionException] when aliases made too many of
  /// them.
  void spend(YamlNode at, int nodes) {
    expansionsLeft -= nodes;
    if (expansionsLeft < 0) {
      throw new ExpansionException(this, at);
    }
  }

  private void report(Severity severity, YamlNode at, String message, @Nullable String hint) {
    if (findings.isFull()) {
      findings.count(severity);
      return;
    }
    String line = mask().line(at.line());
    findings.add(
        new Diagnostic(
            severity,
            SecretMask.maskUrls(shortened(message)),
            source.name(),
            at.line(),
            at.column(),
            excerpt(line, at),
            line,
            hint));
  }

  /// Whether the text of a scalar may be quoted.
  boolean mayQuote(Scalar scalar) {
    return !mask().hides(scalar.line());
  }

  private SecretMask mask() {
    if (mask == null) {
      mask = SecretMask.of(source, root);
    }
    return mask;
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  /// What stands at the node, on its first line.
  private static String excerpt(String line, YamlNode at) {
    int length = line.codePointCount(0, line.length());
    if (!(at instanceof Scalar scalar) || scalar.column() > length) {
      return "";
    }
    int end = scalar.endLine() == scalar.line() ? Math.min(scalar.endColumn() - 1, length) : length;
    return end < scalar.column()
        ? ""
        : line.substring(
            line.offsetByCodePoints(0, scalar.column() - 1), line.offsetByCodePoints(0, end));
  }

  private void noteSecondDocument(@Nullable Mark mark) {
    if (mark != null) {
      var place = relocation.place(mark.getLine() + 1, mark.getColumn() + 1);
      warning(
          new Scalar(
              place.line(), place.column(), place.line(), place.column() + 3, "---", true, null),
          "only the first document of a file is read; this one is not",
          null);
    }
  }

  private void reportSyntax(MarkedYamlEngineException e) {
    var mark = e.getProblemMark().or(e::getContextMark);
    String problem = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
    String message =
        e.getContext() == null || e.getProblem() == null
            ? problem
            : e.getContext() + ": " + problem;
    reportSyntax(
        mark.map(m -> m.getLine() + 1).orElse(1),
        mark.map(m -> m.getColumn() + 1).orElse(1),
        message);
  }

  /// The reader knows only how many characters precede the one that it refuses.
  private void reportUnprintable(SourceText text, ReaderException e) {
    int line = 1;
    int column = 1;
    try (var reader = text.reader()) {
      for (int i = 0; i < e.getPosition(); i++) {
        int c = reader.read();
        if (c == '\n') {
          line++;
          column = 1;
        } else if (!Character.isLowSurrogate((char) c)) {
          column++;
        }
      }
    } catch (java.io.IOException unreadable) {
      throw new IllegalStateException("BUG: the text was decoded before", unreadable);
    }
    reportSyntax(
        line, column, "control characters are not allowed: U+%04X".formatted(e.getCodePoint()));
  }

  private void reportSyntax(int line, int column, String problem) {
    var place = relocation.place(line, column);
    String shown = SecretMask.of(source, null).line(place.line());
    // What the parser quotes from a line with a secret might be the secret.
    String safe =
        shown.equals(source.line(place.line())) ? problem : problem.replaceAll("(?s)'.*'", "'…'");
    findings.add(
        new Diagnostic(
            Severity.ERROR,
            "cannot read YAML: " + safe,
            source.name(),
            place.line(),
            place.column(),
            "",
            shown,
            null));
  }

  /// Ends a binding whose document multiplies by its aliases; [#report] makes it a finding.
  public static final class ExpansionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient YamlDocument document;
    private final transient YamlNode at;

    ExpansionException(YamlDocument document, YamlNode at) {
      super("document contains excessive aliasing", null, false, false);
      this.document = document;
      this.at = at;
    }

    public void report() {
      document.error(at, "document contains excessive aliasing");
    }
  }
}
