package io.tributary.base.config;

/// How much a diagnostic matters: an error refuses the configuration, a warning does not.
public enum Severity {
  ERROR("error"),
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /// The word as printed in front of the message.
  public String word() {
    return word;
  }
}
