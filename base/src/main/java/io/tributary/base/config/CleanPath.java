package io.tributary.base.config;

import java.util.ArrayDeque;

/// The shortest path that means the same, by the text alone: Go's `filepath.Clean` under Unix.
public final class CleanPath {
  private CleanPath() {}

  public static String of(String path) {
    boolean isAbsolute = path.startsWith("/");
    var parts = new ArrayDeque<String>();
    for (String part : path.split("/", -1)) {
      boolean isUp = part.equals("..");
      if (isUp && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (isUp ? !isAbsolute : !part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String cleaned = (isAbsolute ? "/" : "") + String.join("/", parts);
    return cleaned.isEmpty() ? "." : cleaned;
  }
}
