package io.tributary.agent.logging;

/// Whose keys the lines of the log have.
public enum LogStyle {
  /// `time`, `level` in upper case, `source`, `msg`.
  PROMETHEUS,
  /// `ts`, `level` in lower case, `msg`, as Agent Flow and Alloy have it.
  FLOW
}
