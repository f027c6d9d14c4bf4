package io.tributary.agent.cli;

/// The command line cannot be used: `message` says why, `exitCode` is what the process ends with.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  UsageException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
