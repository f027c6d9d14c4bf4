package io.tributary.agent.logging;

/// How a line of the log is written.
public enum LogFormat {
  LOGFMT,
  JSON;

  /// The value of `--log.format`.
  public static LogFormat of(String word) {
    return word.equals("json") ? JSON : LOGFMT;
  }
}
