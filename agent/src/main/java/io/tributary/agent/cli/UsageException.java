package io.tributary.agent.cli;

import io.tributary.base.config.Printable;

/// The command line cannot be used: `message` says why, `exitCode` is what the process ends with.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What Prometheus ends with where the words of a command line make no sense: a flag that it does
  /// not know or a value that is missing. A value that is wrong ends with 2.
  static final int SYNTAX = 1;

  private final int exitCode;

  /// Whatever was typed may be in the message: control characters other than line breaks and tabs
  /// are escaped.
  UsageException(int exitCode, String message) {
    super(Printable.escapedLines(message.stripTrailing()));
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
