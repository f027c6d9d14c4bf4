package io.tributary.base.config;

import java.util.Objects;

/// The place in a configuration file where something was written.
///
/// Lines and columns count from one; line 0 means that the place is not known, as for what was
/// built and not read.
public record SourcePosition(String file, int line, int column) {
  public static final SourcePosition NONE = new SourcePosition("", 0, 0);

  public SourcePosition {
    Objects.requireNonNull(file);
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("negative position " + line + ":" + column);
    }
  }

  public boolean isKnown() {
    return line > 0;
  }

  /// `file:line:column`, or nothing where the place is not known.
  @Override
  public String toString() {
    return isKnown() ? file + ":" + line + ":" + column : "";
  }
}
