package io.tributary.wire.exposition;

import io.tributary.base.text.Floats;

/// Writes metric families as text 0.0.4: [#head] for each, then [#name], any number of [#label] and
/// [#value] for each of its series.
///
/// Whole numbers are written as such, other ones as Go writes them. Not thread-safe.
///
/// Source: prometheus/docs `exposition_formats.md`; prometheus/common `expfmt/text_create.go`.
public final class TextWriter {
  /// What the page is, for a `Content-Type` header.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Below this, every whole number is a double of its own.
  private static final double MAX_PLAIN = 1e15;

  private final StringBuilder out;
  private boolean hasLabels;

  public TextWriter(StringBuilder out) {
    this.out = out;
  }

  /// @param type the word for it, such as `counter` or `untyped`
  public void head(String family, String help, String type) {
    out.append("# HELP ").append(family).append(' ');
    escape(help, false);
    out.append('\n');
    type(family, type);
  }

  /// The head of a family without help.
  public void type(String family, String type) {
    out.append("# TYPE ").append(family).append(' ').append(type).append('\n');
  }

  /// Begins the line of a series.
  public TextWriter name(String name) {
    return name(name, "");
  }

  /// As [#name(String)]; `suffix` follows the name, such as `_bucket`.
  public TextWriter name(String name, String suffix) {
    out.append(name).append(suffix);
    hasLabels = false;
    return this;
  }

  public TextWriter label(String name, String value) {
    out.append(hasLabels ? ',' : '{').append(name).append("=\"");
    escape(value, true);
    out.append('"');
    hasLabels = true;
    return this;
  }

  /// Ends the line of a series.
  public void value(double value) {
    out.append(hasLabels ? "} " : " ");
    if (value == Math.rint(value) && Math.abs(value) < MAX_PLAIN) {
      out.append((long) value);
    } else {
      out.append(Floats.general(value));
    }
    out.append('\n');
  }

  private void escape(String text, boolean isQuoted) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(isQuoted ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }
}
